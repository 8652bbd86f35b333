"""Who has no phone signs before the village's helper, from the day the application is sent; the helper reads names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import care
from clocks import LegalTime
from county import COUNTY, FOLDER, HELP, VILLAGE, County, Somebody
from rent import signer
from story_runner import read_story
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
MOTHER = "刘桂珍"


@pytest.fixture
def helper(county: County) -> Somebody:
    return county.staff[VILLAGE, HELP]


@pytest.fixture
def sent(county: County, legal_time: LegalTime) -> Callable[[str], str]:
    """Sends a story of this name; nobody has signed."""

    def send(name: str) -> str:
        told = read_story(FOLDER / "stories" / f"{name}.yaml")
        legal_time.move_to(datetime.combine(date.fromisoformat(told["given"]["today"]), time(10), clock.CHINA))
        county.offices.hold(told, clock.today())
        number = county.send(told)
        county.settle()
        return number

    return send


def test_the_helper_takes_the_signature_and_never_sees_the_case(helper: Somebody, sent: Callable[[str], str]) -> None:
    number = sent("four-with-a-son-away")
    page = reverse("desk.signers", args=[number])
    queue = helper.client.get(reverse("desk.queue")).content.decode()
    assert "还差 4 人签字" in queue and page in queue and "待办 1 件" in queue and MOTHER not in queue
    listed = helper.client.get(page).content.decode()
    assert "还有 4 人没签授权书" in listed and MOTHER in listed
    sign = reverse("desk.sign", args=[number, signer(number, MOTHER).id])
    assert sign in listed and f"记{MOTHER}当面签的授权书" in helper.client.get(sign).content.decode()
    photo = SimpleUploadedFile("signed.jpg", care.picture(), content_type="image/jpeg")
    answer = helper.client.post(sign, {"way": "paper", "witness": "谭小芸", "photo_file": photo})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert (signer(number, MOTHER).state, signer(number, MOTHER).witness) == ("signed", "谭小芸")
    assert "还有 3 人没签授权书" in helper.client.get(page).content.decode()
    with pytest.raises(NotFound):
        cases.case(number, actor=helper.actor, at=clock.now())
    looks = [one.action.name for one in audit.entries_about(signer(number, MOTHER).person)]
    assert looks.count("authorisations.to_take") == 3  # the list twice and the page of her own


def test_the_helper_of_another_village_is_told_of_nothing(helper: Somebody, sent: Callable[[str], str]) -> None:
    number = sent("three-and-a-wage")  # they live in another village, which has no helper
    assert authorisations.to_take(helper.actor) == {}
    assert helper.client.get(reverse("desk.signers", args=[number])).status_code == 404
    one = authorisations.signers(number)[0]
    for name in ("desk.sign", "desk.sign_print"):
        assert helper.client.get(reverse(name, args=[number, one.id])).status_code == 404


def test_the_same_post_elsewhere_is_not_near(helper: Somebody, sent: Callable[[str], str]) -> None:
    number = sent("four-with-a-son-away")
    elsewhere = replace(helper.actor, organisation=COUNTY)
    assert authorisations.to_take(elsewhere) == {}
    with pytest.raises(NotFound):
        authorisations.signers_to_take(number, actor=elsewhere, at=clock.now())
    other_post = replace(helper.actor, permissions=frozenset({"cases.handle"}))
    assert authorisations.to_take(other_post) == {}
    with pytest.raises(NotFound):
        authorisations.signers_to_take(number, actor=other_post, at=clock.now())


def test_when_it_is_over_nothing_is_left_to_take(county: County, helper: Somebody, sent: Callable[[str], str]) -> None:
    number = sent("four-with-a-son-away")
    county.do(number, "accept", outcome="reject", reason="不是这里的人，请到户口所在地申请")
    assert cases.case(number, actor=county.county, at=clock.now()).decision is not None
    assert authorisations.to_take(helper.actor) == {}
    assert helper.client.get(reverse("desk.signers", args=[number])).status_code == 404
