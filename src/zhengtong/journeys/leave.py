"""A clerk leaves: their posts end, and nothing they held waits for them."""

from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import PassedOn
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import AppointmentData
from zhengtong.trust.identity.events import AppointmentEnded

ACTOR = system("leave")
LEFT = "离岗交接"


@dataclass(frozen=True, slots=True)
class Leaving:
    """The posts that end, and what is held: passed on already, or to be when the last day is over."""

    posts: tuple[AppointmentData, ...]
    steps: tuple[PassedOn, ...]
    is_over: bool


def leave(account: str, *, last_day: date, successor: str = "", actor: Actor, at: datetime) -> Leaving:
    """End every post of an account that is not over, after a day, and pass on what it holds: at once when that day is
    over, else when it will be. `successor` gets what their post may do, the office the rest.

    NotFound for an account without such a post and a successor who is no other member of staff; Forbidden, BadPeriod.
    """
    today = clock.china_date(at)
    posts = [one for one in identity.appointments_of(account) if one.until is None or one.until >= today]
    if not posts:
        raise NotFound()
    is_over = last_day < today
    with atomic():
        ended = tuple(
            identity.end_appointment(one.id, until=last_day, successor=successor, actor=actor, at=at) for one in posts
        )
        steps = _pass_on(account, at) if is_over else cases.held_steps(account)
    return Leaving(ended, steps, is_over)


def when_ended(event: AppointmentEnded) -> None:
    """Somebody's last day in a post is over."""
    _pass_on(event.account, clock.now())


def pass_on_left() -> int:
    """Pass on what is held by who may not do it, however that came about: a post that lost a permission, or a step
    taken in the very moment somebody left. Returns how many steps. For the worker."""
    return sum(len(_pass_on(account, clock.now())) for account in cases.holders())


def _pass_on(account: str, at: datetime) -> tuple[PassedOn, ...]:
    successor = identity.successor_of(account)
    to = identity.actor_of(successor) if successor else None
    return cases.pass_on_steps(identity.actor_of(account), to, LEFT, actor=ACTOR, at=at)
