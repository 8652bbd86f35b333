"""Rules decide with reasons, on law in force that day; values worked by hand."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import MissingEvidence

MONDAY = date(2026, 11, 23)
BORN_1944 = {
    "name": "王桂兰",
    "id_number": "990101194405010020",
    "birth_date": "1944-05-01",
    "region": "990101001",
    "address": "清和市东桥区柳荫路 7 号",
}


def facts(**changes: Any) -> dict[str, Any]:
    return {"answers": {}, "applicant": {}, "evidence": {"person": {**BORN_1944, **changes}}}


def test_the_needs_of_the_allowance(allowance: ServiceVersion) -> None:
    (need,) = rules.needs_of(allowance)
    assert (need.id, need.resource, need.party) == ("person", "household-register", "for_whom")
    assert set(need.fields) == {"name", "id_number", "birth_date", "region", "address"}


def test_the_city_pays_120_at_82(allowance: ServiceVersion) -> None:
    # 1944-05-01 → 82 on 2026-11-23; 80–89 is 120 yuan in the city (base: 100)
    decision = rules.decide(allowance, facts(), MONDAY)
    assert decision.outcome == "approve"
    assert decision.amount_fen == 12000
    (line,) = decision.lines
    assert (line.label.zh, line.amount_fen, [cite.id for cite in line.sources]) == (
        "80 至 89 岁",
        12000,
        ["city-rule", "province-rule"],  # the 120 yuan stand in the city's rule, the band in the province's
    )
    assert decision.values["monthly"].value == 12000
    assert rules.shown("money", decision.values["monthly"].value).zh == "120 元"
    assert decision.values["age"].value == 82
    assert decision.values["birth_date"].value == "1944-05-01"
    assert rules.shown("resident_id", decision.values["holder_id_number"].value).zh == "9901 **** **** **20"
    assert decision.reasons[0].text.en == "Aged 80 or over and registered in this city."


def test_the_parameters_used_are_named_with_their_source(allowance: ServiceVersion) -> None:
    decision = rules.decide(allowance, facts(), MONDAY)
    used = {parameter.name: parameter for parameter in decision.parameters}
    assert set(used) == {"minimum_age", "region_prefix", "monthly_80"}
    assert used["monthly_80"].cite.id == "city-rule"
    assert used["monthly_80"].cite.unverified
    assert (used["monthly_80"].since, used["monthly_80"].until) == ("2026-01-01", "2028-12-31")


@pytest.mark.parametrize(
    ("birth_date", "age", "amount"),
    [
        ("1946-11-23", 80, 12000),  # 80 that day
        ("1936-11-24", 89, 12000),  # 90 the day after
        ("1936-11-23", 90, 20000),
        ("1926-11-24", 99, 20000),  # 100 the day after
        ("1926-11-23", 100, 60000),
    ],
)
def test_the_day_of_the_birthday_counts(allowance: ServiceVersion, birth_date: str, age: int, amount: int) -> None:
    decision = rules.decide(allowance, facts(birth_date=birth_date), MONDAY)
    assert (decision.values["age"].value, decision.amount_fen) == (age, amount)


def test_a_refusal_gives_every_reason_in_both_languages(allowance: ServiceVersion) -> None:
    # 79 and registered elsewhere: both are said at once
    young = facts(birth_date="1946-11-24", region="990201", address="安澜省临川市")
    decision = rules.decide(allowance, young, MONDAY)
    assert decision.outcome == "refuse"
    assert [reason.id for reason in decision.reasons] == ["registered_here", "old_enough"]
    here, old = decision.reasons
    assert here.text.zh == "户口登记在安澜省临川市，不在本市。请向户口所在地申请。"
    assert old.text.zh == "今天是 79 岁，还没满 80 岁。生日是1946年11月24日，2026年11月24日满 80 岁，那天起可以申请。"
    assert "24 November 1946" in old.text.en
    assert old.cite is not None
    assert old.cite.id == "province-rule"  # the Act speaks of elders of low income, and income is not asked
    assert old.inputs["age"].value == 79
    assert (decision.lines, decision.amount_fen, decision.values) == ((), None, {})


def test_stale_law_goes_to_a_person(allowance: ServiceVersion) -> None:
    # the city's amounts end on 2028-12-31; who was born on 1944-05-01 is 84 then
    assert rules.decide(allowance, facts(), date(2028, 12, 31)).outcome == "approve"
    decision = rules.decide(allowance, facts(), date(2029, 1, 1))
    assert decision.outcome == "person"
    assert decision.reasons[0].id == "stale_parameter"
    assert decision.reasons[0].text.zh == "“80 至 89 岁每月标准”没有 2029年1月1日 这天的规定，由工作人员来定。"
    assert decision.amount_fen is None


def test_a_refusal_needs_no_amount_in_force(allowance: ServiceVersion) -> None:
    # the rule on the age has no end: still refused on law in force
    assert rules.decide(allowance, facts(birth_date="1950-01-01"), date(2029, 1, 1)).outcome == "refuse"


def test_nothing_is_decided_without_the_evidence(allowance: ServiceVersion) -> None:
    with pytest.raises(MissingEvidence) as waiting:
        rules.decide(allowance, {"answers": {}, "evidence": {}}, MONDAY)
    assert waiting.value.need.id == "person"
    with pytest.raises(MissingEvidence) as partly:
        rules.decide(allowance, facts(birth_date=None), MONDAY)
    assert partly.value.field == "birth_date"


def test_a_person_nobody_knows_goes_to_a_person(allowance: ServiceVersion) -> None:
    decision = rules.decide(allowance, {"answers": {}, "evidence": {"person": None}}, MONDAY)
    assert (decision.outcome, decision.reasons[0].id) == ("person", "nobody_found")


@pytest.mark.parametrize("birth_date", ["1944-13-01", "2027-01-01"])
def test_what_cannot_be_worked_out_goes_to_a_person(allowance: ServiceVersion, birth_date: str) -> None:
    decision = rules.decide(allowance, facts(birth_date=birth_date), MONDAY)
    assert (decision.outcome, decision.reasons[0].id) == ("person", "uncomputable")


def test_the_guide_shows_the_amounts_the_rules_compute_with(allowance: ServiceVersion) -> None:
    guide = rules.guide_of(allowance, "zh-Hans", MONDAY)
    assert "| 80 至 89 岁 | 120 元 |" in guide
    assert "| 满 100 岁 | 600 元 |" in guide
    assert "| 90 to 99 | 200 yuan |" in rules.guide_of(allowance, "en", MONDAY)
    assert "| 80 至 89 岁 | （标准还没公布） |" in rules.guide_of(allowance, "zh-Hans", date(2029, 1, 1))


def test_a_table_without_a_fitting_row_goes_to_a_person(allowance: ServiceVersion) -> None:
    files = dict(allowance.files)
    rule_file = {**files["rules.yaml"], "conditions": []}  # nobody is refused: a man of 60 meets no row
    version = dataclasses.replace(allowance, hash="no-conditions", files={**files, "rules.yaml": rule_file})
    decision = rules.decide(version, facts(birth_date="1966-01-01"), MONDAY)
    assert (decision.outcome, decision.reasons[0].id) == ("person", "no_row")
