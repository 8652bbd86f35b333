"""Checking a folder: every finding with file, line and mend in both languages; each rule seen to find its fault."""

import copy
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from zhengtong.kernel.definitions import parse
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue import ports
from zhengtong.offer.catalogue.data import Finding

Copy = Callable[..., Path]


@pytest.fixture
def copied(tmp_path: Path, base_folder: Path, city_folder: Path) -> Path:
    """Base and overlay in a place of their own: tmp/services and tmp/city/services."""
    shutil.copytree(base_folder, tmp_path / "services/civil-affairs/old-age-allowance")
    shutil.copytree(city_folder, tmp_path / "city/services/civil-affairs/old-age-allowance")
    return tmp_path


def base(copied: Path, name: str) -> Path:
    return copied / "services/civil-affairs/old-age-allowance" / name


def city(copied: Path, name: str = "") -> Path:
    return copied / "city/services/civil-affairs/old-age-allowance" / name


def change(path: Path, old: str, new: str) -> int:
    """Replace a text that stands there once; its line."""
    text = path.read_text()
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def errors(copied: Path) -> list[Finding]:
    found = [finding for finding in catalogue.check(city(copied)) if finding.severity == "error"]
    for finding in found:
        assert all((finding.text.zh, finding.text.en, finding.mend.zh, finding.mend.en))
    return found


def only(copied: Path) -> Finding:
    (finding,) = errors(copied)
    return finding


def test_the_services_of_the_repository_are_clean(city_folder: Path, base_folder: Path) -> None:
    for folder in (city_folder, base_folder):
        assert [finding for finding in catalogue.check(folder) if finding.severity == "error"] == []


def test_unverified_citations_are_warnings(city_folder: Path) -> None:
    assert [finding.code for finding in catalogue.check(city_folder)] == ["unverified", "unverified"]


def test_a_finding_names_the_line_of_the_base_and_of_the_overlay(copied: Path) -> None:
    line = change(base(copied, "service.yaml"), 'item_kind: "05"', 'item_kind: "5"')
    finding = only(copied)
    assert finding.file.endswith("/services/civil-affairs/old-age-allowance/service.yaml")
    assert "/city/" not in finding.file
    assert (finding.line, finding.column, finding.code) == (line, 1, "schema_enum")
    change(base(copied, "service.yaml"), 'item_kind: "5"', 'item_kind: "05"')
    line = change(city(copied, "service.yaml"), "level: 3", "level: 9")
    finding = only(copied)
    assert "/city/" in finding.file
    assert (finding.line, finding.code) == (line, "schema_maximum")


