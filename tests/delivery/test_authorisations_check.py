"""Faults of authorisation.yaml and of the needs a step asks for: each is found where it stands, with its line."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import rent
import town as city
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue

YAML, PROCESS = "authorisation.yaml", "process.yaml"
NEEDS, DECIDE = "    needs: [assets]\n", "    kind: person\n    stage: decision\n"
FAULTS = [
    ("people: people", "people: family", YAML, "unknown_name", 2),
    ("people: people\n", "", YAML, "when_without_people", 2),
    ("when: person.adult", "when: person.grown", YAML, "expression_unknown_path", 3),
    ("when: person.adult", "when: person.name", YAML, "expression_type", 3),
    ("covers: [assets]", "covers: [assets, wages]", YAML, "unknown_name", 4),
    ("cite: rent-5", "cite: rent-9", YAML, "unknown_name", 5),
    ("{applicant}替", "{somebody}替", YAML, "unknown_name", 7),
    ("promise:\n  zh: 家里", "promise:\n  zh: 家里{", YAML, "unknown_name", 16),
    (NEEDS, "    needs: [assets, wages]\n", PROCESS, "unknown_name", 21),
    (NEEDS, "    needs: [assets, assets]\n", PROCESS, "schema_uniqueItems", 21),
    (DECIDE, f"{DECIDE}{NEEDS}", PROCESS, "needs", 30),
    (DECIDE, f"{DECIDE.replace('person', 'evidence')}{NEEDS}", PROCESS, "need_twice", 30),
]


@pytest.mark.parametrize(("old", "new", "file", "code", "line"), FAULTS)
def test_a_fault_is_found_where_it_stands(tmp_path: Path, old: str, new: str, file: str, code: str, line: int) -> None:
    folder = tmp_path / "rent-help"
    shutil.copytree(rent.FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found = [(Path(one.file).name, one.code, one.line) for one in catalogue.check(folder) if one.severity == "error"]
    assert (file, code, line) in found


def test_the_folder_itself_is_clean() -> None:
    assert [one for one in catalogue.check(rent.FOLDER) if one.severity == "error"] == []


@pytest.mark.django_db
def test_without_people_the_one_the_service_is_for_signs(tmp_path: Path) -> None:
    folder = tmp_path / "rent-help"
    shutil.copytree(rent.FOLDER, folder)
    text = (folder / YAML).read_text("utf-8").replace("people: people\nwhen: person.adult\n", "")
    (folder / YAML).write_text(text, "utf-8")
    version = catalogue.load(folder, actor=city.SYSTEM, at=clock.now())
    assert authorisations.signers_of(version, {}, date(2026, 11, 23)) == ("applicant",)


@pytest.mark.django_db
def test_whom_it_cannot_tell_about_must_sign() -> None:
    """王磊, born 2001, signs; the child of 2015 does not; of whom it is not known whether they are of age must."""
    version = catalogue.load(rent.FOLDER, actor=city.SYSTEM, at=clock.now())
    people = [{"key": "2", "adult": True}, {"key": "3", "adult": False}, {"key": "4"}]
    assert authorisations.signers_of(version, {"people": people}, date(2026, 11, 23)) == ("people.2", "people.4")
