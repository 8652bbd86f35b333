"""Changing a benefit: more, less, suspended, resumed, tapering, stopped; from a month on, with its article."""

from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import Definition, ReasonData, definition_of
from zhengtong.delivery.benefits._months import add_months, month_of
from zhengtong.delivery.benefits._policy import require_change
from zhengtong.delivery.benefits._refusals import NotPossible
from zhengtong.delivery.benefits._timeline import Timeline
from zhengtong.delivery.benefits.data import FROM_STATES, MOVES, Move
from zhengtong.delivery.benefits.events import EntitlementChanged
from zhengtong.delivery.benefits.models import Change, Entitlement
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.audit import api as audit

CHOOSE = Text("选一项怎么变动", "Choose how it changes")
WHY = Text("选一条理由", "Choose a reason")
TOO_EARLY = Text(
    "最早从 {month} 开始变动，再早的已经列入名册", "From {month} at the earliest; what is earlier is on a list"
)
BEFORE_IT = Text("从 {month} 才开始发，不能更早", "Payments begin in {month}; no earlier change")
NOT_MORE = Text("增发的金额要比现在的多", "An increase must be more than the present amount")
NOT_LESS = Text("减发的金额要比现在的少，不发请选停发", "A decrease must be less, and more than nothing")
# A stop and a return to payment may reach back over months already listed: someone died, or was cut off wrongly.
MAY_REACH_BACK = ("stop", "resume")
STATE_OF: dict[Move, str] = {"suspend": "suspended", "resume": "in_force", "taper": "tapering", "stop": "stopped"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change as a clerk asks for it. `amount_fen` only for more and less; `note` is for the office alone."""

    what: str
    reason: str
    month: date
    amount_fen: int | None = None
    note: str = ""


def change(entitlement: str, wanted: Wanted, *, actor: Actor, at: datetime) -> None:
    """Change a benefit from a month on. NotFound, Forbidden, Own, NotPossible; Invalid names the field to mend."""
    with atomic():
        row = require_change(actor, Entitlement.objects.select_for_update().filter(pk=entitlement).first())
        definition = definition_of(catalogue.version(row.service_hash))
        timeline = Timeline.of(Change.objects.filter(entitlement=row).order_by("pk"))
        reason = _checked(row, definition, timeline, wanted)
        made = _write(row, reason, wanted, actor, at)
        if definition and definition.taper and reason.what == "taper":
            _end_of_taper(made, definition.taper.months)
        if reason.what == "resume":
            row.paid_through = min(row.paid_through, add_months(wanted.month, -1))
        refresh(row, clock.china_date(at))
        _tell(made, actor, at)


def _checked(row: Entitlement, definition: Definition | None, timeline: Timeline, wanted: Wanted) -> ReasonData:
    what = next((move for move in MOVES if move == wanted.what), None)
    if what is None or definition is None:
        raise Invalid([FieldProblem("what", "required", CHOOSE)])
    reason = definition.reason(what, wanted.reason)
    if reason is None:
        raise Invalid([FieldProblem("reason", "required", WHY)])
    if timeline.state_on(max(wanted.month, row.since)) not in FROM_STATES[what]:
        raise NotPossible()
    problems = [*_month_problems(row, wanted), *_amount_problems(timeline, wanted)]
    if problems:
        raise Invalid(problems)
    return reason


def _month_problems(row: Entitlement, wanted: Wanted) -> list[FieldProblem]:
    if wanted.month < row.since:
        return [FieldProblem("month", "before", BEFORE_IT.format(month=f"{row.since:%Y-%m}"))]
    if wanted.month <= row.paid_through and wanted.what not in MAY_REACH_BACK:
        earliest = f"{add_months(row.paid_through, 1):%Y-%m}"
        return [FieldProblem("month", "listed", TOO_EARLY.format(month=earliest))]
    return []


def _amount_problems(timeline: Timeline, wanted: Wanted) -> list[FieldProblem]:
    now, new = timeline.amount_on(wanted.month), wanted.amount_fen or 0
    if wanted.what == "increase" and new <= now:
        return [FieldProblem("amount", "not_more", NOT_MORE)]
    if wanted.what == "decrease" and not 0 < new < now:
        return [FieldProblem("amount", "not_less", NOT_LESS)]
    return []


def _write(row: Entitlement, reason: ReasonData, wanted: Wanted, actor: Actor, at: datetime) -> Change:
    """The change, after those of the same track it takes the place of are void."""
    state = STATE_OF.get(reason.what, "")
    later = Change.objects.filter(entitlement=row, month__gte=wanted.month, is_void=False)
    if not state:
        later.filter(state="").update(is_void=True)
    elif reason.what in ("stop", "taper"):
        later.filter(amount_fen=None).update(is_void=True)
    else:
        later.filter(amount_fen=None).exclude(state="stopped").update(is_void=True)
    return Change.objects.create(
        entitlement=row,
        what=reason.what,
        month=wanted.month,
        amount_fen=None if state else wanted.amount_fen,
        state=state,
        reason=reason.id,
        text=reason.text.plain(),
        cite=reason.cite.plain(),
        note=wanted.note,
        by="" if actor.kind == "system" else f"{actor.post} {actor.name}",
        at=at,
    )


def _end_of_taper(taper: Change, months: int) -> None:
    """When the grace is over, it stops for the same reason."""
    Change.objects.create(
        entitlement=taper.entitlement,
        what="stop",
        month=add_months(taper.month, months),
        state="stopped",
        reason=taper.reason,
        text=taper.text,
        cite=taper.cite,
        by=taper.by,
        at=taper.at,
    )


def _tell(made: Change, actor: Actor, at: datetime) -> None:
    detail = {"what": made.what, "month": made.month.isoformat(), "reason": made.reason, "cite": made.cite["zh"]}
    audit.record(
        actor=actor,
        at=at,
        action=_actions.CHANGED,
        on=("benefit", made.entitlement_id),
        subjects=(made.entitlement.person_id,),
        detail=detail,
    )
    events.announce(EntitlementChanged(made.entitlement_id, made.pk))


def refresh(row: Entitlement, today: date) -> None:
    """Let state and amount of the row be those of this month, and of the first month until it has come."""
    month = max(month_of(today), row.since)
    changes = Change.objects.filter(entitlement=row)
    timeline = Timeline.of(changes.order_by("pk"))
    row.state, row.amount_fen = timeline.state_on(month), timeline.amount_on(month)
    row.save(update_fields=["state", "amount_fen", "paid_through"])
    changes.filter(month__lte=month).update(is_applied=True)
