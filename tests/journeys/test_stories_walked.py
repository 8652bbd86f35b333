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
from papers import gaps, words_of
from story_runner import read_story
from walked_story import Walk, made
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.cases.models import Paper
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.publicity.models import Posting
from zhengtong.kernel import clock
from zhengtong.kernel.money import yuan
from zhengtong.office.files import api as files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]

STORIES = sorted((FOLDER / "stories").glob("*.yaml"))
WAYS = {"approve", "refuse", "not_accepted", "terminated"}
WHAT = ("申请人", "家里几口人", "乡镇的初审意见", "每月补")
NOTICES: Mapping[str, tuple[str, ...]] = {
    # 民发〔2021〕57号 art. 19: it is the first opinion that is put up. 860 × 3 − 12 × 1,500 ÷ 12 = 1,080
    "three-and-a-wage": ("王强", "3 人", "拟同意", "1,080 元"),
    # the tax office knows of more than was written: no sum is settled yet
    "more-wages-found": ("王强", "3 人", "拟同意", "县里审核时按核查结果定"),
    # the township is against it: no money is announced
    "savings-above-the-limit": ("王强", "3 人", "拟不同意"),
    "a-shop-not-written": ("何福生", "1 人", "拟不同意"),
}
"""What the sheet on the wall and its page say."""
ARTICLE = "《最低生活保障审核确认办法（民发〔2021〕57号）》"
REFUSED: Mapping[str, tuple[tuple[str, str], ...]] = {
    # 41,280.00 + 20,640.01 = 61,920.01 yuan; 3 × 20,640 = 61,920
    "savings-above-the-limit": (
        (
            "全家存款、证券、商业保险合计 61,920.01 元，超过上限 61,920 元（一个人 20,640 元 × 3 人）。",
            ARTICLE + "第十四条",
        ),
    ),
    "factory-pension-written": (
        ("一个月的收入 2,860 元，不低于标准 × 人数的 860 元，没有差额可补。", ARTICLE + "第二十三条"),
    ),
    # the rules leave it to a person, who refused: what they wrote and nothing else
    "a-shop-not-written": (),
}
"""What the refusal says of the rules, beside what the official wrote."""


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
    assert [(one.kind, found) for one in ended.papers if (found := gaps(words_of(files.read(one.file))))] == []
    if path.stem in NOTICES:
        _announced(walk.number, NOTICES[path.stem])
    if path.stem in REFUSED:
        [written] = [deed["reason"] for deed in story["do"] if isinstance(deed, dict) and deed.get("step") == "decide"]
        _refused(ended, written, REFUSED[path.stem])


def _announced(number: str, notice: tuple[str, ...]) -> None:
    """The sheet and the page, alike."""
    rows = list(zip(WHAT, notice, strict=False))
    sheet = Paper.objects.get(case__number=number, kind="publicity").data
    assert [(line["label"], line["value"]) for line in sheet["shown"]] == rows
    page = Posting.objects.get(case=number)
    assert [(line["label"]["zh"], line["value"]["zh"]) for line in page.shown] == rows


def _refused(case: CaseData, written: str, by_rules: tuple[tuple[str, str], ...]) -> None:
    """The letter gives what the official wrote, and each reason of the rules with its figures and its article."""
    [paper] = [one for one in case.papers if one.kind == "refusal"]
    words = _close(words_of(files.read(paper.file)))
    assert [one for one in (written, *sum(by_rules, ())) if _close(one) not in words] == []
    assert ("照规定核对下来" in words) is bool(by_rules)
    assert words.count("第二十一条") == 1


def _close(words: str) -> str:
    """Without the spaces a printed line may break at."""
    return "".join(words.split())


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
    for paper in Paper.objects.filter(case__number=number, kind__in=("confirmation", "result_sheet")):
        assert [one["amount"] for one in paper.data["amounts"]] == [yuan(amount, "zh-Hans")]
    assert [one.making for one in notices] == ["made"]


def test_the_stories_end_in_every_way() -> None:
    """Withdrawing is in tests/journeys/test_process.py."""
    stories = [read_story(path) for path in STORIES]
    assert {story["ends"]["outcome"] for story in stories} == WAYS
    told = {deed["step"] for story in stories for deed in story["do"] if isinstance(deed, dict) and "step" in deed}
    assert told >= {"accept", "corrected", "recheck_information", "look_again", "first_review", "decide", "stop"}
