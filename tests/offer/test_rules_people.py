"""Rules over people: whom departments are asked about, evidence told apart by person, the sum in lines."""

import dataclasses
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Finding, ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import MissingEvidence

MONDAY = date(2026, 11, 23)
QIANG, FANG, RAIN, LEI = "990101198405120017", "990101198607300024", "99010120150909003X", "99010120010401005X"
PEOPLE = [
    {"key": "1", "relation": "spouse", "name": "刘芳", "id_number": FANG, "away": False},
    {"key": "2", "relation": "child", "name": "王小雨", "id_number": RAIN},
    {"key": "3", "relation": "child", "name": "王磊", "id_number": LEI, "own_home": True},
]


def facts(heating: ServiceVersion, *amounts: int, **evidence: Any) -> dict[str, Any]:
    """A household of four of whom three count, with amounts that came once; evidence by the key of the person."""
    income = [
        {"key": str(n), "person": "self", "source": "wage", "every": "once", "amount": amount}
        for n, amount in enumerate(amounts, start=1)
    ]
    given = {
        "answers": {"people": PEOPLE, "income": income},
        "known": {},
        "applicant": {"name": "王强", "id_number": QIANG},
        "today": MONDAY,
    }
    answers = forms.asked_answers(forms.form_of(heating), given)
    return {"answers": answers, "applicant": given["applicant"], "evidence": {"deposits": evidence}}


def test_only_adults_who_count_are_asked_about(heating: ServiceVersion) -> None:
    # The child of 11 is no adult, the son with a home of his own does not count.
    asked = rules.asked_of(heating, facts(heating), MONDAY)
    assert [(one.need.id, one.party, one.name) for one in asked] == [
        ("deposits", "people.self", "王强"),
        ("deposits", "people.1", "刘芳"),
    ]


def test_the_sum_in_two_lines(heating: ServiceVersion) -> None:
    # 3 count: 3 × 900 = 2,700. 10,000.01 in the year → 833.33 in a month (舍去). 2,700 − 833.33 = 1,866.67
    given = facts(heating, 1000001, self={"total": 1000000}, **{"1": {"total": 2000000}})
    decision = rules.decide(heating, given, MONDAY)
    assert decision.outcome == "approve"
    assert [(line.label.zh, line.amount_fen) for line in decision.lines] == [
        ("标准 900 元 × 3 人", 270000),
        ("减去一个月进来的钱", -83333),
    ]
    assert decision.amount_fen == 186667
    assert decision.reasons[0].text.zh == "一起算的有 3 人：王强、刘芳、王小雨。"


def test_what_was_said_stands_beside_what_was_found_of_all_together(heating: ServiceVersion) -> None:
    # said 300 yuan; found 100 + 200 yuan, then one fen more; nothing is compared while an answer is missing
    given = facts(heating, 30000, self={"total": 10000}, **{"1": {"total": 20000}})
    [same] = rules.compared(heating, given, MONDAY)
    assert (same.label.zh, same.said.zh, same.found.zh, same.agrees) == ("进来的钱和存下的钱", "300 元", "300 元", True)
    [other] = rules.compared(heating, facts(heating, 30000, self={"total": 10001}, **{"1": {"total": 20000}}), MONDAY)
    assert (other.said.zh, other.found.zh, other.agrees) == ("300 元", "300.01 元", False)
    assert rules.compared(heating, facts(heating, 30000, self={"total": 10000}), MONDAY) == ()


@pytest.mark.parametrize(("second", "outcome"), [(2000000, "approve"), (2000001, "refuse")])
def test_what_several_people_have_is_added_up(heating: ServiceVersion, second: int, outcome: str) -> None:
    # The limit is 10,000 yuan for each of 3: 30,000 yuan together.
    given = facts(heating, self={"total": 1000000}, **{"1": {"total": second}})
    assert rules.decide(heating, given, MONDAY).outcome == outcome


@pytest.mark.parametrize(("yearly", "outcome"), [(3239999, "approve"), (3240000, "refuse"), (9000000, "refuse")])
def test_nothing_left_of_the_sum_is_refused_with_the_arithmetic(
    heating: ServiceVersion, yearly: int, outcome: str
) -> None:
    # 2,700 a month is 32,400 in a year; one fen less leaves one fen: ⌊3239999 ÷ 12⌋ = 269999
    decision = rules.decide(heating, facts(heating, yearly, self={"total": 0}, **{"1": {"total": 0}}), MONDAY)
    assert decision.outcome == outcome
    assert decision.amount_fen == (1 if outcome == "approve" else None)
    assert len(decision.lines) == 2
    if outcome == "refuse":
        assert decision.reasons[0].text.zh.endswith("不比标准 × 人数的 2,700 元少，不补。")


