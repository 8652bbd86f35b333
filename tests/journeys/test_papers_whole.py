"""The decision letter of every service in every outcome: no empty brackets, no place left unfilled, the law's remedies.

Remedies by hand. 行政复议法 art. 20: sixty days from knowing of the act; art. 24: to the government of the level whose
department acted. 行政诉讼法 art. 46: six months, to a court. A service that names both itself is taken at its word.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

import catalogued
import town as city
from papers import gaps, words_of
from town import Town
from zhengtong.delivery.cases.data import DecisionData, Line, Outcome, Reason
from zhengtong.journeys import _papers
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.documents import api as documents
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOLDERS = sorted(file.parent for file in (city.REPOSITORY / "demo/services").glob("*/*/service.yaml"))
IDS = [folder.name for folder in FOLDERS]
OUTCOMES: tuple[Outcome, ...] = ("approve", "refuse", "not_accepted", "withdrawn", "terminated")
GENERAL = "本级人民政府申请行政复议，或者在 6 个月内向人民法院起诉。"
REMEDIES: Mapping[str, str] = {
    "minimum-living-allowance": "60 日内向云岭县人民政府申请行政复议，或者在 6 个月内向云岭县人民法院起诉。",
    "low-income-margin": "60 日内向云岭县人民政府申请行政复议，或者在 6 个月内向云岭县人民法院起诉。",
    "temporary-assistance": "60 日内向作出决定的机关的" + GENERAL,
    "old-age-allowance": "60 日内向清和市民政局的" + GENERAL,
    "food-business-licence": "60 日内向清和市市场监督管理局的" + GENERAL,
}
NO_CITE = Text("", "")


@pytest.fixture
def number(town: Town) -> str:
    resources.load(city.REPOSITORY / "demo/resources.yaml", actor=city.SYSTEM, at=clock.now())
    return city.send(town.daughter.actor)


def decided(outcome: Outcome) -> DecisionData:
    """A decision whose one reason names no article, as a clerk writes it; an approval gives 100 yuan."""
    lines = (Line(Text("每月", "A month"), 10_000, Text("规则算出", "Worked out")),) if outcome == "approve" else ()
    return DecisionData(outcome, (Reason(Text("照您说的办", ""), NO_CITE),), lines, {}, "", "")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Text, Mapping[str, Any]]]:
    """The names and words of the papers that are asked for."""
    kept: list[tuple[Text, Mapping[str, Any]]] = []
    monkeypatch.setattr(
        _papers.cases, "request_paper", lambda _number, _kind, title, data, **_: kept.append((title, data))
    )
    return kept


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_a_letter_says_all_it_should_in_every_outcome(
    number: str, town: Town, asked: list[tuple[Text, Mapping[str, Any]]], folder: Any
) -> None:
    version = catalogued.publish(folder, at=clock.now())
    case = replace(city.case(number), service_hash=version.hash)
    applicant = identity.person(town.daughter.actor.person)
    name, phone = version.service.name.zh, version.service.phone
    for outcome in OUTCOMES:
        asked.clear()
        _papers.request_decision(case, decided(outcome), applicant, actor=city.SYSTEM, at=clock.now())
        [(title, data)] = asked
        words = words_of(documents.render(catalogue.document_of(version, "decision"), data))
        assert gaps(words) == [], outcome
        assert words.count(name) == 2, outcome  # in the title and once in the text
        if outcome == "withdrawn":  # nothing was decided, so there is nothing to go against
            assert title.zh == "撤回确认书" and f"{name}撤回确认书Confirmation of withdrawal" in words
            assert "决定" not in words and "复议" not in words and "起诉" not in words
            assert f"以后要办，随时再申请。有不明白的，打 {phone} 问。" in data["appeal"]
        else:
            assert title.zh == "决定书" and f"{name}决定书Decision" in words
            assert data["appeal"].startswith("不同意这个决定，可以在收到之日起 " + REMEDIES[folder.name])