BASE_FAULTS = [
    ("service.yaml", "handled: instant", "handeld: instant", {"unknown_field", "missing_field"}),
    (
        "service.yaml",
        "promised: {instant: true}",
        "promised: {working_days: 25}",
        {"promise_beyond_law", "handled_and_promise"},
    ),
    ("service.yaml", "visits: {count: 0}", "visits: {count: 1}", {"visit_without_reason"}),
    (
        "service.yaml",
        "handling_forms: [counter, computer, mobile]",
        "handling_forms: [counter]",
        {"no_visit_but_no_way"},
    ),
    (
        "service.yaml",
        "fee: {charged: false}",
        "fee: {charged: true, amount: {zh: 5 元, en: 5 yuan}, online: true}",
        {"fee_incomplete"},
    ),
    ("service.yaml", "  basis: province-rule\n", "  basis: nobody-rule\n", {"unknown_citation"}),
    ("service.yaml", "    unverified: true\n", "", {"citation_without_source"}),
    ("service.yaml", "receipt: documents/receipt.typ", "receipt: documents/receit.typ", {"missing_file"}),
    ("service.yaml", "  receipt: documents/receipt.typ\n", "", {"missing_document"}),
    ("service.yaml", "subject_question: for_whom", "subject_question: who", {"subject_question"}),
    ("service.yaml", 'basic: "990511001001"', 'basic: "99051100100"', {"code_length"}),
    ("licence.yaml", "issuer: self", "issuer: upstream", {"upstream"}),
    ("service.yaml", "process: instant", "process: 2.5", {"yaml"}),
    ("service.yaml", "process: instant", "process: &p instant", {"yaml"}),
    ("service.yaml", "process: instant", "process: instant\nprocess: instant", {"yaml"}),
    ("service.yaml", "process: instant", "process: [", {"yaml"}),
    ("form.yaml", "id: contact", "id: money", {"id_twice"}),
    ("form.yaml", "        allow: [self, member, other]\n", "", {"allow"}),
    ("form.yaml", "        members_of: household-register\n", "", {"members_of"}),
    ("form.yaml", "kind: bank_account", "kind: choice", {"choices", "unknown_question"}),
    (
        "rules.yaml",
        "outcome: refuse\n    reason:\n      zh: 户口",
        "outcome: no\n    reason:\n      zh: 户口",
        {"schema_enum"},
    ),
    ("rules.yaml", "party: for_whom", "party: somebody", {"unknown_party"}),
    (
        "rules.yaml",
        "zh: 满 {minimum} 岁，户口在本市，可以领。",
        "zh: 满 {limit} 岁，户口在本市，可以领。",
        {"unknown_mark"},
    ),
    ("rules.yaml", "until: 2028-12-31, value: 20000", "until: 2025-12-31, value: 20000", {"period"}),
    ("rules.yaml", "value: 20000, cite: province-rule", "value: 20000, cite: city", {"unknown_citation"}),
    ("rules.yaml", "value: 20000,", 'value: "20000",', {"unit"}),
    ("rules.yaml", "value: parameters.monthly_90", "value: parameters.monthly_90 / 2", {"expression_division"}),
    ("rules.yaml", "value: parameters.monthly_90", "value: parameters.monthly_95", {"expression_unknown_path"}),
    ("rules.yaml", "value: parameters.monthly_90", "value: person.name", {"expression_type"}),
    (
        "rules.yaml",
        "when: age(person.birth_date, today) >= 90",
        "when: age(person.birth_day, today) >= 90",
        {"expression_unknown_path"},
    ),
    (
        "rules.yaml",
        "when: age(person.birth_date, today) >= 90",
        "when: age(person.birth_date, today >= 90",
        {"expression_syntax"},
    ),
    ("guide.md", "{monthly_90}", "{monthly_95}", {"unknown_parameter"}),
    ("guide.md", "## 常问的\n", "", {"guides_differ"}),
    ("licence.yaml", "layout: documents/licence.typ", "layout: documents/paper.typ", {"missing_file"}),
    ("licence.yaml", "value: monthly}", "value: yearly}", {"unknown_value"}),
]


@pytest.mark.parametrize(("name", "old", "new", "codes"), BASE_FAULTS, ids=lambda value: str(value)[:28])
def test_a_fault_in_the_base_is_found(copied: Path, name: str, old: str, new: str, codes: set[str]) -> None:
    line = change(base(copied, name), old, new)
    found = errors(copied)
    assert {finding.code for finding in found} == codes
    assert any(abs(finding.line - line) <= 5 or name == "guide.md" for finding in found)


def test_a_form_without_rules_is_found(copied: Path) -> None:
    for folder in (base, city):
        folder(copied, "rules.yaml").unlink()
    assert only(copied).text.en == "There is no file rules.yaml."


CITY_FAULTS = [
    (
        "service.yaml",
        "{implementation: 11990100MB0000001T3990511001001}",
        "{implementation: 11990100MB0000001X3990511001001}",
        {"code_check_digit"},
    ),
    (
        "service.yaml",
        "{implementation: 11990100MB0000001T3990511001001}",
        "{implementation: 11990100MB0000001T4990511001001}",
        {"codes_disagree"},
    ),
    ("service.yaml", "{code: 11990100MB0000001T,", "{code: 11990100MB0000002X,", {"codes_disagree"}),
    ("service.yaml", "complaint_phone: 0990-5550108", "complaint_phone: 0990-5550101", {"same_phone"}),
    ("service.yaml", "extends: civil-affairs/old-age-allowance", "extends: civil-affairs/nothing", {"base_missing"}),
    (
        "service.yaml",
        "extends: civil-affairs/old-age-allowance",
        "extends: ../../../services/civil-affairs/old-age-allowance",
        {"base_missing"},
    ),
    ("service.yaml", "level: 3", "level: null", {"missing_field"}),
    ("licence.yaml", "11990100MB0000001T001", "11990100MB0000001T01", {"licence_type_code"}),
    ("rules.yaml", "value: 12000, cite: city-rule", "value: 12000, cite: village-rule", {"unknown_citation"}),
    ("stories/hundred.yaml", "outcome: approve", "outcome: agreed", {"schema_enum"}),
]


