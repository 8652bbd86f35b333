"""One household draws a benefit once: clerks are told of the other case, and who approves all the same says why."""

import copy
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

import meals
import town as city
from care import do
from clocks import LegalTime
from county import CONFIRM, COUNTY, FOLDER, HANDLE, HELP, TOWNSHIP, VILLAGE, County
from story_runner import read_story
from town import Town
from walked_story import Walk
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WIFE, NAME = "990101198607300024", "刘芳"
WHY = "两口子已经分开过，派出所和村里都出了证明。"
TWICE = "这一家已经有人在领同一种钱，或者正在申请。要选“确认同意”，写明为什么，至少 10 个字"


def _without_him(story: Mapping[str, Any]) -> dict[str, Any]:
    """She applies for herself alone; the register names nobody with her."""
    told = copy.deepcopy(dict(story))
    told["given"]["applicant"] = {"name": NAME, "id_number": WIFE, "phone": "19900000002"}
    people = told["given"]["people"]
    known = next(iter(people["household-register"].values()))
    people["household-register"] = {WIFE: {**known, "name": NAME, "id_number": WIFE, "members": []}}
    told["given"]["people"] = {resource: {WIFE: values[WIFE]} for resource, values in people.items()}
    told["fill"]["household"] = {"people": [{"relation": "self", "away": "no"}]}
    told["fill"]["income"] = {"income": []}
    told["fill"]["money"] = {**told["fill"]["money"], "account_name": NAME}
    told["do"] = ["submit"]
    return told


@pytest.mark.server
def test_a_wife_who_leaves_him_out_is_told_of_to_who_weighs(county: County, legal_time: LegalTime) -> None:
    story = dict(read_story(FOLDER / "stories" / "three-and-a-wage.yaml"))
    story["do"] = ["submit"]
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    first = Walk(county, story).to_the_end().summary.number
    told = _without_him(story)
    county.offices.hold(told, clock.today())
    walk = Walk(county, told).until("accept")
    number = walk.number
    said = f"王强的办件 {first[-16:]} 已经在发低保金"
    for page in (reverse("desk.case", args=[number]), reverse("desk.step", args=[number, "accept", 1])):
        shown = county.staff[TOWNSHIP, HANDLE].client.get(page).content.decode()
        assert said in shown, page
        assert "每月 1,080 元。同在这两件里的：刘芳" in shown
    walk.until("decide")
    helper = county.staff[VILLAGE, HELP].client.get(reverse("desk.case", args=[number]))
    assert said not in helper.content.decode()
    page = reverse("desk.step", args=[number, "decide", 1])
    assert said in county.staff[COUNTY, CONFIRM].client.get(page).content.decode()
    with pytest.raises(Invalid) as refused:
        county.do(number, "decide")
    assert [problem.text.zh for problem in refused.value.problems] == [TWICE]
    county.do(number, "decide", reason=WHY)
    [row] = [one for one in cases.process_steps(number) if one.key.step == "decide"]
    assert (row.outcome, row.reason) == ("confirm", WHY)


def test_the_same_person_is_not_approved_twice(town: Town, legal_time: LegalTime, tmp_path: Path) -> None:
    """The second approval is refused before anything is printed or put on the roll."""
    meals.load()
    meals.open_bank(tmp_path)
    first, second = meals.send(town.daughter.actor), meals.send(town.daughter.actor)
    page = town.clerk.client.get(reverse("desk.step", args=[second, "decide", 1])).content.decode()
    assert "还有一件暖心餐补正在办" in page
    do(first, "decide", town.clerk.actor, outcome="approve", reason=WHY)
    city.settle()
    with pytest.raises(Invalid) as refused:
        do(second, "decide", town.clerk.actor, outcome="approve", reason=WHY)
    [problem] = refused.value.problems
    assert (problem.field, problem.code) == ("outcome", "already_entitled")
    assert "已经在领" in problem.text.zh
    assert benefits.of_case(first) is not None and benefits.of_case(second) is None
    do(second, "decide", town.clerk.actor, outcome="refuse", reason=WHY)