def test_a_missing_answer_names_the_person(heating: ServiceVersion) -> None:
    with pytest.raises(MissingEvidence) as missing:
        rules.decide(heating, facts(heating, self={"total": 0}), MONDAY)
    assert missing.value.party == "people.1"
    assert "刘芳" in missing.value.message()
    with pytest.raises(MissingEvidence) as missing:
        rules.decide(heating, facts(heating, self={"total": 0}, **{"1": {"total": None}}), MONDAY)
    assert "刘芳.total" in missing.value.message()


def test_nobody_found_goes_to_a_person_and_names_them(heating: ServiceVersion) -> None:
    decision = rules.decide(heating, facts(heating, self={"total": 0}, **{"1": None}), MONDAY)
    assert decision.outcome == "person"
    assert "刘芳" in decision.reasons[0].text.zh


def test_an_expired_standard_goes_to_a_person(heating: ServiceVersion) -> None:
    # Both parameters end on 2027-04-30.
    given = facts(heating, self={"total": 0}, **{"1": {"total": 0}})
    assert rules.decide(heating, given, date(2027, 5, 1)).reasons[0].id == "stale_parameter"


def test_evidence_about_somebody_else_is_not_looked_at(heating: ServiceVersion) -> None:
    given = facts(heating, self={"total": 0}, **{"1": {"total": 0}, "3": {"total": 99999999}})
    assert rules.decide(heating, given, MONDAY).outcome == "approve"


def findings(folder: Path, tmp_path: Path, name: str, old: str, new: str) -> list[Finding]:
    """The errors of a copy of a folder in which a text of a file was replaced, each with the line it stands on."""
    copy = tmp_path / "services" / folder.name
    shutil.copytree(folder, copy)
    text = (copy / name).read_text()
    assert text.count(old) >= 1, old
    (copy / name).write_text(text.replace(old, new, 1))
    found = [one for one in catalogue.check(copy) if one.severity == "error"]
    assert all(one.text.zh and one.text.en and one.mend.zh and one.mend.en for one in found)
    return found


