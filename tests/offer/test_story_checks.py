"""What the check finds in a story of a process: each fault planted, found in its file and line, and mended in words."""

import shutil
from pathlib import Path

import pytest

from zhengtong.offer.catalogue import api as catalogue

SERVICE = Path("civil-affairs/minimum-living-allowance")
INSTANT = Path("civil-affairs/old-age-allowance")
STORY = "stories/factory-pension-written.yaml"


@pytest.fixture
def copied(tmp_path: Path, repository: Path) -> Path:
    """Both services of civil affairs with their bases, in a place of their own."""
    for service in (SERVICE, INSTANT):
        shutil.copytree(repository / "services" / service, tmp_path / "services" / service)
        shutil.copytree(repository / "demo/services" / service, tmp_path / "city/services" / service)
    return tmp_path / "city/services"


def found(folder: Path, story: str, old: str, new: str) -> tuple[list[tuple[str, int]], int]:
    """The errors of a folder whose story was changed, and the line of the change."""
    path = folder / story
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
    errors = [one for one in catalogue.check(folder) if one.severity == "error"]
    assert all(one.file.endswith(story) and one.mend.zh and one.mend.en for one in errors), errors
    return [(one.code, one.line) for one in errors], text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("step: first_review", "step: second_review", "unknown_name"),
        ("outcome: oppose", "outcome: propse", "unknown_name"),
        ("step: decide, outcome: refuse", "step: decide, fill: {much: '1'}, outcome: refuse", "unknown_name"),
        ("refusal, delivery_receipt]", "rejecton, delivery_receipt]", "unknown_name"),
        ("{outcome: refuse, on", "{outcome: refuse, amount_fen: 100, on", "story_amount"),
        ("{outcome: refuse, on: 2026-12-14", "{outcome: refuse, on: 14.12.2026", "schema_pattern"),
        ("{outcome: refuse, on: 2026-12-14, due", "{outcome: refuse, due", "missing_field"),
        ("{outcome: refuse, on", "{outcome: maybe, on", "schema_enum"),
    ],
)
def test_a_planted_fault_is_found(copied: Path, old: str, new: str, code: str) -> None:
    errors, line = found(copied / SERVICE, STORY, old, new)
    assert [one for one, _ in errors] == [code]
    assert errors[0][1] in (line, line + 1)


def test_what_people_do_needs_an_end(copied: Path) -> None:
    path = copied / SERVICE / STORY
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("ends:")], "utf-8")
    errors = [one for one in catalogue.check(copied / SERVICE) if one.severity == "error"]
    assert [(one.code, one.file.endswith(STORY)) for one in errors] == [("story_without_end", True)]


def test_a_service_without_a_process_has_no_way_to_walk(copied: Path) -> None:
    path = copied / INSTANT / "stories/ninety.yaml"
    ends = "ends: {outcome: approve, on: 2026-11-23, due: 2026-12-21, papers: [receipt]}\n"
    path.write_text(path.read_text("utf-8") + ends, "utf-8")
    errors = [one for one in catalogue.check(copied / INSTANT) if one.severity == "error"]
    assert [one.code for one in errors] == ["story_without_process"]


def test_the_first_deed_is_sending(copied: Path) -> None:
    errors, _ = found(copied / SERVICE, STORY, "  - submit\n", "")
    assert [one for one, _ in errors] == ["schema_const"]
