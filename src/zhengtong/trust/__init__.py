"""Who, and can it be proved?"""
