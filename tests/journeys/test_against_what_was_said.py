"""Who confirms against the township's opinion, or against the rules, writes down why; who goes along need not."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CONFIRM, COUNTY, FOLDER, County
from story_runner import read_story
from walked_story import Walk
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
OPPOSED = {
    "step": "first_review",
    "outcome": "oppose",
    "reason": "村里说他家收入比写的多，先不同意。",
    "fill": {"opinion": "收入要再核", "apart": "no"},
}
SAID = "“提出初审意见”的结果是“拟不同意”。要选“确认同意”，写明为什么，至少 10 个字"
RULES = "规则说要由人核清。要选“确认同意”，写明为什么，至少 10 个字"
WHY = "入户和工资单都看过，收入和写的一样，低于标准。"


def _walk(county: County, legal_time: LegalTime, story: str, *deeds: Mapping[str, Any]) -> Walk:
    told = dict(read_story(FOLDER / "stories" / f"{story}.yaml"))
    told["do"] = ["submit", *deeds]
    legal_time.move_to(datetime.combine(date.fromisoformat(told["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(told, clock.today())
    return Walk(county, told)


def _refused(walk: Walk) -> list[str]:
    """What is said when the county presses “confirm” without a word."""
    with pytest.raises(Invalid) as refused:
        walk.to_the_end()
    return [problem.text.zh for problem in refused.value.problems if problem.field == "reason"]


def test_against_the_township(county: County, legal_time: LegalTime) -> None:
    walk = _walk(county, legal_time, "three-and-a-wage", OPPOSED)
    assert _refused(walk) == [SAID]
    assert [one.key.step for one in county.open(walk.number) if one.organisation == COUNTY] == ["decide"]
    page = county.staff[COUNTY, CONFIRM].client.get(reverse("desk.step", args=[walk.number, "decide", 1]))
    assert SAID in page.content.decode()
    with pytest.raises(Invalid):
        county.do(walk.number, "decide", reason="应当给")  # three characters are no reason
    county.do(walk.number, "decide", reason=WHY)
    [row] = [one for one in cases.process_steps(walk.number) if one.key.step == "decide"]
    assert (row.outcome, row.reason) == ("confirm", WHY)


def test_where_the_rules_leave_it_to_a_person(county: County, legal_time: LegalTime) -> None:
    walk = _walk(
        county, legal_time, "relative-of-staff", {"step": "accept", "fill": {"kin": "yes"}, "outcome": "accept"}
    )
    assert _refused(walk) == [RULES]


def test_going_along_takes_no_words(county: County, legal_time: LegalTime) -> None:
    walk = _walk(county, legal_time, "three-and-a-wage")
    ended = walk.to_the_end()
    assert ended.summary.outcome == "approve"
    # what is given at submission is no acceptance where an office decides that later
    assert [paper.title.zh for paper in ended.papers if paper.kind == "receipt"] == ["收件回执"]
    [row] = [one for one in cases.process_steps(walk.number) if one.key.step == "decide"]
    assert row.reason == ""
