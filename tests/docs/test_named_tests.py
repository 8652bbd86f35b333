"""Every test that a page of the documentation names is there, and the table of requirements misses none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_NAMED = re.compile(r"`((?:[\w/]+/)?test_\w+\.py)::(test_\w+)`")
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+)\.(\d+))? \|", re.MULTILINE)
#: Requirements of levels 1 and 2 by chapter of ASVS 5.0.0, counted in the release: 70 and 183.
_BY_CHAPTER = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]


def named(text: str) -> list[tuple[str, str]]:
    """Tests a page names, by file under tests/ and name."""
    return _NAMED.findall(text)


def missing(text: str, tests: Path) -> list[str]:
    """Tests a page names that are not there."""
    return sorted({f"{file}::{test}" for file, test in named(text) if test not in _functions(tests / file)})


def _functions(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def requirements(text: str) -> Iterator[str]:
    """The numbers of the rows of the table, with those between the ends of a row for several."""
    for first, section, last in _ROW.findall(text):
        start, number = first.rsplit(".", 1)
        assert section in ("", start), first
        yield from (f"{start}.{n}" for n in range(int(number), int(last or number) + 1))


def test_every_named_test_is_there(repository: Path) -> None:
    pages = {path.name: path.read_text() for path in (repository / "docs").rglob("*.md")}
    assert {name: gone for name, text in pages.items() if (gone := missing(text, repository / "tests"))} == {}
    assert len(named(pages["security.md"])) > 100


def test_a_planted_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "test_b.py").write_text("def test_c() -> None: ...\n")
    text = "`a/test_b.py::test_c` `a/test_b.py::test_d` `test_e.py::test_f`"
    assert missing(text, tmp_path) == ["a/test_b.py::test_d", "test_e.py::test_f"]


def test_every_requirement_has_one_row(repository: Path) -> None:
    numbers = list(requirements((repository / "docs" / "security.md").read_text()))
    assert sorted(set(numbers)) == sorted(numbers)
    chapters = [number.split(".")[0] for number in numbers]
    assert [chapters.count(str(chapter)) for chapter in range(1, 18)] == _BY_CHAPTER
