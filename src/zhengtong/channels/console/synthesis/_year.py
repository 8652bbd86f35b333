"""Day after day of legal time: who applies that day, what the worker does, whose step is due."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from zhengtong.channels.console.synthesis import _people
from zhengtong.channels.console.synthesis._answers import CannotFillError, Filler
from zhengtong.channels.console.synthesis._besides import ready, sign
from zhengtong.channels.console.synthesis._people import Resident
from zhengtong.channels.console.synthesis._send import send
from zhengtong.channels.console.synthesis._steps import Plan, plan, typed_for
from zhengtong.channels.console.synthesis.data import AnotherRun, Report, Wanted
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.journeys.decide import NOT_ALL_HERE, judgement
from zhengtong.journeys.do_step import AnswersMissing, do_step
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Process, Who
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations import api as organisations

_ACTOR = system("synthesise")
_OPENS = time(9, 0)
_RUN_OUT = timedelta(days=150)
_YOUNGEST, _OLDEST = 19, 85
_LOOK_AGAIN_DAYS = 3


@dataclass(frozen=True, slots=True)
class _Sent:
    """Which of the applicants sent a case, and as whom."""

    place: int
    actor: Actor


class Year:
    """One run. What was done stands in the rows and in a small file of the home: a run that was stopped goes on."""

    def __init__(self, wanted: Wanted, home: Path) -> None:
        self._wanted = wanted
        self._version = catalogue.published(wanted.service)
        self._process = workflow.process_of(self._version)
        self._first = _begun(wanted, home)
        known = _people.read(wanted.people, self._first) if wanted.people else ()
        self._regions = _regions(self._version.service.region, self._process, {one.region for one in known})
        self._known = [one for one in known if not one.region or one.region in self._regions]
        draw = Random(f"{wanted.seed} arrivals")  # noqa: S311 invented work, no secret
        self._arrivals = sorted(draw.randrange(wanted.days) for _ in range(wanted.applications))
        draw.shuffle(self._known)
        self._open: dict[str, _Sent] = {}
        self._plans: dict[tuple[str, str, int], Plan | None] = {}

    def run(self) -> Iterator[Report]:
        """A report after every day on which something could happen; the last one is the whole."""
        began, report = clock.monotonic(), Report(self._first)
        wanted = self._wanted
        last = self._first + timedelta(days=wanted.days) + (timedelta(0) if wanted.unfinished else _RUN_OUT)
        day = max(self._first, clock.today())
        while day <= last and (report.sent < wanted.applications or self._open):
            _move_to(day)
            self._day(day, report)
            report.day, report.open, report.seconds = day, len(self._open), clock.monotonic() - began
            yield report
            day += timedelta(days=1)

    def _day(self, day: date, report: Report) -> None:
        passed = (day - self._first).days
        while report.sent < len(self._arrivals) and self._arrivals[report.sent] <= passed:
            self._apply(report)
        work.run_all()
        for number in list(self._open):
            self._work_on(number, day, report)
        work.run_all()
        self._count_ended(report)

    def _apply(self, report: Report) -> None:
        """The next applicant applies; one who did in an earlier run is found again and sends nothing twice."""
        place = report.sent
        report.sent += 1
        draw = Random(f"{self._wanted.seed} applicant {place}")  # noqa: S311 invented work, no secret
        resident = self._resident(draw, place)
        key = f"synthesise-{self._wanted.seed}-{place}"
        request = RequestKey(key, hashlib.sha256(key.encode()).hexdigest())
        try:
            actor = _applicant(resident, place)
            filler = Filler(draw, self._regions, self._first, resident)
            number = send(self._wanted.service, filler, request=request, actor=actor)
            sign(number, actor)
            self._open[number] = _Sent(place, actor)
        except (Refusal, CannotFillError) as refusal:
            report.refused[str(refusal)[:120]] += 1

    def _resident(self, draw: Random, place: int) -> Resident:
        if self._known:
            return self._known[place % len(self._known)]
        return _people.invent(draw, self._version.service.region, self._first, youngest=_YOUNGEST, oldest=_OLDEST)

    def _work_on(self, number: str, day: date, report: Report) -> None:
        """Do every step of a case whose day has come; doing one may close another, which is then left."""
        if self._process is None:
            return
        for row in cases.process_steps(number):
            if row.state != "open":
                continue
            planned = self._planned(number, row)
            if planned and _is_turn(planned, row, day):
                self._do(number, row, planned, report)

    def _planned(self, number: str, row: ProcessStepData) -> Plan | None:
        key = (number, row.key.step, row.key.occurrence)
        if key not in self._plans:
            assert self._process is not None
            step = self._process.steps[row.key.step]
            self._plans[key] = plan(self._wanted.seed, self._open[number].place, row, step)
        return self._plans[key]

    def _do(self, number: str, row: ProcessStepData, planned: Plan, report: Report) -> None:
        actor = self._open[number].actor if row.by_applicant else _clerk(row.organisation, row.permission)
        if actor is None:
            report.refused[f"nobody has {row.permission} at {row.organisation}"] += 1
            return
        try:
            assert self._process is not None
            step = self._process.steps[row.key.step]
            typed = typed_for(planned, row, step, self._regions, lambda: _rules_say(number))
            typed = {name: words for name, words in typed.items() if name not in _amount_of(self._version, step.id)}
            done = ready(number, row, step, typed, actor)
            do_step(number, row.key, done.typed, done.sent, actor=actor, at=clock.now())
            report.steps += 1
        except AnswersMissing:
            return  # they are looked for again, see _is_turn
        except Refusal as refusal:
            report.refused[f"{row.key.step}: {refusal.code}"] += 1

    def _count_ended(self, report: Report) -> None:
        for number in list(self._open):
            if any(row.state == "open" for row in cases.process_steps(number)):
                continue
            summary = cases.case(number, actor=_ACTOR, at=clock.now()).summary
            if summary.state == "closed":
                report.ended[summary.outcome] += 1
                del self._open[number]


def _amount_of(version: ServiceVersion, step: str) -> tuple[str, ...]:
    """The question of a step in which an amount may be set: a clerk who invents nothing leaves it to the rules."""
    benefit = benefits.definition_of(version)
    return (benefit.set_by.question,) if benefit and benefit.set_by and benefit.set_by.step == step else ()


def _begun(wanted: Wanted, home: Path) -> date:
    """The first legal day of a run, kept with what it was begun for. AnotherRun for a seed begun with other numbers or
    people: others would apply in the place of those who did."""
    path = home / f"synthesise-{wanted.service}-{wanted.seed}.json"
    people = hashlib.sha256(wanted.people.read_bytes()).hexdigest() if wanted.people else ""
    asked = {"applications": wanted.applications, "days": wanted.days, "people": people}
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if {name: kept[name] for name in asked} != asked:
            raise AnotherRun(was=f"--applications {kept['applications']} --days {kept['days']} {kept['people'][:8]}")
        return date.fromisoformat(kept["first"])
    first = clock.today()
    path.write_text(json.dumps({**asked, "first": first.isoformat()}), encoding="utf-8")
    return first


def _move_to(day: date) -> None:
    """To the morning of a day; days that are over stay over."""
    morning = datetime.combine(day, _OPENS, clock.CHINA)
    if morning > clock.now():
        clock.advance(morning - clock.now())


def _regions(region: str, process: Process | None, homes: Collection[str]) -> tuple[str, ...]:
    """Where people live: their homes, or the regions of offices below the service's own; of these the deepest, where
    somebody holds each post that would have a step to do."""
    wanted = set(filter(None, homes)) or {one.region for one in organisations.organisations()}
    below = {one for one in wanted if one.startswith(region.rstrip("0"))}
    lanes = [lane.who for lane in process.lanes if lane.who] if process else []
    staffed = sorted(one for one in below if _is_staffed(one, lanes))
    deepest = max(map(len, staffed), default=0)
    return tuple(one for one in staffed if len(one) == deepest) or (region,)


def _is_staffed(region: str, lanes: Sequence[Who]) -> bool:
    """Whether no office that a lane falls to stands empty; where a region has none, the service's own does the step."""
    for who in lanes:
        office = organisations.office_for(who.permission, region, who.level) if who.level else None
        if office is not None and _clerk(office.code, who.permission) is None:
            return False
    return True


