"""The form and the authorisation on paper: the folder's own questions, boxes to tick, what was answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import household
import rent
import town as city
from papers import words_of
from town import Town
from zhengtong.journeys import _printed, print_form
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.office.documents import api as documents

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DEMO = sorted((city.REPOSITORY / "demo/services").glob("*/*/service.yaml"))


def rows(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a form as it is set, with the title of the part or group it stands in."""
    for part in data["parts"]:
        yield from ((part["title"], row) for row in part["rows"])
        for group in part["groups"]:
            yield from ((group["title"], row) for row in group["rows"])


def ticked(row: dict[str, Any]) -> list[str]:
    return [one["label"] for one in row["choices"] if one["ticked"]]


@pytest.fixture
def heating(town: Town) -> ServiceVersion:
    household.load_household()
    return catalogue.published("winter-heating")


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.parent.name)
def test_every_service_can_be_printed_blank(db: None, legal_time: object, file: Path) -> None:
    city.organisations.load(city.REPOSITORY / "demo/organisations.yaml", actor=city.SYSTEM, at=clock.now())
    version = catalogue.load(file.parent, actor=city.SYSTEM, at=clock.now())
    words = words_of(print_form.blank_form(version))
    for question in (one for page in version.files["form.yaml"]["pages"] for one in page.get("questions", ())):
        if question["kind"] not in ("people", "list"):
            assert "".join(question["label"]["zh"].split()) in "".join(words.split())
    assert "申请人签名" in words and f"第 {version.number} 版 {version.hash[:12]}" in words


def test_a_blank_form_asks_everything_and_answers_nothing(heating: ServiceVersion) -> None:
    data = _printed.blank_data(heating)
    found = list(rows(data))
    assert not any(ticked(row) or row["value"] for _, row in found)
    assert {title for title, _ in found} >= {"申请人", "一位家里人（1）", "一位家里人（4）"}
    relation = next(row for title, row in found if title == "一位家里人（1）" and row["choices"])
    assert [one["label"] for one in relation["choices"]] == ["丈夫或妻子", "儿子或女儿", "租房子的人"]
    own_home = next(row for _, row in found if row["label"] == "已经独立成家")
    assert own_home["asked"] == "满 18 岁的儿女才写"  # as the folder says of the page it stands on
    times = next(row for _, row in found if row["label"] == "过去一年来了几次")
    assert times["asked"] == "用得上才写"  # the folder does not say when


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.parent.name)
def test_every_condition_of_a_service_is_told_in_words(db: None, legal_time: object, file: Path) -> None:
    city.organisations.load(city.REPOSITORY / "demo/organisations.yaml", actor=city.SYSTEM, at=clock.now())
    version = catalogue.load(file.parent, actor=city.SYSTEM, at=clock.now())
    data = _printed.blank_data(version)
    assert "用得上才写" not in [row["asked"] for _, row in rows(data)] + [part["asked"] for part in data["parts"]]


def test_a_part_that_asks_one_thing_says_it_once(town: Town) -> None:
    version = catalogue.published(city.SERVICE)
    part = next(one for one in _printed.blank_data(version)["parts"] if one["title"] == "给谁申请？")
    assert [row["label"] for row in part["rows"]] == [""]
    assert words_of(print_form.blank_form(version)).count("给谁申请") == 1
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    pdf = town.daughter.client.get(reverse("portal.draft_form", args=[draft.id])).content
    assert words_of(pdf).count("给谁申请") == 1 and "手机号或座机" in words_of(print_form.blank_form(version))


def test_a_card_number_is_for_who_wants_a_bank(town: Town) -> None:
    found = {row["label"]: row["asked"] for _, row in rows(_printed.blank_data(catalogue.published(city.SERVICE)))}
    assert found["收钱的方式"] == "" and found["户名"] == found["银行卡号"] == "打到银行账户才写"
    assert "打到银行账户才写" in words_of(print_form.blank_form(catalogue.published(city.SERVICE)))


def test_it_is_set_once_a_version(heating: ServiceVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    address, pages = reverse("portal.form", args=["winter-heating"]), []
    render = documents.render
    monkeypatch.setattr(print_form.documents, "render", lambda *a, **k: pages.append(1) or render(*a, **k))
    print_form._blank.clear()
    first, second = Client().get(address), Client().get(address)
    assert first.content == second.content and len(pages) == 1
    assert first["Content-Type"] == "application/pdf"
    assert Client().get(reverse("portal.form", args=["nothing"])).status_code == 404
    assert Client().get(reverse("portal.authorisation", args=["winter-heating"])).status_code == 404


def test_what_was_sent_is_printed_with_its_ticks(town: Town, heating: ServiceVersion) -> None:
    number = household.apply(town.daughter.actor)
    case = city.case(number)
    facts = {"answers": case.fields["answers"], "known": {}, "applicant": {"name": "李敏", "id_number": ""}}
    data = _printed.sent_data(
        heating, number, [("申请人", "李敏", "9901 **** **** **28")], {**facts, "today": clock.today()}
    )
    found = list(rows(data))
    assert ticked(next(row for title, row in found if title == "刘芳" and row["choices"])) == ["丈夫或妻子"]
    away = next(row for title, row in found if title == "刘芳" and row["label"] == "整个冬天都不在家住")
    assert ticked(away) == ["不是"]
    assert ticked(next(row for t, row in found if t == "王磊" and row["label"] == "已经独立成家")) == ["是"]
    assert next(row for _, row in found if row["label"] == "一次多少钱")["value"] == "600 元"
    pdf = words_of(town.daughter.client.get(reverse("portal.case_form", args=[number])).content)
    assert number in pdf and "刘芳" in pdf and "✓" in pdf
    for whole in (household.FANG, household.RAIN, household.LEI, city.DAUGHTER[1]):
        assert whole not in pdf
    assert reverse("portal.case_form", args=[number]) in _page(town, "portal.case", number)
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    assert stranger.client.get(reverse("portal.case_form", args=[number])).status_code == 404


def test_a_draft_is_printed_as_far_as_it_is_filled(town: Town, heating: ServiceVersion) -> None:
    draft = city.fill(city.begin(town.daughter.actor, "winter-heating"), town.daughter.actor, {"home": city.AT_HOME})
    address = reverse("portal.draft_form", args=[draft.id])
    words = words_of(town.daughter.client.get(address).content)
    assert "王小雨" in words and "过冬取暖补助申请表" in words
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    assert stranger.client.get(address).status_code == 404


def test_a_blank_authorisation_has_room_for_whoever_signs(town: Town) -> None:
    rent.load()
    answer = Client().get(reverse("portal.authorisation", args=[rent.SERVICE]))
    words = words_of(answer.content)
    assert "我叫＿＿＿＿＿＿＿＿＿，身份证号 ＿＿＿＿＿＿＿＿＿" in words
    assert "＿＿＿＿年＿＿月＿＿日" in words
    assert "{" not in words and "核对中心" in words and "租房补助" in words
    guide = Client().get(reverse("portal.guide", args=[rent.SERVICE])).content.decode()
    for name in ("portal.form", "portal.authorisation"):
        assert reverse(name, args=[rent.SERVICE]) in guide


def _page(town: Town, name: str, number: str) -> str:
    return town.daughter.client.get(reverse(name, args=[number])).content.decode()
