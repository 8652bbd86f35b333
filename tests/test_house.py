"""Habits of the house, on every file that is committed."""

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from django.core.management import call_command
from django.template import engines
from jinja2 import StrictUndefined, UndefinedError

from architecture.source import Source
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.audit import api as audit

_MAX_FILE, _MAX_FUNCTION = 400, 50
_SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore)\b(?P<code>\S*(?:\s[A-Z]+\d+\b)?)(?P<words>.*)")
_OWN_FOLDER = re.compile(r"(?<![\w.:])/(?:root|home|work|Users)/\w")
# Put together, so that no line of this file is what it looks for.
_REGISTRY = re.compile(
    "|".join(
        "".join(parts)
        for parts in (
            ("index", "-url[ =]+https?:"),
            ("trusted", "-host"),
            ("pypi", r"\.org"),
            ("files", r"\.python", "hosted"),
            ("registry", r"\.npm"),
        )
    )
)
_BINARY = {".gz", ".png", ".jpg", ".pdf", ".ico", ".woff2", ".otf", ".ttf"}


def tracked(repository: Path) -> list[Path]:
    """Files under version control, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout.decode().split("\0")
    return [repository / name for name in names if name and (repository / name).is_file()]


def lines(repository: Path, suffixes: set[str] | None = None) -> Iterator[tuple[str, int, str]]:
    for path in tracked(repository):
        if path.suffix not in _BINARY and (suffixes is None or path.suffix in suffixes):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                yield str(path.relative_to(repository)), number, line


def names_own_machine(line: str) -> bool:
    """Whether a line holds a folder of somebody's machine or the address of a package registry."""
    return bool(_OWN_FOLDER.search(line) or _REGISTRY.search(line))


def test_no_file_names_a_machine_or_a_registry(repository: Path) -> None:
    assert [f"{file}:{number}" for file, number, line in lines(repository) if names_own_machine(line)] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("open('/ro" + "ot/x')", True),
        ("see /ho" + "me/ann/notes", True),
        ("--index-" + "url https://mirror.example/simple", True),
        ("--index-" + "url", False),
        ("https://py" + "pi.org/simple", True),
        ("--trusted" + "-host mirror", True),
        ("GET https://example.org/home/page", False),
        ("/verify/ABC", False),
    ],
)
def test_a_planted_machine_or_registry_is_found(line: str, found: bool) -> None:
    assert names_own_machine(line) is found


def unexplained(line: str) -> bool:
    """A `noqa` needs its code and words after it; a `type: ignore` needs its code, which says what it is about."""
    match = _SUPPRESSION.search(line)
    if match is None:
        return False
    if not match["code"].strip(" :"):
        return True
    return match[1] == "noqa" and len(match["words"].strip(" -—,:")) < 5


def test_every_suppression_is_explained(repository: Path) -> None:
    found = [f"{file}:{number}" for file, number, line in lines(repository, {".py"}) if unexplained(line)]
    assert [place for place in found if not place.startswith("tests/test_house.py")] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x()  # noqa", True),
        ("x()  # noqa: BLE001", True),
        ("x()  # noqa: BLE001 - the edge of the worker", False),
        ("x()  # type: ignore", True),
        ("x()  # type: ignore[type-arg]", False),
        ("x()  # says noqa nowhere near", False),
    ],
)
def test_a_planted_suppression_is_found(line: str, found: bool) -> None:
    assert unexplained(line) is found


def too_long(path: Path) -> list[str]:
    """What is too long to be read in one sitting."""
    text = path.read_text()
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    sizes = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    long = [f"{path.name} {name}: {size} lines" for name, size in sizes.items() if size > _MAX_FUNCTION]
    count = len(text.splitlines())
    return ([f"{path.name}: {count} lines"] if count > _MAX_FILE else []) + long


def test_files_and_functions_are_short(repository: Path) -> None:
    code = [path for path in tracked(repository) if path.suffix == ".py" and "migrations" not in path.parts]
    assert [each for path in code for each in too_long(path)] == []


def test_planted_length_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * 50 + "\n" * 350)
    assert too_long(path) == ["long.py: 401 lines", "long.py f: 51 lines"]


def text_faults(name: str, text: Text) -> list[str]:
    """A text stands in both languages with the same marks; `name_zh` and `name_en` are one mark in two languages."""
    marks = [{mark for _, mark, _, _ in Formatter().parse(each) if mark} for each in (text.zh, text.en)]
    marks = [{re.sub("_?(zh|en)$", "", mark) for mark in each} for each in marks]
    if not (text.zh and text.en):
        return [f"{name}: a language is missing"]
    return [] if marks[0] == marks[1] else [f"{name}: marks differ"]


def _refusals(cls: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield cls
    for each in cls.__subclasses__():
        yield from _refusals(each)


@pytest.fixture(scope="session")
def imported(repository: Path) -> None:
    """Every module of the platform imported once, so that all it declares is there."""
    for module in Source.read(repository / "src" / "zhengtong"):
        importlib.import_module(f"zhengtong.{module.name}")


@pytest.mark.usefixtures("imported")
def test_every_refusal_can_be_understood() -> None:
    refusals = [each for each in _refusals() if each.__module__.startswith("zhengtong.")]
    assert [fault for each in refusals for fault in text_faults(each.__name__, each.text)] == []
    assert [each.__name__ for each in refusals if not 400 <= each.status < 600] == []
    codes = [each.code for each in refusals]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.usefixtures("imported")
def test_every_audit_action_is_named_in_both_languages() -> None:
    assert [fault for action in audit.declared().values() for fault in text_faults(action.name, action.text)] == []


def test_planted_texts_are_found() -> None:
    assert text_faults("A", Text("您写了 {given}", "")) == ["A: a language is missing"]
    assert text_faults("A", Text("您写了 {given}", "You wrote {it}")) == ["A: marks differ"]
    assert text_faults("A", Text("{count:.1f} 处", "{count} places")) == []
    assert text_faults("A", Text("{office_zh} 没有回答", "{office_en} does not answer")) == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_an_undefined_variable_fails_in_every_template(repository: Path) -> None:
    templates = list((repository / "src").rglob("templates/**/*.html"))
    assert templates
    assert engines.all(), "templates without an engine"
    for engine in engines.all():
        assert issubclass(engine.env.undefined, StrictUndefined)
        with pytest.raises(UndefinedError):
            engine.from_string("{{ nobody_gave_this }}").render({})
