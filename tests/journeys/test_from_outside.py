"""Who applies for another household may complete what is missing, and sees nothing of what the household does."""

import copy
from datetime import date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import care
import town as city
from clocks import LegalTime
from county import FOLDER, HANDLE, TOWNSHIP, County
from story_runner import read_story
from town import Somebody
from walked_story import Walk
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Case, Paper
from zhengtong.journeys.do_step import do_step
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.office.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
ASKED = {"step": "accept", "outcome": "correct", "reason": "户口本上每一页"}
OWN_WORDS, OUTSIDE_WORDS = "我爱人的病历在县医院", "户口本我替他拍"
WITHDRAW = StepKey("withdraw", 1)


def begun(county: County, legal_time: LegalTime, *deeds: object) -> Walk:
    """A neighbour has applied for 王强."""
    story = copy.deepcopy(dict(read_story(FOLDER / "stories" / "helper-applies.yaml")))
    story["do"] = list(deeds)
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(story, clock.today())
    return Walk(county, story)


@pytest.fixture
def number(county: County, legal_time: LegalTime) -> str:
    """The township asks for what is missing."""
    return begun(county, legal_time, "submit", ASKED).until("corrected").number


@pytest.fixture
def own(number: str) -> Somebody:
    return city.resident("王强", "990101198405120017", "19900000017")


def at(name: str, number: str, *more: str) -> str:
    return reverse(name, args=[number, "corrected", 1, *more])


def test_what_the_household_writes_and_sends_is_not_shown_nor_taken_back(
    county: County, number: str, own: Somebody
) -> None:
    neighbour = county.applicant
    page, send = at("portal.step", number), at("portal.send", number)
    picture = SimpleUploadedFile("1.jpg", care.picture(), "image/jpeg")
    assert own.client.post(send, {"item_1": OWN_WORDS, "item_1_file": picture}).status_code == 302
    [proof] = cases.proofs(number)
    seen = neighbour.client.get(page).content.decode()
    assert ASKED["reason"] in seen
    assert OWN_WORDS not in seen
    assert proof.id not in seen
    assert neighbour.client.post(at("portal.take_back", number, proof.id), {}).status_code == 404
    assert neighbour.client.get(reverse("portal.file", args=[number, proof.id])).status_code == 404
    assert neighbour.client.post(send, {"item_1": OUTSIDE_WORDS}).status_code == 302
    assert OUTSIDE_WORDS in neighbour.client.get(page).content.decode()
    mine = own.client.get(page).content.decode()
    assert OWN_WORDS in mine
    assert OUTSIDE_WORDS not in mine
    assert [one.id for one in cases.proofs(number)] == [proof.id]


def test_what_one_sends_is_ones_own_to_see_and_the_second_is_told(county: County, number: str, own: Somebody) -> None:
    neighbour = county.applicant
    picture = SimpleUploadedFile("1.jpg", care.picture(), "image/jpeg")
    neighbour.client.post(at("portal.send", number), {"item_1": OUTSIDE_WORDS, "item_1_file": picture})
    [proof] = cases.proofs(number)
    assert neighbour.client.get(reverse("portal.file", args=[number, proof.id])).status_code == 200
    own.client.post(at("portal.step", number), {"item_1": OWN_WORDS})
    late = neighbour.client.post(at("portal.step", number), {"item_1": OUTSIDE_WORDS}, follow=True)
    assert "这一步刚才已经办了，先交的算数。" in late.content.decode()


def test_nobody_outside_ends_it(county: County, number: str, own: Somebody) -> None:
    neighbour, address = county.applicant, reverse("portal.step", args=[number, "withdraw", 1])
    assert address not in neighbour.client.get(reverse("portal.case", args=[number])).content.decode()
    assert neighbour.client.get(address).status_code == 404
    assert neighbour.client.post(address, {}).status_code == 404
    with pytest.raises(NotFound):
        do_step(number, WITHDRAW, {}, actor=neighbour.actor, at=clock.now())
    assert address in own.client.get(reverse("portal.case", args=[number])).content.decode()
    assert own.client.post(address, {}).status_code == 302
    assert city.case(number).summary.outcome == "withdrawn"


def test_the_clerk_is_warned_who_else_reads_what_is_to_be_completed(county: County, legal_time: LegalTime) -> None:
    walk = begun(county, legal_time, "submit").until("accept")
    accept = reverse("desk.step", args=[walk.number, "accept", 1])
    page = county.staff[TOWNSHIP, HANDLE].client.get(accept).content.decode()
    assert "这份申请是别人替交的，不是一家人。" in page


def test_who_helped_is_told_of_the_end_and_of_nothing_it_says(county: County, number: str, own: Somebody) -> None:
    own.client.post(reverse("portal.step", args=[number, "withdraw", 1]), {})
    city.settle()
    mine, outside = (notices.inbox(who.actor.person, "zh-Hans")[0] for who in (own, county.applicant))
    assert (mine.subject, outside.subject) == ("最低生活保障已经撤回", "最低生活保障已经撤回")
    assert mine.body == "按您说的撤回了。以后要办，随时再申请。"
    assert outside.body == "结果只告诉王强本人，别的您看不到，也不用您做什么。谢谢您帮忙。"


def test_why_it_takes_longer_is_for_the_household(county: County, number: str, own: Somebody) -> None:
    why = "刘芳名下的存款要向外省银行复核"
    Case.objects.filter(number=number).update(extended_at=clock.now(), extended_why=why)
    address = reverse("portal.case", args=[number])
    assert why in own.client.get(address).content.decode()
    page = county.applicant.client.get(address).content.decode()
    assert "延过一次。" in page
    assert why not in page


def test_the_household_reads_who_applied_for_it(county: County, number: str, own: Somebody) -> None:
    page = own.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "李敏替您申请的。" in page
    assert "李敏替您写的" in page
    receipt = Paper.objects.get(case__number=number, kind="receipt").data
    assert "19900000017" not in str(receipt)  # the helper's phone is for the office
    first = notices.inbox(own.actor.person, "zh-Hans")[-1]
    assert first.subject == "最低生活保障：有人替您申请了"
    assert "是李敏替您交的" in first.body
    assert "替您申请" not in county.applicant.client.get(reverse("portal.case", args=[number])).content.decode()
