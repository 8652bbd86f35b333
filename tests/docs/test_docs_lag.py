"""The documentation names everything the code declares."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from architecture.planting import plant
from architecture.source import Source
from docs import declared
from zhengtong.channels.console.registry import words

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")

PLACES: dict[str, tuple[Callable[[Source], set[str]], str]] = {
    "settings": (declared.settings, "operations.md"),
    "audit actions": (declared.actions, "operations.md"),
    "permissions": (declared.permissions, "operations.md"),
    "events": (declared.events, "operations.md"),
    "contexts": (declared.contexts, "map.md"),
}


@pytest.fixture(scope="session")
def source(repository: Path) -> Source:
    return Source.read(repository / "src" / "zhengtong")


def missing(names: set[str], text: str) -> list[str]:
    """Names that do not stand in backticks in a text."""
    return sorted(name for name in names if f"`{name}`" not in text)


@pytest.mark.parametrize(("collect", "page"), PLACES.values(), ids=PLACES)
def test_the_page_names_everything(
    collect: Callable[[Source], set[str]], page: str, source: Source, repository: Path
) -> None:
    assert missing(collect(source), (repository / "docs" / page).read_text()) == []


def test_operations_names_every_command(repository: Path) -> None:
    operations = (repository / "docs/operations.md").read_text()
    assert [word for word in words() if f"`zhengtong {word}" not in operations] == []


def test_the_glossary_has_every_word_of_the_contexts(source: Source, repository: Path) -> None:
    glossary = (repository / "docs/glossary.md").read_text().lower()
    assert [word for word in sorted(declared.readme_words(source)) if f"| {word.lower()} |" not in glossary] == []


def test_the_service_folder_page_names_every_field(source: Source, repository: Path) -> None:
    """Every property of the JSON Schemas a service's files follow; texts are `zh` and `en` everywhere."""
    page = (repository / "docs/service-folder.md").read_text()
    tiers = (repository / "src/zhengtong" / tier for tier in ("offer", "delivery"))
    schemas = sorted(path for tier in tiers for path in tier.rglob("schemas/*.json"))
    fields = {name for path in schemas for name in declared.schema_fields(json.loads(path.read_text()))}
    assert len(schemas) >= 7
    assert [name for name in sorted(fields - {"zh", "en"}) if not re.search(rf"[`{{ ]{name}[`: ,}}]", page)] == []


def broken_links(page: Path) -> list[str]:
    """Links of a page to files of the repository that are not there."""
    targets = [target.split("#")[0] for target in _LINK.findall(page.read_text())]
    return [target for target in targets if target and not (page.parent / target).exists()]


def test_every_link_of_the_documentation_leads_somewhere(repository: Path) -> None:
    pages = [*repository.glob("*.md"), *repository.glob("docs/**/*.md"), *repository.glob("src/**/*.md")]
    assert {str(page.relative_to(repository)): broken_links(page) for page in pages if broken_links(page)} == {}


def test_a_planted_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md#top) [there](gone.md) [web](https://example.org/gone) `[no](link)`")
    assert broken_links(page) == ["gone.md", "link"]


def test_every_context_has_a_readme(source: Source, repository: Path) -> None:
    tiers = {name for name in declared.contexts(source) if not name.startswith(("channels", "kernel", "journeys"))}
    folders = [repository / "src/zhengtong" / name.replace(".", "/") for name in sorted(tiers)]
    assert [folder.name for folder in folders if not (folder / "README.md").exists()] == []


def test_planted_declarations_are_collected(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__files__events="""
            from zhengtong.kernel.events.api import event

            @event("office.files.stored")
            class FileStored: ...
        """,
        office__files___actions="""
            from zhengtong.trust.audit import api as audit

            STORED = audit.declare("files.stored", "存了文件", "Stored a file")
        """,
        office__files___policy="""
            _READ = "files.read"

            def may_read(actor):
                return actor.may(_READ) or actor.may("files.manage")
        """,
        office__files__README="",
        config__environment='HOME = os.environ["ZHENGTONG_FILES_HOME"]',
    )
    (tmp_path / "zhengtong/office/files/README.md").write_text(
        "# Files\n\nWords: a *file* is bytes\nand a *name*.\n\nNo *word*.\n"
    )
    assert declared.events(tree) == {"office.files.stored"}
    assert declared.actions(tree) == {"files.stored"}
    assert declared.permissions(tree) == {"files.read", "files.manage"}
    assert declared.settings(tree) == {"ZHENGTONG_FILES_HOME"}
    assert declared.contexts(tree) == {"office.files"}
    assert declared.readme_words(tree) == {"file", "name"}
    schema = {"properties": {"a": {"items": {"properties": {"b": {}}}}}, "$defs": {"t": {"properties": {"c": {}}}}}
    assert set(declared.schema_fields(schema)) == {"a", "b", "c"}


def test_a_name_without_backticks_is_missing() -> None:
    assert missing({"files.read", "files.manage"}, "`files.read` and files.manage") == ["files.manage"]
