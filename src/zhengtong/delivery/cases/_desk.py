"""The lists of a desk: open cases by due date, and every case newest first. One audit entry names all who are shown."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._policy import require_desk
from zhengtong.delivery.cases._queries import summaries
from zhengtong.delivery.cases._steps_queries import steps_for
from zhengtong.delivery.cases.data import CHOSEN, MOST_COUNTED, NEAR_DAYS, Chosen, Listed, WaitingStep
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def queue(
    actor: Actor,
    *,
    at: datetime,
    chosen: Chosen = "",
    digits: str = "",
    after: str = "",
    limit: int = 50,
    steps: int = 0,
) -> Listed:
    """Open cases of the clerk's organisation by due date, with so many `steps` of the clerk's post, most urgent first;
    `digits` are the last of a number.

    NotFound for anyone but a clerk, and for an `after` that is none. One statement, one for steps, and two for the
    record.
    """
    require_desk(actor)
    rows = _ending(_open(actor).filter(_condition(chosen, clock.china_date(at))), digits)
    if after:
        due, row = _place(after)
        rows = rows.filter(Q(promised_due__gt=due) | Q(promised_due=due, id__gt=row))
    waiting = steps_for(actor, steps) if steps else ()
    return _listed(rows.order_by("promised_due", "id"), limit, actor, at, waiting)


def archive(actor: Actor, *, at: datetime, digits: str = "", after: str = "", limit: int = 50) -> Listed:
    """Every case of the clerk's organisation, and every other of which a step is or was given to the clerk's post,
    closed ones too, newest first. As `queue` otherwise.

    The newest of either kind are found first, each along its own index: one condition for both would read every case.
    """
    require_desk(actor)
    office, given = _ending(_of_office(actor), digits), _given_to(actor, digits)
    if after:
        row = _place(after)[1]
        office, given = office.filter(id__lt=row), given.filter(case__lt=row)
    newest = Q(id__in=office.order_by("-id").values("id")[: limit + 1])
    newest |= Q(id__in=given.order_by("-case").values("case").distinct()[: limit + 1])
    return _listed(Case.objects.filter(newest).order_by("-id"), limit, actor, at)


def queue_counts(actor: Actor, today: date) -> Mapping[Chosen, int]:
    """How many open cases each choice of the queue holds; MOST_COUNTED says: so many or more. NotFound for anyone but a
    clerk. One statement, which reads no more rows than it counts."""
    require_desk(actor)
    limited = [_open(actor).filter(_condition(one, today)).values("pk")[:MOST_COUNTED].query for one in CHOSEN]
    parts = [query.sql_with_params() for query in limited]
    counted = ", ".join(f"(SELECT count(*) FROM ({part}) counted)" for part, _ in parts)  # noqa: S608 -- by the ORM
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted}", [value for _, values in parts for value in values])
        return dict(zip(CHOSEN, cursor.fetchone(), strict=True))


def _of_office(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(organisation=actor.organisation)


def _given_to(actor: Actor, digits: str) -> QuerySet[ProcessStep]:
    """Steps that are or were for the actor's post, of cases whose number ends so."""
    steps = ProcessStep.objects.filter(organisation=actor.organisation, permission__in=sorted(actor.permissions))
    return steps.exclude(state="dropped").filter(**({"case__number__endswith": digits} if digits else {}))


def _open(actor: Actor) -> QuerySet[Case]:
    """Not by the list of states: the index of open cases holds those without an end, in the order of the queue."""
    return _of_office(actor).filter(closed_at=None)


def _ending(rows: QuerySet[Case], digits: str) -> QuerySet[Case]:
    return rows.filter(number__endswith=digits) if digits else rows


def _condition(chosen: Chosen, today: date) -> Q:
    conditions: Mapping[Chosen, Q] = {
        "": Q(id__isnull=False),
        "late": Q(promised_due__lt=today),
        "near": Q(promised_due__gte=today, promised_due__lte=today + timedelta(days=NEAR_DAYS)),
        "person": Q(state="with_person"),
        "waiting": Q(state="checking"),
    }
    return conditions[chosen]


def _listed(
    rows: QuerySet[Case], limit: int, actor: Actor, at: datetime, steps: tuple[WaitingStep, ...] = ()
) -> Listed:
    found = summaries(rows, limit + 1)
    shown = found[:limit]
    with atomic():
        subjects = [one.applicant for one in (*shown, *(one.summary for one in steps))]
        audit.record(actor=actor, at=at, action=_actions.LISTED, on=("case", "queue"), subjects=subjects)
    last = shown[-1] if len(found) > limit else None
    after = f"{last.promised_due.isoformat()}.{last.row}" if last else ""
    return Listed(shown, after, steps)


def _place(after: str) -> tuple[date, int]:
    """Where a page ended: due date and row."""
    due, _, row = after.partition(".")
    try:
        return date.fromisoformat(due), int(row)
    except ValueError:
        raise NotFound() from None
