"""Whose notices are whose."""

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.office.notices.models import Notice


def may_tell(actor: Actor) -> None:
    """A notice follows from an act its caller has authorised; nobody in particular causes none."""
    if actor.kind == "anonymous":
        raise Forbidden()


def may_mark_read(actor: Actor, notice: Notice) -> None:
    """The person it was sent to alone."""
    if not actor.person or actor.person != notice.person:
        raise NotFound()
