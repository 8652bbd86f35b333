"""What work is under way?"""
