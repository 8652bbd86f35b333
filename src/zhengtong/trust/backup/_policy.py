from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_make(actor: Actor) -> None:
    """The system administrator's post, or the platform by itself."""
    if not actor.may("backups.make"):
        raise Forbidden()
