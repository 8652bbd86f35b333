from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_note(_actor: Actor) -> None:
    """Anybody may search, and so leave a gap behind."""


def may_read_gaps(actor: Actor) -> None:
    """Reading gaps needs the permission `search.gaps`, or to be the system."""
    if not actor.may("search.gaps"):
        raise Forbidden()
