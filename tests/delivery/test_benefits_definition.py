"""benefit.yaml: what is wrong in it is told by line; tapering and other offers come from the folder alone."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benefit_world import World, world

import town as city
from clocks import LegalTime
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.models import Entitlement
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue

BENEFIT = "services/civil-affairs/old-age-allowance/benefit.yaml"
FAULTS = {
    "amount": ("amount: monthly", "amount: yearly", "unknown_amount", 5),
    "account": ("account: account\n", "account: phone\n", "unknown_question", 8),
    "no party": ("to: for_whom", "to: nobody", "unknown_question", 7),
    "without account": ("  without_account: {zh: 社保卡, en: the social security card}\n", "", "no_account", 6),
    "citation": ("recalculated: {cite: province-rule}", "recalculated: {cite: moon}", "unknown_citation", 20),
    "days": ("arrives_by: 25", "arrives_by: 9", "days_reversed", 12),
    "twice": ("{id: older,", "{id: standard,", "reason_twice", 24),
    "no process": ("recalculated:", "enrol_at: start_benefit\nrecalculated:", "unknown_step", 20),
    "no step": ("months_after: 1,", "months_after: 1, step: decide,", "unknown_step", 11),
    "no money asked": ("recalculated:", "set_by: {step: decide, question: amount}\nrecalculated:", "unknown_step", 20),
    "no most": (
        "recalculated:",
        "set_by: {step: decide, question: amount, most: {value: moon, text: {zh: 多少, en: How much}}}\nrecalculated:",
        "unknown_most",
        20,
    ),
    "no mark": (
        "recalculated:",
        'set_by: {step: decide, question: amount, most: {value: monthly, text: {zh: "{moon}", en: m}}}\nrecalculated:',
        "unknown_mark",
        20,
    ),
    "no months": ("  every_months: 12\n", "  every_months: 12\n  months_by_rule: often\n", "unknown_months", 15),
    "shape": ("list: {day: 10,", "list: {day: 31,", "schema_maximum", 12),
    "typed wrong": ("first_month:", "first_months:", "unknown_field", 11),
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The base and its overlay, where they may be changed."""
    for name in ("services", "demo/services"):
        shutil.copytree(city.REPOSITORY / name, tmp_path / name)
    return tmp_path


def change(root: Path, old: str, new: str) -> None:
    path = root / BENEFIT
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(("old", "new", "code", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_on_its_line(old: str, new: str, code: str, line: int, copied: Path) -> None:
    change(copied, old, new)
    found = catalogue.check(copied / "demo/services/civil-affairs/old-age-allowance")
    errors = [one for one in found if one.severity == "error"]
    assert (code, line) in {(one.code, one.line) for one in errors}
    assert all(one.file.endswith(BENEFIT) and one.text.en and one.mend.en for one in errors)


def test_the_folder_as_it_is_has_none(copied: Path) -> None:
    found = catalogue.check(copied / "demo/services/civil-affairs/old-age-allowance")
    assert {one.code for one in found} == {"unverified"}


@pytest.fixture
def roll(db: None, legal_time: LegalTime, tmp_path: Path) -> Iterator[World]:
    yield from world(legal_time, tmp_path)


@pytest.mark.django_db
def test_tapering_pays_for_its_months_and_then_stops(roll: World, copied: Path) -> None:
    """A grace of three months from February: February, March and April are paid in full, May is not."""
    taper = "taper: {months: 3, text: {zh: 找到工作了, en: Found work}, cite: province-rule}\n"
    change(copied, "recalculated: {cite: province-rule}\n", taper)
    catalogue.load(copied / "demo/services/civil-affairs/old-age-allowance", actor=city.SYSTEM, at=clock.now())
    entitlement = roll.enrol("王桂兰", decided="2026-11-23")
    for month in ("2026-12", "2027-01"):
        roll.go_to(f"{month}-10")
        roll.confirm(month)
        roll.answer(month)
    roll.change("王桂兰", "taper", "taper", "2027-02")
    states = []
    for month in ("2027-02", "2027-03", "2027-04"):
        roll.go_to(f"{month}-10")
        states.append(Entitlement.objects.get().state)
        roll.confirm(month)
        roll.answer(month)
    roll.go_to("2027-05-10")
    assert (states, Entitlement.objects.get().state) == (["tapering"] * 3, "stopped")
    assert [paid_for for paid_for, *_ in roll.payments("王桂兰")] == [
        "2026-12",
        "2027-01",
        "2027-02",
        "2027-03",
        "2027-04",
    ]
    whole = benefits.benefit(entitlement.id, actor=city.SYSTEM, at=clock.now())
    assert [(c.what, c.month) for c in whole.changes][:2] == [
        ("stop", date(2027, 5, 1)),
        ("taper", date(2027, 2, 1)),
    ]


@pytest.mark.django_db
def test_a_stop_during_the_grace_takes_its_place(roll: World, copied: Path) -> None:
    """Tapering from December to February, died in December: nothing from January, once."""
    taper = "taper: {months: 3, text: {zh: 找到工作了, en: Found work}, cite: province-rule}\n"
    change(copied, "recalculated: {cite: province-rule}\n", taper)
    catalogue.load(copied / "demo/services/civil-affairs/old-age-allowance", actor=city.SYSTEM, at=clock.now())
    roll.enrol("王桂兰", decided="2026-11-23")
    roll.change("王桂兰", "taper", "taper", "2026-12")
    roll.change("王桂兰", "stop", "died", "2027-01")
    roll.go_to("2026-12-10")
    roll.confirm("2026-12")
    roll.go_to("2027-01-10")
    assert Entitlement.objects.get().state == "stopped"
    assert len(roll.payments("王桂兰")) == 1
