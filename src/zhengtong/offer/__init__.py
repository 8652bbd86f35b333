"""What is promised?"""
