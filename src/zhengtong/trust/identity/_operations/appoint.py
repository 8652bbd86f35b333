"""Appointments to posts, and their end."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _accounts, _policy
from zhengtong.trust.identity._actions import APPOINTED, APPOINTMENT_ENDED, SESSIONS_ENDED
from zhengtong.trust.identity._errors import AlreadyHolds, BadPeriod, OneAdministratorOnly, UnknownHolder
from zhengtong.trust.identity.data import AppointmentData
from zhengtong.trust.identity.events import AppointmentEnded
from zhengtong.trust.identity.models import Appointment, User
from zhengtong.trust.organisations import api as organisations
from zhengtong.trust.organisations.data import ADMIN_SETS, PostData

_KINDS = ("staff", "administrator")
_BY_TIME = system("appointments")
_BATCH = 100


def appoint(
    account: str,
    organisation: str,
    post: str,
    *,
    since: date,
    until: date | None = None,
    actor: Actor,
    at: datetime,
) -> AppointmentData:
    """Give a post to a member of staff or an administrator from a day on, until another (that day included).

    Forbidden without "appointments.manage" or for oneself; NotFound for an account that is not staff or a post nobody
    knows; OneAdministratorOnly when the person is another of the three administrators in that time.
    """
    _policy.may_appoint(actor, account)
    if until is not None and until < since:
        raise BadPeriod()
    wanted = organisations.post(organisation, post)
    with atomic():
        user = _locked(account)
        _refuse_overlap(user, wanted, since, until)
        row = Appointment.objects.create(user=user, post_id=wanted.id, since=since, until=until)
        audit.record(actor=actor, at=at, action=APPOINTED, on=("account", account), detail=_detail(row, wanted))
    return _data(row, wanted.organisation, wanted.name.zh)


def end_appointment(
    appointment: int, *, until: date, successor: str = "", actor: Actor, at: datetime
) -> AppointmentData:
    """End an appointment after a day. When that day is over, now or later, its holder's sessions end and
    AppointmentEnded is announced; `successor` is the account that gets what they hold.

    NotFound for an appointment nobody knows and a successor who is no other member of staff; BadPeriod for a day before
    it began.
    """
    row = Appointment.objects.filter(pk=appointment).select_related("post").first()
    if row is None:
        raise NotFound()
    account = f"user:{row.user_id}"
    _policy.may_appoint(actor, account)
    if until < row.since:
        raise BadPeriod()
    with atomic():
        row.until, row.successor = until, _successor(successor, row)
        row.save(update_fields=["until", "successor"])
        ended = _data(row, row.post.organisation_id, row.post.name)
        detail = {"organisation": ended.organisation, "post": ended.post, "until": until.isoformat()}
        audit.record(actor=actor, at=at, action=APPOINTMENT_ENDED, on=("account", account), detail=detail)
        if until < clock.china_date(at):
            _close(row, actor, at)
    return ended


def end_posts_due() -> int:
    """Close every appointment whose last day is over, each in a transaction of its own; returns how many."""
    over = Appointment.objects.filter(closed=False, until__lt=clock.today()).order_by("until", "pk")
    numbers = list(over.values_list("pk", flat=True)[:_BATCH])
    for number in numbers:
        with atomic():
            row = Appointment.objects.select_for_update().filter(pk=number, closed=False).first()
            if row is not None:
                _close(row, _BY_TIME, clock.now())
    return len(numbers)


def _close(row: Appointment, actor: Actor, at: datetime) -> None:
    """What follows from the end of an appointment: the holder signs in anew, and others hear of it."""
    row.closed = True
    row.save(update_fields=["closed"])
    User.objects.filter(pk=row.user_id).update(sessions_ended=F("sessions_ended") + 1)
    account, until = f"user:{row.user_id}", row.until.isoformat() if row.until else ""
    audit.record(actor=actor, at=at, action=SESSIONS_ENDED, on=("account", account))
    events.announce(AppointmentEnded(account, row.post.organisation_id, row.post.name, until))


def _successor(account: str, row: Appointment) -> User | None:
    if not account:
        return None
    found = _accounts.row(account)
    if found.kind != "staff" or found.pk == row.user_id:
        raise NotFound()
    return found


def appointments_of(account: str) -> tuple[AppointmentData, ...]:
    """Every appointment of an account, newest first. Two statements."""
    rows = Appointment.objects.filter(user=_accounts.row(account)).select_related("post").order_by("-since", "-pk")
    return tuple(_data(row, row.post.organisation_id, row.post.name) for row in rows)


def successor_of(account: str) -> str:
    """The account that gets what another held, as named when the last of its posts ended; empty for none. Two
    statements."""
    last = Appointment.objects.filter(user=_accounts.row(account)).order_by("-since", "-pk").first()
    is_over = last is not None and last.until is not None and last.until < clock.today()
    return f"user:{last.successor_id}" if last and is_over and last.successor_id else ""


def _locked(account: str) -> User:
    """The row of the one to appoint, locked with every account of the same person: two at once cannot both pass."""
    found = _accounts.row(account)
    if found.kind not in _KINDS:
        raise NotFound()
    same = Q(pk=found.pk) | Q(person=found.person_id) if found.person_id else Q(pk=found.pk)
    list(User.objects.select_for_update().filter(same).order_by("pk"))
    return found


def _refuse_overlap(user: User, wanted: PostData, since: date, until: date | None) -> None:
    held = _in_force(user, since, until)
    if any(row.post_id == wanted.id and row.user_id == user.pk for row in held):
        raise AlreadyHolds()
    if not wanted.administrator:
        return
    if not user.person_id:
        raise UnknownHolder()
    if any(ADMIN_SETS.intersection(row.post.permissions) - {wanted.administrator} for row in held):
        raise OneAdministratorOnly()


def _in_force(user: User, since: date, until: date | None) -> QuerySet[Appointment]:
    """Appointments of the same person, under whatever account, that share a day with the period."""
    holder = Q(user=user) | Q(user__person=user.person_id) if user.person_id else Q(user=user)
    shared = Q(until__isnull=True) | Q(until__gte=since)
    if until is not None:
        shared &= Q(since__lte=until)
    return Appointment.objects.filter(holder, shared).select_related("post").order_by("pk")


def _detail(row: Appointment, post: PostData) -> dict[str, object]:
    return {
        "organisation": post.organisation,
        "post": post.name.zh,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else "",
    }


def _data(row: Appointment, organisation: str, post: str) -> AppointmentData:
    return AppointmentData(row.pk, f"user:{row.user_id}", organisation, post, row.since, row.until)
