from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_note(_actor: Actor) -> None:
    """Anybody may search, and so leave a gap behind."""


def sees_to_gaps(actor: Actor) -> bool:
    """Whether the actor's post looks after what people did not find; the system may too."""
    return actor.may("search.gaps")


def may_see_to_gaps(actor: Actor) -> None:
    """Reading and closing gaps needs the permission `search.gaps`."""
    if not sees_to_gaps(actor):
        raise Forbidden()