@pytest.mark.parametrize(("name", "old", "new", "codes"), CITY_FAULTS, ids=lambda value: str(value)[:28])
def test_a_fault_in_the_overlay_is_found(copied: Path, name: str, old: str, new: str, codes: set[str]) -> None:
    line = change(city(copied, name), old, new)
    found = errors(copied)
    assert codes <= {finding.code for finding in found}
    named = next(finding for finding in found if finding.code in codes)
    assert "/city/" in named.file
    assert abs(named.line - line) <= 1 or name == "service.yaml"


def test_every_schema_is_a_schema_and_describes_its_fields() -> None:
    schemas = [reader.schema for reader in ports.readers() if reader.schema is not None]
    assert len(schemas) == 10
    for schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False


def test_an_unknown_field_is_answered_with_the_one_meant(copied: Path) -> None:
    change(base(copied, "service.yaml"), "handled: instant", "handeld: instant")
    finding = next(finding for finding in errors(copied) if finding.code == "unknown_field")
    assert finding.text.zh == "没有“handeld”这个字段。"
    assert finding.mend.zh == "是不是想写：handled？"


def test_a_file_nobody_understands_is_an_error(copied: Path) -> None:
    city(copied, "notes.txt").write_text("later")
    finding = only(copied)
    assert (finding.code, finding.line) == ("unknown_file", 1)
    assert finding.file.endswith("notes.txt")


def test_bytes_that_are_no_text_are_an_error(copied: Path) -> None:
    city(copied, "guide.md").write_bytes(b"\xff\xfe\x00")
    assert only(copied).code == "unreadable"


def test_a_folder_without_a_service(tmp_path: Path) -> None:
    (finding,) = catalogue.check(tmp_path)
    assert finding.code == "no_service"


def test_lines_for_the_command_line(copied: Path) -> None:
    line = change(city(copied, "service.yaml"), "level: 3", "level: 9")
    lines = catalogue.check_lines(catalogue.check(city(copied)), "en")
    assert lines[0].startswith(str(city(copied, "service.yaml")))
    assert f":{line}:1: error: “level” is too long or big. At most 7." in lines[0]
    assert lines[1] == "1 to mend, 0 warnings, of which 0 citations unverified."
    assert catalogue.check_lines((), "zh-Hans") == ("没有问题。",)


def every_place(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in entries for place in ((*path, key), *every_place(inner, (*path, key)))]


def damaged(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    whole = copy.deepcopy(value)
    parent = whole
    for part in path[:-1]:
        parent = parent[part]
    if by == "removed":
        del parent[path[-1]]
    else:
        parent[path[-1]] = by
    return whole


DAMAGED = 2
"""Places damaged in each file, in three ways each; a wider run found nothing more."""

FILES = ["service.yaml", "form.yaml", "rules.yaml", "licence.yaml", "texts/en.yaml"]


@pytest.mark.parametrize("name", FILES)
def test_damage_anywhere_gives_findings_and_never_breaks_the_checker(copied: Path, name: str) -> None:
    for make in (base, city):
        path = make(copied, name)
        if not path.exists():
            continue
        original = path.read_text()
        value = parse(original).value
        places = every_place(value)
        for place in random.Random(7).sample(places, min(DAMAGED, len(places))):
            for by in ("removed", {}, "x"):
                path.write_text(yaml.safe_dump(damaged(value, place, by), allow_unicode=True))
                assert all(finding.line > 0 for finding in catalogue.check(city(copied)))
        path.write_text(original)
