"""What do they get done, when it takes two contexts?"""
