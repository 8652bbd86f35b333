"""A case under its process: what is done is written down, and whoever is next gets their step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import (
    CaseData,
    FinishedStep,
    NeedData,
    NewProcessStep,
    SaidItem,
    StepKey,
    StoppedClock,
)
from zhengtong.journeys import _asking, _ends, _step_papers, visits
from zhengtong.journeys._doers import doer_of
from zhengtong.journeys._facts import process_evidence_of
from zhengtong.journeys._judgement import cited
from zhengtong.journeys._monthly import require_amount
from zhengtong.journeys.drawn_already import require_once
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Days, Doing, Done, OpenStep, Outcome, Position, Process, Step
from zhengtong.office.appointments.data import Slot

ACTOR = system("process")
_ONE_DAY = timedelta(days=1)


def begin(number: str, version: ServiceVersion, process: Process, *, at: datetime) -> None:
    """Put a case opened just now under its process, in the caller's transaction."""
    case = cases.case(number, actor=ACTOR, at=at)
    done = workflow.begin(process, at=at, facts=_facts(case, version))
    cases.begin_process(number, done.plain(), actor=ACTOR, at=at)
    _place(case, version, workflow.position(process, (done,)), frozenset(), at)


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to an open step, as its log has it and as people have it: the button's name and the reason; `slot`
    is the time that was chosen for a visit."""

    doing: Doing
    outcome: Outcome | None = None
    reason: str = ""
    said: tuple[SaidItem, ...] = ()
    slot: Slot | None = None

    @property
    def key(self) -> StepKey:
        return StepKey(self.doing.step, self.doing.occurrence)

    def finished(self, done: Done) -> FinishedStep:
        name = self.outcome.label if self.outcome else Text("", "")
        accepts = self.outcome is not None and self.outcome.accepts
        late = cited(self.outcome.late_from_received) if self.outcome and self.outcome.late_from_received else None
        written = done.plain()
        return FinishedStep(self.key, done.outcome, name, self.reason, done.result, written, accepts, self.said, late)


def move_on(number: str, act: Act, *, actor: Actor, at: datetime) -> None:
    """Finish an open step and open what comes next, or end the case: all of it or nothing.

    Refusals of `workflow.complete` and `cases.finish_step`; Invalid where a step approves a benefit and nobody says how
    much it is, or who is to be paid draws it already; SlotTaken where the slot of a visit is full by now,
    SlotNotOffered where there is none.
    """
    with atomic():
        log = tuple(Done.read(entry) for entry in cases.held_log(number, actor=actor))
        case = cases.case(number, actor=ACTOR, at=at)
        version = catalogue.version(case.service_hash)
        before = workflow.position(process_of(version), log)
        facts = _facts(case, version)
        done, after = workflow.complete(process_of(version), before, act.doing, at=at, facts=facts)
        cases.finish_step(number, act.finished(done), actor=actor, at=at)
        require_amount(case, version, act.key.step, [one.step for one in after.open])
        require_once(case, version, [one.step for one in after.open])
        _leave_papers(number, version, act, actor, at)
        step = process_of(version).steps[act.doing.step]
        if step.slots and act.slot:
            visits.book(case, version, step.slots, act.slot, actor=actor, at=at)
        visits.settle(number, step, act.outcome, after, at=at)
        _place(case, version, after, _keys(before) - {act.key}, at)
        if after.end:
            _ends.end(number, version, after.end, at=at)


def lacking(case: CaseData, step: Step) -> tuple[NeedData, ...]:
    """The answers an open evidence step still waits for: those it asks for, and those that were asked for when the
    application was sent. What another step asks for is that step's."""
    others = process_of(catalogue.version(case.service_hash)).needs - set(step.needs)
    return tuple(need for need in case.missing if need.need not in others)


def step_of(case: CaseData, key: StepKey) -> Step:
    """The definition of a step of a case. NotFound when its process has none of this id, or it has no process."""
    process = workflow.process_of(catalogue.version(case.service_hash))
    found = process.steps.get(key.step) if process else None
    if found is None:
        raise NotFound()
    return found


