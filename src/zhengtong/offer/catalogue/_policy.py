from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_publish(actor: Actor) -> None:
    """Publishing needs the permission `catalogue.publish`, or to be the system."""
    if not actor.may("catalogue.publish"):
        raise Forbidden()