FAULTS = [
    (
        "rules.yaml",
        "    found: sum(deposits.map(d, d.total))",
        "    found: sum(deposits.map(d, d.sum))",
        "expression_unknown_path",
    ),
    ("rules.yaml", "    found: sum(deposits.map(d, d.total))", '    found: "deposits.size() > 0"', "expression_type"),
    ("form.yaml", "!person.away", "!person.awya", "expression_unknown_path"),
    ("form.yaml", "person.counts && person.adult", "person.counts && person.name", "expression_type"),
    ("form.yaml", "item.amount * item.times", "item.amount * item.every", "expression_type"),
    ("form.yaml", "item.amount * item.times", "item.amount / item.times", "expression_division"),
    ("form.yaml", "        of: people\n", "        of: home\n", "unknown_question"),
    ("form.yaml", "party: applicant", "party: for_whom", "unknown_question"),
    ("form.yaml", "of: yearly", "of: amount", "unknown_value"),
    ("form.yaml", "id: own_home, kind: yes_no", "id: counts, kind: yes_no", "name_taken"),
    ("form.yaml", "- id: winter\n", "- id: who\n", "name_taken"),
    ("form.yaml", "id: lodger", "id: self", "name_taken"),
    ("form.yaml", "id: own_home, kind: yes_no", "id: own_home, kind: party, allow: [self]", "nested"),
    ("form.yaml", "kind: people", "kind: list", "field_of_kind"),
    ("form.yaml", '            when: person.relation == "spouse"\n', "", "said_without_when"),
    ("form.yaml", "{zh: 一年里进来的钱,", '{zh: "{first}一年里进来的钱",', "mark_out_of_place"),
    ("form.yaml", "{zh: 丈夫或妻子,", '{zh: "{first}的丈夫或妻子",', "mark_out_of_place"),
    ("form.yaml", "{zh: 丈夫或妻子才写,", '{zh: "{first}的丈夫或妻子才写",', "mark_out_of_place"),
    ("form.yaml", "{zh: 靠什么来的？,", '{zh: "{first}靠什么来的？",', "mark_out_of_place"),
    ("form.yaml", "        least: 1\n", "        least: 9\n", "limits"),
    ("form.yaml", "at_most: 12", "at_most: 0", "bounds"),
    ("form.yaml", "id: own_home, kind: yes_no", "id: own_home, kind: yes_no, at_most: 2", "bounds"),
    ("rules.yaml", "party: people\n    each: true", "party: people", "unknown_party"),
    ("rules.yaml", "    each: true\n", "    each: false\n", "when_without_each"),
    ("rules.yaml", "when: person.counts && person.adult", "when: person.age > 18", "expression_unknown_path"),
    ("rules.yaml", "deposits.map(d, d.total)", "deposits.map(d, d.sum)", "expression_unknown_path"),
    ("rules.yaml", "fields: {total: money}", "fields: {total: money, name: text}", "reserved_name"),
    ("rules.yaml", "减去一个月进来的钱", '"减去{income}"', "unknown_mark"),
    ("rules.yaml", "cite: heating-3\n    nothing", "cite: heating-9\n    nothing", "unknown_citation"),
    ("rules.yaml", "- value: -share_round_down", "- values: -share_round_down", "unknown_field"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"), FAULTS, ids=[f"{f[0]}-{f[3]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_each_fault_is_found_at_its_line(
    heating_folder: Path, tmp_path: Path, name: str, old: str, new: str, code: str
) -> None:
    found = findings(heating_folder, tmp_path, name, old, new)
    assert code in {one.code for one in found}, [str(one) for one in found]
    text = (heating_folder / name).read_text()
    line = text[: text.index(old)].count("\n") + 1
    assert any(abs(one.line - line) <= 6 for one in found if one.code == code), [(one.line, line) for one in found]


def test_the_first_person_is_named_where_the_mark_is_filled_in(heating_folder: Path, tmp_path: Path) -> None:
    title = ("form.yaml", "{zh: 冬天在家住吗？,", '{zh: "冬天和{first}住吗？",')
    assert findings(heating_folder, tmp_path, *title) == []
    verdict = ("form.yaml", "counted: {zh: 一起算。,", 'counted: {zh: "和{first}一起算。",')
    assert findings(heating_folder, tmp_path / "verdict", *verdict) == []


def test_the_sum_is_worked_out_for_a_person_whatever_the_conditions_say(heating: ServiceVersion) -> None:
    given = facts(heating, 100, **{"self": {"total": 0}, "1": {"total": 0}})
    decided = rules.decide(heating, given, MONDAY)
    assert rules.arithmetic(heating, given, MONDAY) == decided.lines != ()
    assert rules.arithmetic(heating, facts(heating, 100), MONDAY) == ()  # nobody has answered


def test_the_official_sees_every_condition_that_holds(heating: ServiceVersion) -> None:
    # Savings of 30,000.01 yuan exceed 30,000, and 32,400 a year leaves nothing; a person must look at the income first.
    written = heating.files["rules.yaml"]
    look = {
        "id": "income_looked_at",
        "when": "size(answers.income) > 0",
        "outcome": "person",
        "reason": {"zh": "有收入，由人来看。", "en": "A person looks at the income."},
        "cite": "heating-2",
    }
    files = {**heating.files, "rules.yaml": {**written, "conditions": [look, *written["conditions"]]}}
    version = dataclasses.replace(heating, hash="income-looked-at", files=files)
    given = facts(heating, 3240000, self={"total": 1000000}, **{"1": {"total": 2000001}})
    decision = rules.decide(version, given, MONDAY)
    assert (decision.outcome, [reason.id for reason in decision.reasons]) == ("person", ["income_looked_at"])
    found = rules.held(version, given, MONDAY)
    assert [(one.outcome, one.reason.id) for one in found] == [
        ("person", "income_looked_at"),
        ("refuse", "savings"),
        ("refuse", "nothing_left"),
    ]
    assert found[1].reason.text.zh == "家里的存款一共比 30,000 元多，这个冬天不补。"
    assert found[2].reason.text.zh == "一个月进来 2,700 元，不比标准 × 人数的 2,700 元少，不补。"
    # past the last day of the amounts nobody can say how much is too much: what can still be worked out is shown
    assert [one.reason.id for one in rules.held(version, given, date(2027, 5, 1))] == ["income_looked_at"]
    assert rules.held(version, facts(heating, 3240000, self={"total": 1000000}), MONDAY) == ()


def test_nothing_holds_where_the_rules_approve(heating: ServiceVersion) -> None:
    given = facts(heating, 1000001, self={"total": 1000000}, **{"1": {"total": 2000000}})
    assert rules.held(heating, given, MONDAY) == ()
