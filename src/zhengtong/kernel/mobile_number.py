"""What a mobile number of the mainland looks like."""

DIGITS = 11


def is_one(number: str) -> bool:
    """Whether a text is a mobile number: eleven digits, the first of them 1. Whether somebody has it is not known."""
    return len(number) == DIGITS and number.isascii() and number.isdigit() and number.startswith("1")
