"""Every story of temporary assistance walked to its end: granted at once, by the county, refused, not accepted.

Dates, papers and the sum are worked out by hand in each story's file.
"""

from datetime import date, datetime, time
from pathlib import Path

import pytest

import catalogued
from clocks import LegalTime
from county import FOLDER, County
from papers import gaps, words_of
from story_runner import read_story
from walked_story import Walk, made
from zhengtong.kernel import clock
from zhengtong.kernel.money import yuan
from zhengtong.office.files import api as files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
SERVICE = "temporary-assistance"
STORIES = sorted((FOLDER.parent / SERVICE / "stories").glob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(county: County, legal_time: LegalTime, path: Path) -> None:
    catalogued.publish(FOLDER.parent / SERVICE, at=clock.now())
    story = read_story(path)
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    ended, ends = Walk(county, story, SERVICE).to_the_end(), story["ends"]
    assert ended.decided_at is not None
    decided = clock.china_date(ended.decided_at).isoformat()
    assert (ended.summary.outcome, decided, ended.legal_due.isoformat()) == (ends["outcome"], ends["on"], ends["due"])
    assert made(ended) == sorted(ends["papers"])
    words = {one.kind: words_of(files.read(one.file)) for one in ended.papers}
    assert [(kind, found) for kind, text in words.items() if (found := gaps(text))] == []
    if "amount_fen" in ends:
        telling = [words[kind] for kind in ("publicity", "grant") if kind in words]
        assert [text for text in telling if yuan(int(ends["amount_fen"]), "zh-Hans") not in text] == []


def test_the_stories_end_in_every_way() -> None:
    assert {read_story(path)["ends"]["outcome"] for path in STORIES} == {"approve", "refuse", "not_accepted"}
