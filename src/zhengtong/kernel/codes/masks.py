"""What a screen shows of a number that identifies someone."""

_HIDDEN = "*"


def mask_resident_id(number: str) -> str:
    """`9901 **** **** **17`: first four and last two. Anything not 18 long is masked but for its last two."""
    if len(number) != 18:
        return _tail(number, 2)
    return f"{number[:4]} **** **** **{number[-2:]}"


def mask_phone(number: str) -> str:
    """`138****2206`. Anything not 11 long is masked but for its last two."""
    if len(number) != 11:
        return _tail(number, 2)
    return f"{number[:3]}****{number[-4:]}"


def mask_account(number: str) -> str:
    """The last four of a bank account: `**** 2206`. Shorter ones (under 8) are hidden whole."""
    return f"**** {number[-4:]}" if len(number) >= 8 else "****"


def _tail(number: str, shown: int) -> str:
    kept = number[-shown:] if len(number) > 2 * shown else ""
    return _HIDDEN * (len(number) - len(kept)) + kept
