"""Files people write: every value knows its place, and what cannot be taken is told with its line and its mend."""

from collections.abc import Callable
from pathlib import Path

import pytest

from zhengtong.kernel.definitions import File, Finding, Unreadable, load_schema, read, violations
from zhengtong.kernel.text import Text

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "description": "名称"},
        "code": {"type": "string", "pattern": "^[0-9]{2}$"},
        "kind": {"enum": ["a", "b"]},
        "level": {"type": "integer", "maximum": 6},
        "source": {"type": "string"},
        "unverified": {"const": True},
        "basis": {"type": "object", "oneOf": [{"required": ["source"]}, {"required": ["unverified"]}]},
    },
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "a.yaml"
        path.write_text(text)
        return path

    return written


def test_every_value_knows_its_place(write: Callable[[str], Path]) -> None:
    file = read(write("name: 甲\nlist:\n  - {code: '05', on: 2026-11-23}\n"))
    assert file.value == {"name": "甲", "list": [{"code": "05", "on": "2026-11-23"}]}
    assert (file.mark(("list", 0, "on")).line, file.mark(("list", 0, "on")).column) == (3, 18)
    assert file.mark(("list", 0, "missing")) == file.mark(("list", 0))
    assert (file.mark(("nowhere",)).line, file.mark(("nowhere",)).file) == (1, "a.yaml")


def test_text_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_bytes("# 标题\r\n".encode())
    assert read(path, name="guide.md", shown="x/guide.md") == File(
        "guide.md", "# 标题\n", read(path, shown="x/guide.md").places
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "mend"),
    [
        ("name: [甲\n", 2, 1, "缩进"),
        ("name: &a 甲\n", 1, 7, "照写一遍"),
        ("a: 1\nb: *a\n", 2, 4, "照写一遍"),
        ("name: 甲\nname: 乙\n", 2, 1, "留下一个"),
        ("amount: 1.5\n", 1, 9, "整数"),
        ("a: " + "[" * 50 + "]" * 50 + "\n", 1, 44, "少套几层"),
        ("- " * 200_000 + "\n", 1, 83, "少套几层"),
        ("? [a]\n: 1\n", 1, 3, "写一个名字"),
        ("a: 1\n--- \nb: 2\n", 2, 1, "只写一份"),
    ],
)
def test_what_is_no_such_yaml_is_told(
    write: Callable[[str], Path], text: str, line: int, column: int, mend: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(write(text))
    found = refused.value.finding
    assert (found.file, found.line, found.column, found.code) == ("a.yaml", line, column, "yaml")
    assert mend in found.mend.zh
    assert found.mend.en


def test_too_large_or_no_text_or_a_link(tmp_path: Path, write: Callable[[str], Path]) -> None:
    whole = write("name: 甲\n")
    link = tmp_path / "b.yaml"
    link.symlink_to(whole)
    bytes_ = tmp_path / "c.yaml"
    bytes_.write_bytes(b"\xff\xfe")
    large = tmp_path / "d.yaml"
    large.write_text("# " + "x" * 600_000)
    for path in (link, bytes_, large):
        with pytest.raises(Unreadable) as refused:
            read(path)
        assert (refused.value.finding.file, refused.value.finding.code) == (path.name, "unreadable")


@pytest.mark.parametrize(
    ("text", "place", "code", "mend_zh", "mend_en"),
    [
        ("code: '05'\n", (1, 1), "missing_field", "加上 name：名称", "Add name."),
        ("name: 甲\nkinds: a\n", (2, 1), "unknown_field", "是不是想写：kind？", "Did you mean: kind?"),
        ("name: 甲\nkind: c\n", (2, 1), "schema_enum", "从这些里选：a、b。", "Choose one of: a, b."),
        ("name: 甲\ncode: x5\n", (2, 1), "schema_pattern", "该是：^[0-9]{2}$。", "It should match ^[0-9]{2}$."),
        ("name: 甲\ncode: 5\n", (2, 1), "schema_type", "改成文字。像 05 这样的代码要加引号。", "Make it text."),
        ("name: 甲\nlevel: 9\n", (2, 1), "schema_maximum", "最多 6。", "At most 6."),
        ("name: 甲\nunverified: false\n", (2, 1), "schema_const", "写 true。", "Write true."),
        (
            "name: 甲\nbasis: {}\n",
            (2, 1),
            "schema_oneOf",
            "source、unverified，写一个。",
            "Write one of source, unverified.",
        ),
    ],
)
def test_each_fault_is_told_with_its_mend(
    write: Callable[[str], Path], text: str, place: tuple[int, int], code: str, mend_zh: str, mend_en: str
) -> None:
    ((_, found),) = violations(read(write(text)), SCHEMA)
    assert ((found.line, found.column), found.code) == (place, code)
    assert found.mend.zh == mend_zh
    assert found.mend.en.startswith(mend_en)


def test_a_good_file_has_no_findings(write: Callable[[str], Path]) -> None:
    assert list(violations(read(write("name: 甲\nbasis: {source: x}\n")), SCHEMA)) == []


def test_a_finding_as_one_line() -> None:
    found = Finding("a.yaml", 3, 5, "x", Text("不对。", "Wrong."), Text("改。", "Mend it."))
    assert str(found) == "a.yaml:3:5: 不对。 改。 / Wrong. Mend it."


def test_schemas_are_read_from_files(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"title": "甲"}', encoding="utf-8")
    assert load_schema(tmp_path / "a.json") == {"title": "甲"}
