"""Where an answer is a region people read its name, not its code: who applies, who works on it, and on paper."""

import json

import pytest
from django.urls import reverse

import care
import town as city
from town import Town
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys import _printed
from zhengtong.journeys.begin import begin
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.organisations import api as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAMED, NOBODY_KNOWS = "东桥街道", "990199999"


def test_the_check_page_names_the_place(town: Town) -> None:
    care.load()
    shown = _check_page(town, care.REGION)
    assert NAMED in shown and care.REGION not in shown


def test_a_place_that_nobody_knows_is_told_by_its_code(town: Town) -> None:
    care.load()
    assert NOBODY_KNOWS in _check_page(town, NOBODY_KNOWS)
    assert organisations.region_names({care.REGION, NOBODY_KNOWS})[care.REGION].zh == NAMED
    assert NOBODY_KNOWS not in organisations.region_names({care.REGION, NOBODY_KNOWS})


def test_a_case_names_the_place_on_every_page_and_paper(town: Town) -> None:
    care.load()
    number = care.send(town.daughter.actor)
    pages = [
        town.daughter.client.get(reverse("portal.case", args=[number])),
        town.clerk.client.get(reverse("desk.case", args=[number])),
    ]
    for page in pages:
        assert NAMED in page.content.decode() and care.REGION not in page.content.decode()
    receipt = Paper.objects.get(case__number=number, kind="receipt").data
    assert NAMED in json.dumps(receipt, ensure_ascii=False) and care.REGION not in json.dumps(receipt)


def test_the_printed_form_names_the_place(town: Town) -> None:
    care.load()
    draft = begin(care.SERVICE, actor=town.daughter.actor, at=clock.now())
    version = catalogue.version(draft.service_hash)
    data = _printed.sent_data(version, "1", [("申请人", "李敏", "")], {"answers": {"home": care.REGION}, "known": {}})
    assert NAMED in json.dumps(data, ensure_ascii=False) and care.REGION not in json.dumps(data)


def _check_page(town: Town, region: str) -> str:
    draft = begin(care.SERVICE, actor=town.daughter.actor, at=clock.now())
    draft = city.fill(draft, town.daughter.actor, {"where": {"home": region}})
    return town.daughter.client.get(reverse("portal.check", args=[draft.id])).content.decode()
