"""Every story of the minimum living allowance walked to its end: village, township, county and eight real departments.

What departments know is the story's; what comes out, with its amount and dates, is worked out by hand in its file.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from clocks import LegalTime
from county import FOLDER, County
from story_runner import read_story
from walked_story import Walk, made
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]

STORIES = sorted((FOLDER / "stories").glob("*.yaml"))
WAYS = {"approve", "refuse", "not_accepted", "terminated"}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(county: County, legal_time: LegalTime, path: Path) -> None:
    story = read_story(path)
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    walk = Walk(county, story)
    ended, ends = walk.to_the_end(), story["ends"]
    assert (ended.summary.outcome, *_days(ended)) == (ends["outcome"], ends["on"], ends["due"])
    assert made(ended) == sorted(ends["papers"])
    _paid(walk.number, ended, ends)


def _days(case: CaseData) -> tuple[str, str]:
    assert case.decided_at is not None
    return clock.china_date(case.decided_at).isoformat(), case.legal_due.isoformat()


def _paid(number: str, case: CaseData, ends: Mapping[str, Any]) -> None:
    """The decision, the roll and the notice say the same, or there is neither roll nor notice."""
    assert case.decision is not None
    paid, notices = benefits.of_case(number), licences.licences_of_case(number)
    if ends["outcome"] != "approve":
        assert (paid, notices, case.decision.lines) == (None, (), ())
        return
    assert paid is not None
    amount = sum(line.amount_fen for line in case.decision.lines)
    assert amount == paid.amount_fen == int(ends["amount_fen"])
    assert paid.since.isoformat() == ends["paid_from"]
    assert [one.making for one in notices] == ["made"]


def test_the_stories_end_in_every_way() -> None:
    """Withdrawing is in tests/journeys/test_process.py."""
    stories = [read_story(path) for path in STORIES]
    assert {story["ends"]["outcome"] for story in stories} == WAYS
    told = {deed["step"] for story in stories for deed in story["do"] if isinstance(deed, dict) and "step" in deed}
    assert told >= {"accept", "corrected", "recheck_information", "look_again", "first_review", "decide", "stop"}
