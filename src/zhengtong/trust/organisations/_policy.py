from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_manage(actor: Actor) -> None:
    """Only the platform itself and the system administrator change organisations and posts."""
    if not actor.may("organisations.manage"):
        raise Forbidden()
