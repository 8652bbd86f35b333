"""The paper both sides sign at a visit is there before it, with lines to sign; the record of the visit has none."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import FOLDER, HANDLE, TOWNSHIP, County
from papers import gaps, words_of
from story_runner import read_story
from walked_story import Walk
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.office.files import api as files

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]


def _until(county: County, legal_time: LegalTime, step: str) -> Walk:
    """The story four-with-a-son-away, when this is somebody's turn."""
    told = dict(read_story(FOLDER / "stories" / "four-with-a-son-away.yaml"))
    legal_time.move_to(datetime.combine(date.fromisoformat(told["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(told, clock.today())
    return Walk(county, told).until(step)


def _paper(number: str, kind: str) -> str:
    """The words of a paper of the case; empty when there is none."""
    found = [one for one in cases.case(number, actor=system("tests"), at=clock.now()).papers if one.kind == kind]
    return words_of(files.read(found[-1].file)) if found else ""


def test_the_form_is_printed_before_the_visit_and_the_record_pretends_no_signature(
    county: County, legal_time: LegalTime
) -> None:
    number, clerk = _until(county, legal_time, "visit").number, county.staff[TOWNSHIP, HANDLE]
    form = _paper(number, "visit_form")
    assert gaps(form) == []
    for words in ("入户调查表", "王德明", "家里吃、穿、住、用怎么样", "调查人签字", "在场的家里人签字", "石桥村"):
        assert words in form
    assert "银行卡" not in form  # of no use at a visit
    page = clerk.client.get(reverse("desk.step", args=[number, "visit", 1])).content.decode()
    assert page.index(reverse("desk.paper", args=[number, "visit_form"])) < page.index('class="flow form"')
    assert "先打印带上" in page
    assert _paper(number, "visit_record") == ""

    county.do(number, "visit", living="两间瓦房", both_signed="yes", family="王德明签了字")
    record = _paper(number, "visit_record")
    assert "签字：" not in record
    assert "双方签的字在纸上，见照片" in record
    assert "王德明签了字" in record
    assert clerk.actor.name in record


def test_who_did_not_sign_is_not_told_as_signed(county: County, legal_time: LegalTime) -> None:
    number = _until(county, legal_time, "visit").number
    county.do(number, "visit", living="两间瓦房", both_signed="no", family="王德明在场，不愿意签")
    record = _paper(number, "visit_record")
    assert "见照片" not in record
    assert "没有双方的签字" in record
    assert "不愿意签" in record
