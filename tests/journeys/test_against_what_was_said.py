"""Who goes against the findings, an opinion given before or the rules writes down why; who goes along need not."""

import copy
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CHECK, CONFIRM, COUNTY, FOLDER, County
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
BOTH = "规则算下来不符合条件；规则说要由人核清。要选“确认同意”，写明为什么，至少 10 个字"
CHECKED = {
    "step": "check_information",
    "outcome": "conforming",
    "reason": "查到的和写的一样，要看的由乡镇和县里看。",
}
DOUBTED = {"step": "check_information", "outcome": "not_conforming", "reason": "工资要再核一核，先不算符合。"}
NOT_CHECKED = "“核对家庭信息”的结果是“核对不符合”。要选“拟同意”，写明为什么，至少 10 个字"
CHECK_RULES = "规则说要由人核清。要选“核对符合”，写明为什么，至少 10 个字"
WHY = "入户和工资单都看过，收入和写的一样，低于标准。"


def _walk(
    county: County,
    legal_time: LegalTime,
    story: str,
    *deeds: Mapping[str, Any],
    found: Mapping[str, Mapping[str, int]] | None = None,
) -> Walk:
    """A story whose departments also know what is `found` of its applicant."""
    told = copy.deepcopy(dict(read_story(FOLDER / "stories" / f"{story}.yaml")))
    for resource, values in (found or {}).items():
        told["given"]["people"][resource][told["given"]["applicant"]["id_number"]].update(values)
    told["do"] = ["submit", *deeds]
    legal_time.move_to(datetime.combine(date.fromisoformat(told["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(told, clock.today())
    return Walk(county, told)


def _refused(walk: Walk) -> list[str]:
    """What is said when somebody presses the usual button without a word."""
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
    kin = {"step": "accept", "fill": {"kin": "yes"}, "outcome": "accept"}
    assert _refused(_walk(county, legal_time, "relative-of-staff", kin, CHECKED)) == [RULES]


def test_whoever_checks_says_why_the_rules_need_not_stop_it(county: County, legal_time: LegalTime) -> None:
    kin = {"step": "accept", "fill": {"kin": "yes"}, "outcome": "accept"}
    walk = _walk(county, legal_time, "relative-of-staff", kin)
    assert _refused(walk) == [CHECK_RULES]
    page = county.staff[COUNTY, CHECK].client.get(reverse("desk.step", args=[walk.number, "check_information", 1]))
    assert CHECK_RULES in page.content.decode()


def test_a_first_opinion_against_the_findings(county: County, legal_time: LegalTime) -> None:
    walk = _walk(county, legal_time, "three-and-a-wage", DOUBTED)
    assert _refused(walk) == [NOT_CHECKED]
    county.do(walk.number, "first_review", reason=WHY)
    [row] = [one for one in cases.process_steps(walk.number) if one.key.step == "first_review"]
    assert (row.outcome, row.reason) == ("propose", WHY)


def test_a_refusal_behind_what_a_person_must_clear_is_not_hidden(county: County, legal_time: LegalTime) -> None:
    # 190,100 + 32,000 + 47,250 = 269,350 yuan of the applicant and 1,000 of his wife; 3 × 20,640 = 61,920 are allowed.
    rich = {"deposits_total": 19010000, "securities_total": 3200000, "policies_total": 4725000}
    found = {"financial-assets": rich, "vehicles": {"vehicle_count": 1}, "real-estate": {"title_count": 2}}
    walk = _walk(county, legal_time, "nothing-came-in", CHECKED, found=found)
    assert _refused(walk) == [BOTH]
    client = county.staff[COUNTY, CONFIRM].client
    limit = "超过上限 61,920 元（一个人 20,640 元 × 3 人）。"
    for address in (reverse("desk.step", args=[walk.number, "decide", 1]), reverse("desk.case", args=[walk.number])):
        said = client.get(address).content.decode().partition("规则怎么说</h2>")[2]
        # in this order: what sends it to a person, then what would refuse it
        parts = ("家里有车", "家里登记的房子不止一处", "照规则，还有这些就不能批", limit, "第十四条")
        places = [said.find(part) for part in parts[:4]]
        assert -1 not in places, places
        assert places == sorted(places)
        assert parts[4] in said[places[3] :]


def test_going_along_takes_no_words(county: County, legal_time: LegalTime) -> None:
    walk = _walk(county, legal_time, "three-and-a-wage")
    ended = walk.to_the_end()
    assert ended.summary.outcome == "approve"
    # what is given at submission is no acceptance where an office decides that later
    assert [paper.title.zh for paper in ended.papers if paper.kind == "receipt"] == ["收件回执"]
    [row] = [one for one in cases.process_steps(walk.number) if one.key.step == "decide"]
    assert row.reason == ""
