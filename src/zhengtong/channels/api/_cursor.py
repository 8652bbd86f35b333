"""Where a page of a list ends: an opaque mark that means something only to the list that gave it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


class BadCursor(Refusal):
    """A mark that this list never gave."""

    code = "bad_cursor"
    status = 400
    text = Text(
        "after 不是这个列表给出的。从第一页重新取。", "This list never gave that `after`. Start at its first page."
    )


def opened(cursor: str) -> str:
    """What stands in a cursor; empty for the first page."""
    try:
        return urlsafe_b64decode(cursor.encode()).decode()
    except ValueError:
        raise BadCursor() from None


def sealed(place: str) -> str:
    """A cursor for the place where a page ended."""
    return urlsafe_b64encode(place.encode()).decode()
