"""What people searched for in vain is listed for the post that sees to it, and goes when somebody has."""

import pytest
from django.test import Client

import actors
from town import Town

pytestmark = pytest.mark.django_db
WORDS = "外星人<登记>"


@pytest.fixture
def editor(town: Town) -> Client:
    return town.staff("liangwei", "梁伟", actors.SERVICES, "督查").client


def test_what_was_not_found_is_listed_with_its_count(town: Town, client: Client, editor: Client) -> None:
    for _ in range(3):
        assert "没找到" in client.get("/search", {"q": WORDS}).content.decode()
    page = editor.get("/desk/gaps").content.decode()
    assert "<bdi>外星人&lt;登记&gt;</bdi>" in page
    assert '<td role="cell" data-l="几次">3</td>' in page


def test_it_goes_when_somebody_has_seen_to_it(town: Town, client: Client, editor: Client) -> None:
    client.get("/search", {"q": WORDS})
    assert editor.post("/desk/gaps/done", {"_query": WORDS}, follow=True).status_code == 200
    page = editor.get("/desk/gaps").content.decode()
    assert "外星人" not in page
    assert "现在没有" in page


def test_no_other_post_closes_it(town: Town, client: Client, editor: Client) -> None:
    client.get("/search", {"q": WORDS})
    assert town.clerk.client.post("/desk/gaps/done", {"_query": WORDS}).status_code == 404
    assert "外星人" in editor.get("/desk/gaps").content.decode()
