"""A county of the demo city with all its departments as processes: a household applies, its case is walked.

The departments hold the people of a story (tests/county_people.py) and live on the legal day of the test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import actors
import catalogued
import county_people
import rows
import town as city
from clocks import LegalTime
from county_people import FILES, REGISTER, Row
from departments import DEMO, REPOSITORY, Department, wait_until
from offices import DROPS, HTTP
from town import Somebody
from zhengtong.channels.console.synthesis._besides import ready, sign
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.journeys._process import step_of
from zhengtong.journeys.do_step import do_step
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import resident_id
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.organisations import api as organisations

SERVICE = "minimum-living-allowance"
FOLDER = REPOSITORY / "demo/services/civil-affairs" / SERVICE
COUNTY, TOWNSHIP, VILLAGE = "11990102MB0000010M", "11990102MB0000011Q", "54990102MB0000014L"
CONFIRM, CHECK, HANDLE, HELP = "assistance.confirm", "assistance.check", "assistance.handle", "assistance.help"
SCRIPTS: Mapping[str, tuple[str, str]] = {
    REGISTER: ("household_register", "/hukou/query"),
    **{resource: (script, path) for resource, (script, _, path) in HTTP.items()},
    **{resource: (script, "") for resource, (script, _) in DROPS.items()},
}
FILLERS = 120
"""How many people beside the story's stand in what is dropped: an export of a city, not of one family."""


class Offices:
    """The eight departments, each a process that lives as long as the run of tests."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.others = fillers()
        county_people.write({"given": {"people": {}}}, self.data, self.others)
        self.of = {resource: self._office(resource, folder / resource).start() for resource in FILES}

    def _office(self, resource: str, folder: Path) -> Department:
        folder.mkdir()
        script, path = SCRIPTS[resource]
        extra: tuple[str, ...] = () if resource == REGISTER else ("--clock", str(folder / "clock.json"))
        if resource in DROPS:
            extra += ("--drop", str(folder / "drop"))
        if resource == "financial-assets":
            extra += ("--state", str(folder / "tickets.json"))
        return Department(script, folder, self.data / f"{FILES[resource]}.json", path=path, extra=extra)

    def hold(self, story: Mapping[str, Any], day: date) -> None:
        """Everybody is well, lives on this day and knows the people of the story, and nobody else."""
        county_people.write(story, self.data, self.others)
        for resource, department in self.of.items():
            department.behave()
            if department.process is None:
                department.start()
            if resource not in DROPS:
                department.log_path.unlink(missing_ok=True)
        self.come_to(day)

    def come_to(self, day: date) -> None:
        """It is this day for everybody who counts days; what is dropped is dropped anew."""
        for resource, department in self.of.items():
            if resource != REGISTER:
                department.come_to(day)
        for resource in DROPS:
            if self.of[resource].process is not None:
                wait_until(partial(self._has_dropped, self.of[resource], day))

    @staticmethod
    def _has_dropped(department: Department, day: date) -> bool:
        known, last = department.data.stat(), department.log()[-1]
        return bool(last["day"] == day.isoformat() and last["data"] == f"{known.st_ino}-{known.st_mtime_ns}")

    def address(self, resource: str) -> str:
        department = self.of[resource]
        if resource in DROPS:
            return f"file://{department.drop}/" + ("real_estate.sqlite3" if resource == "real-estate" else "")
        return department.address

    def end(self) -> None:
        for department in self.of.values():
            department.kill()


def fillers() -> dict[str, list[Row]]:
    """Invented savers and owners of homes, and somebody who trades."""
    made: dict[str, list[Row]] = {"housing-fund": [], "real-estate": []}
    shop = {"name_of_business": "清和布店", "kind": "个体工商户", "role": "经营者", "capital": 1000000}
    trader = {"number": resident_id.complete("99010119700101999"), "name": "某某"}
    code = {"code": "92990101MA00000001", "since": "2019-05-16"}
    made["business-register"] = [{**trader, **shop, **code}]
    for nth in range(FILLERS):
        who = {"number": resident_id.complete(f"99010119700101{nth:03d}"), "name": f"某{nth}"}
        made["housing-fund"].append({**who, "employer": "清和纺织厂", "monthly": 50000, "balance": 100000})
        home = {"title_number": f"安(2019)第{nth:07d}号", "title": "商品房", "hundredths": 9000}
        made["real-estate"].append({**who, **home, "address": "东湖社区", "share": "单独所有"})
    return made


class County:
    """The offices of the county with their people, and the departments."""

    def __init__(self, offices: Offices, legal_time: LegalTime) -> None:
        self.offices, self.legal_time = offices, legal_time
        staff = rows.once("county", _load)
        self.staff = {post: city.somebody(account) for post, account in staff.items()}
        for resource in FILES:
            known = resources.connection(resource)
            resources.connect(replace(known, address=offices.address(resource)), actor=city.SYSTEM, at=clock.now())
        self._applicant: Somebody | None = None

    @property
    def applicant(self) -> Somebody:
        """Who applied."""
        assert self._applicant is not None, "nobody has applied"
        return self._applicant

    @property
    def county(self) -> Actor:
        """Who confirms."""
        return self.staff[COUNTY, CONFIRM].actor

    def on(self, day: date) -> None:
        """It is ten in the morning of this day, everywhere, and everything due has happened."""
        self.legal_time.move_to(datetime.combine(day, time(10), clock.CHINA))
        self.offices.come_to(day)
        self.settle()

    def settle(self) -> None:
        """Let questions be asked again now, and the worker do all that is due."""
        city.time_passes()
        city.settle()

    def send(self, story: Mapping[str, Any], service: str = SERVICE) -> str:
        """Apply as the story has it; returns the number. Nothing is worked on yet."""
        given = story["given"]["applicant"]
        who = self._applicant = city.resident(given["name"], given["id_number"], given.get("phone", "19900000001"))
        return city.submit(
            city.fill(city.begin(who.actor, service), who.actor, story["fill"]).id, actor=who.actor, at=clock.now()
        )

    def sign(self, number: str) -> None:
        """Everybody who must signs."""
        sign(number, self.applicant.actor)

    def doer(self, row: ProcessStepData) -> Actor:
        """Whose step it is."""
        if row.by_applicant:
            return self.applicant.actor
        found = self.staff.get((row.organisation, row.permission))
        return (
            found.actor
            if found
            else next(who.actor for (code, _), who in self.staff.items() if code == row.organisation)
        )

    def do(self, number: str, step: str, **typed: str) -> None:
        """Do an open step as the process wants it, with photographs and a second person; then the worker's part."""
        row = next(one for one in self.open(number) if one.key.step == step)
        actor = self.doer(row)
        definition = step_of(cases.case(number, actor=city.SYSTEM, at=clock.now()), row.key)
        prepared = ready(number, row, definition, {**usual(definition), **typed}, actor)
        do_step(number, row.key, prepared.typed, prepared.sent, actor=actor, at=clock.now())
        city.settle()

    def open(self, number: str) -> list[ProcessStepData]:
        return [one for one in cases.process_steps(number) if one.state == "open"]


