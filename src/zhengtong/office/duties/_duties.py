"""Opening, closing and listing duties."""

from datetime import date, datetime

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.duties import _policy
from zhengtong.office.duties._actions import CLOSED, OPENED
from zhengtong.office.duties.data import DutyClosed, DutyData, Lamp
from zhengtong.office.duties.events import DutyWasClosed
from zhengtong.office.duties.models import Duty
from zhengtong.trust.audit import api as audit

NEAR_DAYS = 5


def open_duty(
    *,
    kind: str,
    organisation: str,
    permission: str,
    title: Text,
    about: tuple[str, str],
    due: date,
    actor: Actor,
    at: datetime,
) -> DutyData:
    """Give a duty to the posts of an organisation (credit code) with a permission; in the caller's transaction.

    While one of the same kind about the same thing is open, that one is given back unchanged. Forbidden.
    """
    _policy.may_open(actor)
    with atomic():
        duty, is_new = Duty.objects.get_or_create(
            kind=kind,
            organisation_id=organisation,
            about_type=about[0],
            about_id=about[1],
            closed_at=None,
            defaults={"permission": permission, "title": title.plain(), "due": due, "opened_at": at},
        )
        if is_new:
            detail = {"kind": kind, "organisation": organisation, "about": list(about), "due": due.isoformat()}
            audit.record(actor=actor, at=at, action=OPENED, on=("duty", duty.pk), detail=detail)
    return _data(duty)


def close_duty(duty_id: str, *, actor: Actor, at: datetime, reason: str = "") -> DutyData:
    """Note that a duty is done. NotFound for anyone but a post it is given to; DutyClosed when it was done before."""
    with atomic():
        duty = Duty.objects.select_for_update().filter(pk=duty_id).first()
        if duty is None:
            raise NotFound()
        _policy.may_handle(actor, duty)
        if duty.closed_at is not None:
            raise DutyClosed()
        duty.closed_at, duty.closed_by = at, actor.id
        duty.save(update_fields=["closed_at", "closed_by"])
        audit.record(actor=actor, at=at, action=CLOSED, on=("duty", duty.pk), reason=reason)
        events.announce(
            DutyWasClosed(
                duty=duty.pk,
                kind=duty.kind,
                organisation=duty.organisation_id,
                about_type=duty.about_type,
                about_id=duty.about_id,
            )
        )
    return _data(duty)


def duty(duty_id: str, *, actor: Actor) -> DutyData:
    """A duty the actor may handle, open or closed; NotFound otherwise. One query."""
    row = Duty.objects.filter(pk=duty_id).first()
    if row is None:
        raise NotFound()
    _policy.may_handle(actor, row)
    return _data(row)


def duties_of(actor: Actor, limit: int = 100) -> tuple[DutyData, ...]:
    """The open duties of the actor's post, most urgent first; none for who holds no post. At most one query."""
    if not _policy.holds_post(actor):
        return ()
    mine = Duty.objects.filter(
        closed_at=None, organisation=actor.organisation, permission__in=sorted(actor.permissions)
    )
    return tuple(_data(row) for row in mine.order_by("due", "id")[:limit])


def open_about(about: tuple[str, str]) -> tuple[DutyData, ...]:
    """The open duties about a thing, most urgent first, for the context or journey that owns the thing. One query."""
    rows = Duty.objects.filter(closed_at=None, about_type=about[0], about_id=about[1])
    return tuple(_data(row) for row in rows.order_by("due", "id"))


def lamp_of(due: date, today: date) -> Lamp:
    """The lamp of an open duty on a day."""
    days_left = (due - today).days
    if days_left < 0:
        return "late"
    return "near" if days_left <= NEAR_DAYS else "plain"


def _data(row: Duty) -> DutyData:
    day = clock.china_date(row.closed_at) if row.closed_at else clock.today()
    return DutyData(
        id=row.pk,
        kind=row.kind,
        organisation=row.organisation_id,
        permission=row.permission,
        title=Text.read(row.title),
        about=(row.about_type, row.about_id),
        due=row.due,
        lamp="done" if row.closed_at else lamp_of(row.due, day),
        days_left=(row.due - day).days,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
