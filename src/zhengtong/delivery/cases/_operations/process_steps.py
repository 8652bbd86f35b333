"""Steps of a case's process: opened together, done one by one, held by one clerk, handed over when people change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import move, not_before, note
from zhengtong.delivery.cases._operations._step_rows import locked, named, open_row, record
from zhengtong.delivery.cases._operations.stopped_clock import count_stopped_days, recount
from zhengtong.delivery.cases._policy import require_read, require_system
from zhengtong.delivery.cases.data import FinishedStep, Holder, NewProcessStep, StepKey
from zhengtong.delivery.cases.events import StepDone, StepOpened
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.errors import Conflict
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic

_FINISHED = ("state", "place", "done_at", "done_by", "outcome", "reason", "result", "written", "said", "draft")
DONE = Text("{step}：办完", "{step}: done")
LATE = Text(
    "过了 {due}才受理，从 {since}收到那天起就算受理（{cite}）",
    "Accepted after {due}: it counts as accepted since it came on {since} ({cite})",
)
DONE_WITH = Text("{step}：{outcome}", "{step}: {outcome}")


def begin_process(number: str, written: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Put a freshly opened case under its process: from now on steps say what comes next. `written` begins the log."""
    require_system(actor)
    with atomic():
        case = locked(number)
        move(case, "in_process")
        case.save(update_fields=["state"])
        ProcessStep.objects.create(
            case=case,
            step="",
            kind="start",
            name={},
            state="done",
            opened_at=at,
            done_at=at,
            place=1,
            written=dict(written),
        )
        record(case, _actions.PROCESS_BEGUN, actor, at)


def held_log(number: str, *, actor: Actor) -> tuple[Mapping[str, Any], ...]:
    """The log of a case's process in order, the case held until the caller's transaction ends: nobody writes between
    reading where it stands and finishing a step. NotFound for who may not read the case."""
    case = require_read(actor, locked(number))
    rows = ProcessStep.objects.filter(case=case, place__isnull=False).order_by("place")
    return tuple(rows.values_list("written", flat=True))


def place_steps(
    number: str, opened: Sequence[NewProcessStep], dropped: Collection[StepKey], *, actor: Actor, at: datetime
) -> None:
    """Open the steps whose turn has come and drop those that are no longer needed; doing it twice does it once."""
    require_system(actor)
    with atomic():
        case = locked(number)
        rows = {_key(row): row for row in ProcessStep.objects.filter(case=case)}
        for key in dropped:
            _drop(case, rows[key], actor, at)
        new = [_row(case, one, at) for one in opened if one.key not in rows]
        ProcessStep.objects.bulk_create(new)
        moved = {"opened": [row.step for row in new], "dropped": sorted(key.step for key in dropped)}
        record(case, _actions.STEPS_PLACED, actor, at, detail=moved)
        for row in new:
            events.announce(StepOpened(number, row.step, row.occurrence, row.kind))


def finish_step(number: str, finished: FinishedStep, *, actor: Actor, at: datetime) -> None:
    """Note that an open step is done, with what came of it, by whom it was given to.

    One that accepts starts the limits anew: the law counts from acceptance (行政许可法 art. 42), or, where an article
    says so of what is accepted late, from the day the step's papers came (art. 32).
    Conflict when it is no longer open, HeldByAnother while a colleague holds it.
    """
    with atomic():
        case = locked(number)
        row = open_row(case, finished.key, actor)
        at = max(not_before(case, at), row.opened_at)
        row.state, row.place = "done", _next_place(case)
        row.done_at, row.done_by = at, f"{actor.post} {actor.name}" if actor.kind == "staff" else ""
        row.outcome, row.reason = finished.outcome, finished.reason
        row.result, row.written = dict(finished.result), dict(finished.written)
        row.said, row.draft = [asdict(one) for one in finished.said], {}
        row.save(update_fields=_FINISHED)
        count_stopped_days(case, row, actor=actor, at=at)
        late = _late_words(row, finished, at)
        if finished.accepts:
            case.accepted_at = row.opened_at if late else at
            recount(case, at)
        _tell(case, row, finished.outcome_name, actor, at)
        if late:
            note(case, "accepted_late", late, actor=actor, at=at)
        events.announce(StepDone(number, row.step, row.occurrence, row.outcome))


def take_step(number: str, key: StepKey, *, actor: Actor, at: datetime) -> None:
    """A clerk takes an open step, so that no colleague works at it too. Taking one's own again changes nothing."""
    with atomic():
        case = locked(number)
        row = open_row(case, key, actor)
        if row.held_by != actor.id and not row.word:
            row.word_by = ""
        row.held_by, row.held_by_name, row.begun_at = actor.id, actor.name, row.begun_at or at
        row.save(update_fields=["held_by", "held_by_name", "begun_at", "word_by"])
        record(case, _actions.STEP_TAKEN, actor, at, detail=named(row))


