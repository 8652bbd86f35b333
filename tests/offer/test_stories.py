"""Every story of every service of the demo, told against its service."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import catalogued
from story_runner import read_story, run_story
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.rules.data import Decision, MissingEvidence

ROOTS = [Path(__file__).parents[2] / name for name in ("demo/services", "tests/services")]
AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
FOLDERS = [folder for root in ROOTS for folder in catalogue.service_folders(root)]
STORIES = [story for folder in FOLDERS for story in sorted((folder / "stories").glob("*.yaml"))]


def test_the_allowance_tells_the_turning_points() -> None:
    told = {story.stem for story in STORIES if story.parts[-3] == "old-age-allowance"}
    assert told >= {
        "eighty-two",
        "eighty-today",
        "eighty-tomorrow",
        "ninety",
        "hundred",
        "elsewhere",
        "department-down",
    }


def test_the_household_benefit_tells_who_counts_and_what_does_not() -> None:
    told = {story.stem for story in STORIES if story.parts[-3] == "minimum-living-allowance"}
    assert len(told) >= 10
    assert told >= {"son-apart-gives-money", "just-at-the-standard", "bank-knows-no-wife", "new-year"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_story(path: Path) -> None:
    version = catalogued.publish(path.parents[1], at=AT)
    story = read_story(path)
    check(story["expect"], run_story(version, story))


def check(expected: dict[str, Any], outcome: Decision | MissingEvidence) -> None:
    if expected["state"] == "waiting":
        assert isinstance(outcome, MissingEvidence)
        assert outcome.need.resource == expected["waiting_for"]
        return
    assert isinstance(outcome, Decision)
    assert outcome.outcome == expected["outcome"]
    assert outcome.amount_fen == (int(expected["amount_fen"]) if "amount_fen" in expected else None)
    if outcome.outcome == "approve":
        assert outcome.amount_fen == (sum(line.amount_fen for line in outcome.lines) or None)
    for line in outcome.lines if "amount_cites" in expected else ():
        assert [cite.id for cite in line.sources] == expected["amount_cites"]
    assert expected.get("reason", "") in outcome.reasons[0].text.zh
    if "cite" in expected:
        assert outcome.reasons[0].cite is not None
        assert outcome.reasons[0].cite.id == expected["cite"]
    else:
        assert outcome.outcome == "person"
