"""A step that comes a second time has what its first turn left of the limit, where the folder says so."""

from datetime import date, datetime, time

import pytest

from clocks import LegalTime
from county import FOLDER, County
from story_runner import read_story
from walked_story import Walk
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]


def test_the_county_s_visit_is_within_its_ten_days(county: County, legal_time: LegalTime) -> None:
    # The seven days end with Friday 11 December; it is the county's turn on Saturday the 12th. Ten working days
    # (article 20): 14 to 18 are five, 21 to 25 are ten. Begun anew after the visit of the 17th it would be the 31st.
    story = dict(read_story(FOLDER / "stories" / "bank-knows-no-wife.yaml"))
    story["do"] = [deed for deed in story["do"] if deed == "submit" or deed["step"] == "check_information"]
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    walk = Walk(county, story).until("decide")
    county.on(date(2026, 12, 16))
    county.do(walk.number, "decide", outcome="visit_first")
    county.on(date(2026, 12, 17))
    county.do(walk.number, "county_visit")
    turns = {one.key.occurrence: one for one in cases.process_steps(walk.number) if one.key.step == "decide"}
    opened = [clock.china_date(turns[turn].opened_at) for turn in (1, 2)]
    assert opened == [date(2026, 12, 12), date(2026, 12, 17)]
    assert [turns[turn].due for turn in (1, 2)] == [date(2026, 12, 25)] * 2