def _is_turn(planned: Plan, row: ProcessStepData, day: date) -> bool:
    """Whether somebody takes a step today. Who waits for answers looks every few days whether all are here."""
    passed = (day - planned.on).days
    return passed >= 0 and (row.kind != "evidence" or passed % _LOOK_AGAIN_DAYS == 0)


def _rules_say(number: str) -> str:
    """What the rules say of a case that has all its answers; `person` before that, and where they cannot tell. Where
    what is to be paid comes to nothing, a clerk does not approve."""
    case = cases.case(number, actor=_ACTOR, at=clock.now())
    if case.missing or not case.needs:
        return "person"
    judged = judgement(case)
    if any(one.text == NOT_ALL_HERE for one in judged.reasons):  # a later step asks for the rest
        return "person"
    benefit = benefits.definition_of(catalogue.version(case.service_hash))
    amount = judged.worked_out.get(benefit.amount) if benefit else None
    comes_to_nothing = benefit is not None and (amount is None or (amount.value or 0) <= 0)
    return "refuse" if comes_to_nothing else judged.outcome


def _applicant(resident: Resident, place: int) -> Actor:
    """An actor for somebody without an account: signing up three thousand times is not what is measured."""
    met = identity.meet_person(id_number=resident.id_number, name=resident.name, actor=_ACTOR, at=clock.now())
    name = identity.masked_name(resident.name)
    return Actor(kind="resident", id=f"synthetic:{place}", name=name, person=met.id)


@cache
def _clerk(organisation: str, permission: str) -> Actor | None:
    able = identity.colleagues(organisation, permission)
    return identity.actor_of(able[0].id) if able else None
