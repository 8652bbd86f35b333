"""Invented work goes through every step by the real journeys, and a run that was stopped goes on.

The service is tests/journeys/services/home-care; the steps of its drawing are answered from the folder alone.
"""

import itertools
import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import care
import rent
import town as city
from clocks import LegalTime
from town import Town
from zhengtong.channels.console.synthesis import _people, _steps, _year
from zhengtong.channels.console.synthesis._answers import Filler
from zhengtong.channels.console.synthesis._besides import sign
from zhengtong.channels.console.synthesis._people import Resident
from zhengtong.channels.console.synthesis._send import send
from zhengtong.channels.console.synthesis.api import synthesise
from zhengtong.channels.console.synthesis.data import AnotherRun, OnlyInADemo, Report, Wanted
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases.data import Reason
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.journeys.decide import NOT_ALL_HERE, Judgement, NeededValue
from zhengtong.kernel import clock
from zhengtong.kernel.codes import resident_id
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms.data import Option
from zhengtong.offer.rules.data import WorkedOut
from zhengtong.offer.workflow.data import Outcome
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WANTED = Wanted(service=care.SERVICE, applications=6, days=8, seed=7, people=None)


@pytest.fixture
def home(town: Town, legal_time: LegalTime, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A demo's home whose legal time the run may move."""
    care.load()
    town.staff("wanglin", "王林", care.STREET, care.STREET_POST)
    town.staff("zhaojun", "赵军", care.STREET, care.STREET_POST)
    settings.ZHENGTONG_DEMO = True
    _year._clerk.cache_clear()

    def move(day: date) -> None:
        legal_time.move_to(max(clock.now(), datetime.combine(day, time(9), clock.CHINA)))

    monkeypatch.setattr(_year, "_move_to", move)
    return tmp_path


def last(home: Path, wanted: Wanted = WANTED, days: int | None = None) -> Report:
    return list(itertools.islice(synthesise(wanted, home), days))[-1]


def test_every_application_goes_through_its_steps_to_an_end(home: Path) -> None:
    report = last(home)
    assert (report.sent, report.open, dict(report.refused)) == (6, 0, {})
    assert report.ended.total() == Case.objects.filter(state="closed").count() == 6
    assert report.steps == ProcessStep.objects.exclude(done_by="").count() + _by_applicants() >= 6
    opened = [clock.china_date(at) for at in Case.objects.order_by("id").values_list("opened_at", flat=True)]
    assert opened == sorted(opened) and len(set(opened)) > 1  # spread over legal time
    while audit.sequence_due():
        pass
    assert audit.verify().good


def _by_applicants() -> int:
    done = ProcessStep.objects.filter(state="done", by_applicant=True)
    return done.count()


def test_a_run_that_was_stopped_goes_on_and_sends_nothing_twice(home: Path) -> None:
    """Cases sent before, signed already, are worked on as if it had never stopped."""
    half = last(home, days=6)
    assert 0 < Case.objects.count() == half.sent < 6
    whole = last(home)
    assert (whole.sent, whole.open, Case.objects.count(), dict(whole.refused)) == (6, 0, 6, {})
    assert Case.objects.filter(state="closed").count() == whole.ended.total() == 6


def test_what_is_under_way_is_left_to_people_when_wanted(home: Path) -> None:
    report = last(home, replace(WANTED, unfinished=True))
    assert (report.sent, report.day) == (6, clock.today())
    assert report.open == Case.objects.exclude(state="closed").count() > 0


def test_a_seed_begun_with_other_numbers_is_not_mixed(home: Path) -> None:
    last(home, days=1)
    with pytest.raises(AnotherRun, match="--applications 6 --days 8"):
        last(home, Wanted(care.SERVICE, 9, 8, 7, None))


def test_a_seed_begun_with_other_people_is_not_mixed(home: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([{"name": "王桂兰", "number": "990101194403150046"}]), "utf-8")
    last(home, replace(WANTED, people=people), days=1)
    people.write_text("[]", "utf-8")
    with pytest.raises(AnotherRun):
        last(home, replace(WANTED, people=people))


def test_only_in_a_demo(home: Path, settings: Any) -> None:
    settings.ZHENGTONG_DEMO = False
    with pytest.raises(OnlyInADemo):
        last(home)
    assert not Case.objects.exists()


def test_people_of_a_file_apply_and_children_do_not() -> None:
    """王桂兰 and her daughter 李敏 are one household, of which the first applies."""
    people = _people.read(city.REPOSITORY / "demo/population.json", date(2026, 11, 23))
    born = [resident_id.parse(one.id_number).birth_date for one in people]
    assert Resident("王桂兰", "990101194403150046", "990101001") in people
    assert "李敏" not in [one.name for one in people]
    assert max(born) < date(2008, 11, 23)


@pytest.mark.parametrize(
    "folder",
    [
        "tests/services/civil-affairs/winter-heating",
        "tests/journeys/services/home-care",
        "demo/services/civil-affairs/minimum-living-allowance",
    ],
)
def test_forms_of_any_service_are_filled_as_they_ask(town: Town, folder: str) -> None:
    """People and lists, choices and amounts, page after page; who comes again with the same request sends nothing."""
    resources.load(city.REPOSITORY / "tests/services/resources.yaml", actor=city.SYSTEM, at=clock.now())
    service = catalogue.load(city.REPOSITORY / folder, actor=city.SYSTEM, at=clock.now()).service.id
    for seed in range(5):
        someone = _people.invent(Random(seed), care.REGION, date(2026, 11, 23), youngest=19, oldest=85)
        actor, request = _year._applicant(someone, seed), RequestKey(f"filled-{seed}", "0" * 64)
        filler = Filler(Random(seed), (care.REGION,), date(2026, 11, 23), someone)
        number = send(service, filler, request=request, actor=actor)
        assert Case.objects.get(number=number).service == service
        assert send(service, filler, request=request, actor=actor) == number
    assert Case.objects.count() == 5


def test_everybody_signs_once_however_often_a_run_begins_again(town: Town) -> None:
    rent.load()
    number = rent.send(town.daughter.actor)
    for _ in range(2):
        sign(number, town.daughter.actor)
        signed = [one.state for one in authorisations.signers(number)]
        assert len(signed) > 1 and set(signed) == {"signed"}


def test_what_the_register_says_somebody_is_decides_the_choice() -> None:
    options = (Option("spouse", Text("丈夫或妻子", "")), Option("parent", Text("父亲或母亲", "")))
    filler = Filler(Random(1), (care.REGION,), date(2026, 11, 23))
    assert [filler._choice(options, "母亲") for _ in range(20)] == ["parent"] * 20


def test_a_household_applies_once_and_by_an_adult(tmp_path: Path) -> None:
    """Number of 李敏 as in demo/population.json; the child's 99010120150909003X begins the household."""
    path = tmp_path / "people.json"
    child = {"name": "小李", "number": "99010120150909003X", "household": "1", "region": "990101001"}
    mother = {"name": "李敏", "number": "990101197003120028", "household": "1", "region": "990101001"}
    path.write_text(json.dumps([child, mother, {**mother, "name": "再来"}]), "utf-8")
    assert _people.read(path, date(2026, 11, 23)) == (Resident("李敏", "990101197003120028", "990101001"),)


@pytest.mark.parametrize(("rules_say", "expected"), [("refuse", {"no"}), ("approve", {"yes", "no"})])
def test_nobody_approves_what_the_rules_refuse(rules_say: str, expected: set[str]) -> None:
    plain = {"accepts": False, "lists": False, "papers": ()}
    yes = Outcome("yes", Text("批", ""), bad=False, needs_reason=False, **plain)
    no = Outcome("no", Text("不批", ""), bad=True, needs_reason=True, **plain)
    drawn = [_steps._chosen((yes, no), 1, Random(seed), rules_say).id for seed in range(200)]
    assert set(drawn) == expected
    assert rules_say == "refuse" or drawn.count("no") < 30


@pytest.mark.parametrize(
    ("outcome", "worked_out", "pays", "expected"),
    [
        ("approve", {"monthly": 108_000}, "monthly", "approve"),  # 860 × 3 − 18,000 ÷ 12 = 1,080 yuan
        ("approve", {"monthly": 0}, "monthly", "refuse"),  # nothing would be paid
        ("approve", {"monthly": None}, "monthly", "refuse"),  # nobody knows how much
        ("approve", {}, "monthly", "refuse"),
        ("approve", {"deposit": 0}, "", "approve"),  # nothing is paid each month, so no sum speaks against it
        ("approve", {"monthly": 108_000, "deposit": 0}, "monthly", "approve"),  # another sum is not what is paid
        ("refuse", {"monthly": 108_000}, "monthly", "refuse"),
        ("person", {"monthly": 108_000}, "monthly", "person"),
    ],
)
def test_a_clerk_hears_what_the_rules_say_and_whether_anything_is_paid(
    monkeypatch: pytest.MonkeyPatch, outcome: str, worked_out: dict[str, Any], pays: str, expected: str
) -> None:
    case = SimpleNamespace(missing=(), needs=("register",), service_hash="")
    values = {name: WorkedOut("money", fen, ()) for name, fen in worked_out.items()}
    needed = tuple(NeededValue(name, Text(name, ""), "money", fen, ()) for name, fen in worked_out.items())
    benefit = SimpleNamespace(amount=pays) if pays else None
    monkeypatch.setattr(_year.cases, "case", lambda *_, **__: case)
    monkeypatch.setattr(_year.catalogue, "version", lambda _: None)
    monkeypatch.setattr(_year.benefits, "definition_of", lambda _: benefit)
    monkeypatch.setattr(_year, "judgement", lambda _: Judgement(outcome, (), {}, values, needed, (), ()))
    assert _year._rules_say("1") == expected


def test_a_clerk_hears_nothing_while_a_later_step_has_yet_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is turned away at the door because the banks were not asked yet."""
    case = SimpleNamespace(missing=(), needs=("register",), service_hash="")
    reasons = (Reason(NOT_ALL_HERE, Text("", "")),)
    monkeypatch.setattr(_year.cases, "case", lambda *_, **__: case)
    monkeypatch.setattr(_year, "judgement", lambda _: Judgement("person", reasons, {}, {}, (), (), ()))
    assert _year._rules_say("1") == "person"


@pytest.mark.parametrize(("missing", "needs"), [(("bank",), ("bank",)), ((), ())])
def test_a_clerk_hears_nothing_of_a_case_without_its_answers(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...], needs: tuple[str, ...]
) -> None:
    """An answer has not come, or none was asked for yet."""
    case = SimpleNamespace(missing=missing, needs=needs, service_hash="")
    monkeypatch.setattr(_year.cases, "case", lambda *_, **__: case)
    assert _year._rules_say("1") == "person"
