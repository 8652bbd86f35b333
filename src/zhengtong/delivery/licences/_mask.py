"""Names and numbers, masked for strangers."""

import re

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{3})[0-9A-Za-z]{4,}([0-9A-Za-z]{4})(?![0-9A-Za-z])")


def mask_name(name: str) -> str:
    """The first character and two stars, however long the name is: `王**`."""
    return f"{name[:1]}**"


def mask_numbers(value: str) -> str:
    """Long numbers (identity, telephone, account) with their middle hidden: `370****0021`."""
    return _NUMBER.sub(r"\1****\2", value)