def usual(step: Any) -> dict[str, str]:
    """What is written into a step in the ordinary way: the first button that is not against anybody, no reason."""
    typed = {}
    for question in step.questions:
        kind = question["kind"]
        if kind == "text":
            typed[question["id"]] = "照实写的"
        elif kind == "yes_no":
            typed[question["id"]] = "no"
        elif kind == "choice":
            typed[question["id"]] = question["choices"][0]["id"]
    plain = [one.id for one in step.outcomes if not (one.bad or one.needs_reason)]
    return {**typed, "outcome": plain[0]} if plain else typed


def _load() -> dict[tuple[str, str], AccountData]:
    """Offices, shared data and the service; the accounts of the clerks."""
    organisations.load(DEMO / "organisations.yaml", actor=city.SYSTEM, at=clock.now())
    for name in ("resources.yaml", "connections.yaml"):
        resources.load(DEMO / name, actor=city.SYSTEM, at=clock.now())
    catalogued.publish(FOLDER, at=clock.now())
    with actors.FAST:
        return {
            (VILLAGE, HELP): actors.staff("shidahai", "石大海", VILLAGE, "村协理员"),
            (TOWNSHIP, HANDLE): actors.staff("tanxiaoyun", "谭小芸", TOWNSHIP, "乡镇经办"),
            (TOWNSHIP, "second"): actors.staff("luozheng", "罗正", TOWNSHIP, "乡镇审核"),
            (COUNTY, CHECK): actors.staff("hanmei", "韩梅", COUNTY, "县核对"),
            (COUNTY, CONFIRM): actors.staff("fangzhiyuan", "方志远", COUNTY, "县审核"),
        }


@pytest.fixture(scope="session")
def _county_offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    offices = Offices(tmp_path_factory.mktemp("county"))
    yield offices
    offices.end()


@pytest.fixture
def county(db: None, legal_time: LegalTime, _county_offices: Offices) -> County:
    """The county on Monday 23 November 2026. What its departments hold is for the test to say."""
    return County(_county_offices, legal_time)
