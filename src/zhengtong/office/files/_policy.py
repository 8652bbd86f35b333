"""Anyone known may store; who may read is for the context that owns the file."""

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_store(actor: Actor) -> None:
    """Forbidden for nobody in particular."""
    if actor.kind == "anonymous":
        raise Forbidden()
