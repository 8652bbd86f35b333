"""Who judges, who learns?"""
