"""An overlay changes lists by the ids of their entries, takes out files, and every finding still names its line."""

import shutil
from pathlib import Path

import pytest

from zhengtong.offer.catalogue import _folder
from zhengtong.offer.catalogue import api as catalogue

FILES = {
    "services/base/service.yaml": "base: true\nid: base\n",
    "services/base/form.yaml": (
        "pages:\n  - id: one\n    title: 一\n  - id: two\n    title: 二\n    questions: [{id: a, kind: text}]\n"
        "  - {id: three, title: 三}\n"
    ),
    "services/base/benefit.yaml": "kind: money\n",
    "services/base/guide.md": "## 题\n",
    "top/service.yaml": "extends: base\nid: top\n",
}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def read(root: Path, overlay: str, name: str = "form.yaml") -> _folder.Folder:
    (root / "top" / name).write_text(overlay, "utf-8")
    return _folder.read(root / "top", [root / "services"])


def test_entries_are_laid_over_taken_out_and_put_at_the_end(written: Path) -> None:
    folder = read(written, "pages:\n  two: {title: 贰}\n  one: null\n  four:\n    title: 四\n")
    assert folder.value("form.yaml")["pages"] == [
        {"id": "two", "title": "贰", "questions": [{"id": "a", "kind": "text"}]},
        {"id": "three", "title": "三"},
        {"id": "four", "title": "四"},
    ]


def test_every_value_keeps_the_line_on_which_it_was_written(written: Path) -> None:
    form = read(written, "pages:\n  two: {title: 贰}\n  one: null\n  four:\n    title: 四\n").files["form.yaml"]
    places = {
        path: (Path(form.mark(path).file).parent.name, form.mark(path).line)
        for path in [
            ("pages", 0, "title"),
            ("pages", 0, "questions", 0, "kind"),
            ("pages", 1, "title"),
            ("pages", 2, "title"),
        ]
    }
    assert list(places.values()) == [("top", 2), ("base", 6), ("base", 7), ("top", 5)]
    assert ("pages", 3) not in form.places


def test_a_list_is_still_replaced_by_a_list(written: Path) -> None:
    folder = read(written, "pages:\n  - {id: only, title: 只有}\n")
    assert folder.value("form.yaml") == {"pages": [{"id": "only", "title": "只有"}]}
    assert ("pages", 1) not in folder.files["form.yaml"].places


def test_what_was_taken_out_has_no_place_left(written: Path) -> None:
    form = read(written, "pages: {two: {questions: null}}\n").files["form.yaml"]
    assert form.value["pages"][1] == {"id": "two", "title": "二"}
    assert [path for path in form.places if path[2:3] == ("questions",)] == []


def test_an_empty_file_takes_the_file_of_the_base_out(written: Path) -> None:
    folder = read(written, "# 不发钱\nnull\n", "benefit.yaml")
    assert "benefit.yaml" not in folder.files
    assert "guide.md" in folder.files


def test_a_finding_in_a_changed_entry_names_its_line(tmp_path: Path, repository: Path) -> None:
    """Through the checker itself: an unknown citation in an entry that an overlay put at the end."""
    overlay = shutil.copytree(repository / "demo/services/civil-affairs/old-age-allowance", tmp_path / "overlay")
    rules = overlay / "rules.yaml"
    lines = rules.read_text("utf-8") + (
        'conditions:\n  old_enough: null\n  other:\n    when: "true"\n    outcome: person\n'
        "    reason: {zh: 看, en: look}\n    cite: nowhere\n"
    )
    rules.write_text(lines, "utf-8")
    found = catalogue.check(overlay, bases=[repository / "services"])
    told = [(Path(one.file).name, one.line) for one in found if one.code == "unknown_citation"]
    assert told == [("rules.yaml", lines.count("\n"))]
