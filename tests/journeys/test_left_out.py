"""Who stands in the household booklet and not in the application is named to who checks the case."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CHECK, COUNTY, FOLDER, County
from story_runner import read_story
from walked_story import Walk
from zhengtong.kernel import clock

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
