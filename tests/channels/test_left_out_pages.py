"""Before sending, whoever applies is reminded of who stands in their booklet and in no entry, with the way to add."""

from collections.abc import Mapping, Sequence

import pytest
from django.urls import reverse

import household
import town as city
from household import ANSWERS
from town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LODGER: Mapping[str, str] = {"member": "王桂兰", "relation": "lodger"}


def check_page(town: Town, *more: Mapping[str, str]) -> tuple[str, str]:
    """The page before sending, and the page of the people."""
    household.load_household()
    actor, people = town.daughter.actor, ANSWERS["home"]["people"]
    assert isinstance(people, Sequence)
    answers = {**ANSWERS, "home": {"people": [*people, *more]}}
    draft = city.fill(city.begin(actor, "winter-heating"), actor, answers)
    page = town.daughter.client.get(reverse("portal.check", args=[draft.id])).content.decode()
    return page, reverse("portal.page", args=[draft.id, "home"])


def test_who_was_left_out_is_named_with_the_way_to_add_them(town: Town) -> None:
    page, people = check_page(town)
    assert "户口本上还有王桂兰，您没有写。" in page
    assert f'<a href="{people}">去加上</a>' in page


def test_nobody_is_named_once_they_are_in(town: Town) -> None:
    page, _ = check_page(town, LODGER)
    assert "交申请" in page
    assert "户口本上还有" not in page
