"""Who stands in the household booklet and not in the application is named to who checks the case."""

import copy
from datetime import date, datetime, time

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CHECK, COUNTY, FOLDER, County
from story_runner import read_story
from walked_story import Walk
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import Paper
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
LEFT_OUT = "户口本上还有刘芳，申请表上没有写，是不是一家人要核清。"


def test_the_checker_reads_who_was_left_out(county: County, legal_time: LegalTime) -> None:
    story = read_story(FOLDER / "stories" / "wife-left-out.yaml")
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    walk = Walk(county, story).until("check_information")
    county.on(date(2026, 12, 4))  # the banks answer on the ninth working day
    page = county.staff[COUNTY, CHECK].client.get(reverse("desk.case", args=[walk.number])).content.decode()
    assert LEFT_OUT in page
    assert "刘芳（妻子）、王小雨（" in page
    own = county.applicant.client.get(reverse("portal.case", args=[walk.number])).content.decode()
    assert "刘芳（妻子）、王小雨（" in own  # what was asked about the household, the household reads


def test_who_concludes_reads_where_their_reason_goes(county: County, legal_time: LegalTime) -> None:
    story = read_story(FOLDER / "stories" / "wife-left-out.yaml")
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    walk = Walk(county, story).until("check_information")
    county.on(date(2026, 12, 4))
    checker = county.staff[COUNTY, CHECK].client
    page = checker.get(reverse("desk.step", args=[walk.number, "check_information", 1])).content.decode()
    assert "不符合的理由会原样写进给这家人的告知书。" in page


def test_a_neighbour_who_applies_does_not_learn_of_her(county: County, legal_time: LegalTime) -> None:
    story = copy.deepcopy(dict(read_story(FOLDER / "stories" / "helper-applies.yaml")))
    people = story["fill"]["household"]["people"]
    people[:] = [one for one in people if one.get("name") != "刘芳"]
    doubt = {"step": "check_information", "outcome": "not_conforming", "reason": "户口本上还有一位，申请表上没有写。"}
    story["do"] = ["submit", doubt]
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    walk = Walk(county, story).until("first_review")
    neighbour = county.applicant
    case = cases.case(walk.number, actor=neighbour.actor, at=clock.now())
    pages = [reverse("portal.case", args=[walk.number]), reverse("portal.mine"), f"/api/v1/cases/{walk.number}"]
    for address in pages:
        assert "刘芳" not in neighbour.client.get(address).content.decode(), address
    assert "findings" in {paper.kind for paper in cases.case(walk.number, actor=system("test"), at=clock.now()).papers}
    assert "findings" not in {paper.kind for paper in case.papers}
    letter = Paper.objects.get(case__number=walk.number, kind="findings")
    # written to the household itself, whom it tells what is to be cleared; not to the neighbour
    assert (letter.data["applicant"], letter.data["subject"]) == ("王强", "王强")
    assert letter.data["helper"] == "李敏"  # who applied for them stands in every letter
    assert LEFT_OUT in [doubt["text"] for doubt in letter.data["doubts"]]
