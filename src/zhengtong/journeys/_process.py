"""A case under its process: what is done is written down, and whoever is next gets their step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, FinishedStep, NewProcessStep, StepKey
from zhengtong.journeys import _ends
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Days, Doing, Done, OpenStep, Position, Process
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations import api as organisations

ACTOR = system("process")
HANDLE = "cases.handle"
_ONE_DAY = timedelta(days=1)


def begin(number: str, version: ServiceVersion, process: Process, *, at: datetime) -> None:
    """Put a case opened just now under its process, in the caller's transaction."""
    case = cases.case(number, actor=ACTOR, at=at)
    done = workflow.begin(process, at=at, facts=_facts(case, version, at))
    cases.begin_process(number, done.plain(), actor=ACTOR, at=at)
    _place(case, version, workflow.position(process, (done,)), frozenset(), at)


def move_on(number: str, doing: Doing, outcome_name: Text, *, actor: Actor, at: datetime) -> None:
    """Finish an open step and open what comes next, or end the case: all of it or nothing.

    Refusals of `workflow.complete` and `cases.finish_step`.
    """
    with atomic():
        log = tuple(Done.read(entry) for entry in cases.held_log(number, actor=actor))
        case = cases.case(number, actor=ACTOR, at=at)
        version = catalogue.version(case.service_hash)
        process = process_of(version)
        before = workflow.position(process, log)
        done, after = workflow.complete(process, before, doing, at=at, facts=_facts(case, version, at))
        key = StepKey(doing.step, doing.occurrence)
        finished = FinishedStep(key, doing.outcome, outcome_name, done.result, done.plain())
        cases.finish_step(number, finished, actor=actor, at=at)
        _place(case, version, after, _keys(before) - {key}, at)
        if after.end:
            _ends.end(number, version, after.end, actor=actor, at=at)


def process_of(version: ServiceVersion) -> Process:
    """The process of a version that is known to have one."""
    process = workflow.process_of(version)
    if process is None:
        raise ValueError(f"{version.service.id} has no process")
    return process


def is_open(number: str, key: StepKey) -> bool:
    """Whether a step still waits to be done. One statement."""
    return any(one.key == key and one.state == "open" for one in cases.process_steps(number))


def _facts(case: CaseData, version: ServiceVersion, at: datetime) -> Mapping[str, Any]:
    facts = rule_facts_of(case, identity.person(case.summary.operator))
    evidence = {need: values for need, values in facts["evidence"].items() if values is not None}
    on = clock.china_date(case.summary.opened_at)
    return {**facts, "evidence": evidence, "parameters": rules.parameters_on(version, on)}


def _place(
    case: CaseData, version: ServiceVersion, position: Position, were_open: frozenset[StepKey], at: datetime
) -> None:
    """Open what the position has open, and drop what it has not any more."""
    keys = _keys(position)
    new = [_new(case, version, one, at) for one in position.open if StepKey(one.step, one.occurrence) not in were_open]
    cases.place_steps(case.summary.number, new, were_open - keys, actor=ACTOR, at=at)


def _keys(position: Position) -> frozenset[StepKey]:
    return frozenset(StepKey(one.step, one.occurrence) for one in position.open)


def _new(case: CaseData, version: ServiceVersion, opened: OpenStep, at: datetime) -> NewProcessStep:
    definition = opened.definition
    step = NewProcessStep(StepKey(opened.step, opened.occurrence), definition.kind, definition.name)
    if definition.limit:
        due = last_day(definition.limit, clock.china_date(at))
        step = replace(step, due=due.date, due_is_provisional=due.provisional)
    if definition.kind == "wait" and step.due:
        return replace(step, wait_until=_end_of(step.due))
    if definition.kind != "person":
        return step
    organisation, permission = _who(case, version, opened)
    return replace(step, organisation=organisation, permission=permission)


def last_day(limit: Days, since: date) -> calendar.DueDate:
    """The last day of a limit that begins on the day after `since` (民法典 art. 201)."""
    if limit.working:
        return calendar.add_working_days(since, limit.count)
    return calendar.DueDate(since + _ONE_DAY * limit.count, False)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _ONE_DAY, time(), clock.CHINA)


def _who(case: CaseData, version: ServiceVersion, opened: OpenStep) -> tuple[str, str]:
    """The office and the permission of its post. Where a region has no such office the office of the service does it:
    a step that nobody holds would wait for ever."""
    service, lane = version.service.organisation, opened.definition.lane
    if lane is None or lane.who.level is None:
        return service, lane.who.permission if lane and lane.who.permission else HANDLE
    office = organisations.office_for(lane.who.permission, _region_of(case, version), lane.who.level)
    return (office.code, lane.who.permission) if office else (service, HANDLE)


def _region_of(case: CaseData, version: ServiceVersion) -> str:
    """Where the applicant lives: the answer to the question the process names, else the region of the service."""
    question = process_of(version).region
    return str(case.fields["answers"].get(question) or version.service.region)
