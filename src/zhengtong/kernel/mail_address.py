"""What a mail address looks like."""

from email.utils import parseaddr

LONGEST = 254
_AROUND = frozenset(' ,;:<>()[]"\\')


def is_one(address: str) -> bool:
    """Whether a text is one plain ASCII address (RFC 5321) with nothing around it."""
    local, at, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and not _AROUND & set(address)
    return (
        is_plain and bool(local and at and domain) and parseaddr(address) == ("", address) and len(address) <= LONGEST
    )