def _leave_papers(number: str, version: ServiceVersion, act: Act, actor: Actor, at: datetime) -> None:
    """The papers of a step that is done: those it always leaves, then those of the button that was pressed."""
    uses = (*process_of(version).steps[act.key.step].papers, *(act.outcome.papers if act.outcome else ()))
    if uses:
        row = next(one for one in cases.process_steps(number) if one.key == act.key)
        _step_papers.request(number, uses, row, actor=actor, at=at)


def process_of(version: ServiceVersion) -> Process:
    """The process of a version that is known to have one."""
    process = workflow.process_of(version)
    if process is None:
        raise ValueError(f"{version.service.id} has no process")
    return process


def _facts(case: CaseData, version: ServiceVersion) -> Mapping[str, Any]:
    on = clock.china_date(case.summary.opened_at)
    return {
        "answers": case.fields["answers"],
        "evidence": process_evidence_of(case),
        "parameters": rules.parameters_on(version, on),
    }


def _place(
    case: CaseData, version: ServiceVersion, position: Position, were_open: frozenset[StepKey], at: datetime
) -> None:
    """Open what the position has open, and drop what it has not any more."""
    keys = _keys(position)
    new = [_new(case, version, one, at) for one in position.open if StepKey(one.step, one.occurrence) not in were_open]
    number, steps = case.summary.number, process_of(version).steps
    cases.place_steps(number, new, were_open - keys, actor=ACTOR, at=at)
    first = {one.key: steps[one.key.step].papers_first for one in new if steps[one.key.step].papers_first}
    for row in cases.process_steps(number) if first else ():
        _step_papers.request(number, first.get(row.key, ()), row, actor=ACTOR, at=at)
    for one in position.open:
        if one.definition.needs and StepKey(one.step, one.occurrence) not in were_open:
            _asking.ask_for_step(case, version, one.definition, at=at)


def _keys(position: Position) -> frozenset[StepKey]:
    return frozenset(StepKey(one.step, one.occurrence) for one in position.open)


def _new(case: CaseData, version: ServiceVersion, opened: OpenStep, at: datetime) -> NewProcessStep:
    definition = opened.definition
    step = NewProcessStep(StepKey(opened.step, opened.occurrence), definition.kind, definition.name)
    today = clock.china_date(at)
    if definition.limit:
        due = _last_day(definition.limit, _limit_began(case.summary.number, opened) or today)
        step = replace(step, due=due.date, due_is_provisional=due.provisional)
    if definition.start_limit:
        step = replace(step, start_due=_last_day(definition.start_limit, today).date)
    if definition.stops_clock:
        most = calendar.add_working_days(today, definition.stops_clock.most).date
        stops = StoppedClock(definition.stops_clock.reason, cited(definition.stops_clock.cite), most)
        step = replace(step, stops=stops)
    if definition.trigger == "time" and step.due:
        return replace(step, wait_until=_end_of(step.due))
    if definition.visits and (visit := visits.visit_of(case.summary.number)):
        step = replace(step, due=visit.slot.day, due_is_provisional=False)
    lane = definition.lane
    weighs = lane is None or process_of(version).weighs(lane)
    return replace(step, weighs=weighs, papers=definition.leaves, **doer_of(case, version, definition))


def _limit_began(number: str, opened: OpenStep) -> date | None:
    """The day of the step's first turn, where its limit goes on from there; None where it begins now."""
    if not opened.definition.limit_goes_on or opened.occurrence == 1:
        return None
    first = StepKey(opened.step, 1)
    return next((clock.china_date(one.opened_at) for one in cases.process_steps(number) if one.key == first), None)


def _last_day(limit: Days, since: date) -> calendar.DueDate:
    """The last day of a limit that begins on the day after `since` (民法典 art. 201)."""
    if limit.working:
        return calendar.add_working_days(since, limit.count)
    return calendar.DueDate(since + _ONE_DAY * limit.count, False)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _ONE_DAY, time(), clock.CHINA)