def begin_step(number: str, key: StepKey, *, actor: Actor, at: datetime) -> None:
    """Note that an open step is begun because departments were asked for it; once begun, or over, nothing changes."""
    require_system(actor)
    with atomic():
        case = locked(number)
        rows = ProcessStep.objects.filter(case=case, step=key.step, occurrence=key.occurrence)
        row = rows.filter(state="open", begun_at=None).first()
        if row is not None:
            row.begun_at = at
            row.save(update_fields=["begun_at"])
            record(case, _actions.STEP_BEGUN, actor, at, detail=named(row))


def hand_over_step(
    number: str, key: StepKey, reason: str, to: Holder | None = None, *, actor: Actor, at: datetime
) -> None:
    """Give a step to a colleague, or back to its post, with a word to whoever goes on; by who holds it."""
    with atomic():
        case = locked(number)
        row = open_row(case, key, actor)
        row.held_by, row.held_by_name = (to.account, to.name) if to else ("", "")
        row.word, row.word_by = reason, f"{actor.post} {actor.name}"
        row.save(update_fields=["held_by", "held_by_name", "word", "word_by"])
        detail = {**named(row), "to": row.held_by}
        record(case, _actions.STEP_HANDED_OVER, actor, at, reason=reason, detail=detail)


def reschedule_step(number: str, key: StepKey, due: date, told: Text, *, actor: Actor, at: datetime) -> None:
    """Give an open step another last day, because what it waits for was moved, and say so in the history. Conflict
    when it is no longer open."""
    require_system(actor)
    with atomic():
        case = locked(number)
        row = ProcessStep.objects.filter(case=case, step=key.step, occurrence=key.occurrence, state="open").first()
        if row is None:
            raise Conflict()
        row.due = due
        row.save(update_fields=["due"])
        note(case, "step_moved", told, actor=actor, at=at)
        record(case, _actions.STEP_RESCHEDULED, actor, at, detail={**named(row), "due": due.isoformat()})


def waits_over(limit: int) -> tuple[tuple[str, StepKey], ...]:
    """The waits whose time has come, with the numbers of their cases, longest over first. One statement."""
    due = ProcessStep.objects.filter(state="open", wait_until__lte=clock.now()).order_by("wait_until", "id")
    return tuple((row.number, _key(row)) for row in due.annotate(number=F("case__number"))[:limit])


def _next_place(case: Case) -> int:
    last: int | None = ProcessStep.objects.filter(case=case).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def _drop(case: Case, row: ProcessStep, actor: Actor, at: datetime) -> None:
    if row.state == "open":
        row.state, row.done_at = "dropped", at
        row.save(update_fields=["state", "done_at"])
        count_stopped_days(case, row, actor=actor, at=at)


def _row(case: Case, new: NewProcessStep, at: datetime) -> ProcessStep:
    return ProcessStep(
        case=case,
        step=new.key.step,
        occurrence=new.key.occurrence,
        kind=new.kind,
        name=new.name.plain(),
        organisation_id=new.organisation or None,
        permission=new.permission,
        by_applicant=new.by_applicant,
        opened_at=at,
        due=new.due,
        due_is_provisional=new.due_is_provisional,
        wait_until=new.wait_until,
        start_due=new.start_due,
        weighs=new.weighs,
        papers=list(new.papers),
        stops_until=new.stops.until if new.stops else None,
        stops_why={"why": new.stops.why.plain(), "cite": new.stops.cite.plain()} if new.stops else {},
    )


def _late_words(row: ProcessStep, finished: FinishedStep, at: datetime) -> Text | None:
    """That the limits run from the day the step opened, and by which article; None where it is not accepted late."""
    if finished.late_cite is None or row.due is None or clock.china_date(at) <= row.due:
        return None
    since = day_words(clock.china_date(row.opened_at))
    return LATE.format(due=day_words(row.due), since=since, cite=finished.late_cite)


def _key(row: ProcessStep) -> StepKey:
    return StepKey(row.step, row.occurrence)


def _tell(case: Case, row: ProcessStep, outcome: Text, actor: Actor, at: datetime) -> None:
    name = Text.read(row.name)
    if row.kind != "system":
        words = _filled(DONE_WITH, step=name, outcome=outcome) if outcome.zh else _filled(DONE, step=name)
        note(case, "step_done", words, actor=actor, at=at)
    record(case, _actions.STEP_DONE, actor, at, detail={**named(row), "outcome": row.outcome})


def _filled(words: Text, **marks: Text) -> Text:
    zh = {name: mark.zh for name, mark in marks.items()}
    en = {name: mark.in_("en") for name, mark in marks.items()}
    return Text(words.zh.format(**zh), words.en.format(**en))
