"""What staff read when a page of the desk cannot be shown: their own navigation, what happened, where the work is."""

import pytest
from django.test import Client
from django.urls import reverse

import actors
import page_world as world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def clerk() -> Client:
    return actors.cast()["staff"].client


def test_what_is_not_there(clerk: Client) -> None:
    for address in (reverse("desk.case", args=["no-such-case"]), "/desk/nowhere/at/all"):
        answer = clerk.get(address)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert 'data-density="desk"' in page
        assert "这一页没有，或者不归您的岗位看。" in page
        assert page.count(f'href="{reverse("desk.queue")}"') == 3  # the brand, the navigation, to go on
        assert "在线办事" not in page


def test_an_address_that_is_a_button(clerk: Client) -> None:
    number = world.clerks_case()
    answer = clerk.get(reverse("desk.decide", args=[number]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "什么也没有改" in page
    assert f'href="{reverse("desk.case", args=[number])}"' in page


def test_in_english(clerk: Client) -> None:
    clerk.cookies["zt_lang"] = "en"
    page = clerk.get(reverse("desk.case", args=["no-such-case"])).content.decode()
    assert "not for your post" in page


@pytest.mark.parametrize(
    ("role", "address", "heading"),
    [("other_staff", "/desk/gaps", "没找到的话"), ("admin_audit", "/account/", "您的岗位在网站上没有要办的件")],
)
def test_the_address_of_the_desk_leads_a_post_without_a_queue_on(role: str, address: str, heading: str) -> None:
    client = actors.cast()[role].client
    assert client.get("/desk/")["Location"] == address
    assert heading in client.get(address).content.decode()


@pytest.mark.parametrize("role", ["resident", "admin_system"])
def test_for_all_others_there_is_no_desk(role: str) -> None:
    answer = actors.cast()[role].client.get(reverse("desk.case", args=["no-such-case"]))
    assert answer.status_code == 404
    assert "这里没有这一页。" in answer.content.decode() or "没有找到这一项。" in answer.content.decode()
    assert 'data-density="desk"' not in answer.content.decode()


def test_the_public_pages_keep_theirs(clerk: Client) -> None:
    assert 'data-density="desk"' not in clerk.get("/nowhere").content.decode()
