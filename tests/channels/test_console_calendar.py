"""`zhengtong calendar load FILE`, and notices in a folder that is loaded."""

import argparse
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import town as city
from clocks import LegalTime
from days_off import NOTICE_2027
from town import Town
from zhengtong.channels.console.commands import calendar as command
from zhengtong.channels.console.commands import load as load_command
from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.kernel import calendar, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    (tmp_path / "home").mkdir()
    yield Node(home=tmp_path / "home", port=8000, language="zh-Hans", wsgi="")
    calendar.use_folder(None)


@pytest.fixture
def waiting(town: Town, legal_time: LegalTime) -> str:
    legal_time.move_to(datetime(2027, 2, 3, 10, tzinfo=clock.CHINA))
    return city.send(town.daughter.actor)


def test_loading_a_notice_counts_again(
    node: Node, waiting: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text(NOTICE_2027, "utf-8")
    assert command.load(argparse.Namespace(file=file), node) == GOOD
    assert "1 件改了日期" in capsys.readouterr().out
    assert (node.home / "calendar" / "2027.yaml").read_text("utf-8") == NOTICE_2027
    # counted in tests/delivery/test_cases_due_dates.py
    assert city.case(waiting).legal_due == date(2027, 3, 8)
    assert command.load(argparse.Namespace(file=file), node) == GOOD
    assert "0 件改了日期" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "year: 2027\n", NOTICE_2027.replace("2027-02-05..", "2027-02-07..")])
def test_a_bad_notice_changes_nothing(
    node: Node, waiting: str, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text(content, "utf-8")
    assert command.load(argparse.Namespace(file=file), node) == BAD
    assert "notice.yaml" in capsys.readouterr().err
    assert list(node.home.glob("calendar/*")) == []
    assert city.case(waiting).legal_due == date(2027, 3, 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"year: 2027\ntitle: [\n", "notice.yaml：第 3 行不合 YAML 的写法。看看这一行和上一行的缩进、冒号、引号。\n"),
        (b"\xff\xd8\xff", "notice.yaml：里面有看不懂的字符。存成 UTF-8 的 YAML 文件。\n"),
        (b"year: \x07", "notice.yaml：里面有看不懂的字符。存成 UTF-8 的 YAML 文件。\n"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(
    node: Node, tmp_path: Path, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notice.yaml").write_bytes(content)
    assert command.load(argparse.Namespace(file=tmp_path / "notice.yaml"), node) == BAD
    assert capsys.readouterr().err == said


def test_a_missing_file_is_named(node: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.load(argparse.Namespace(file=tmp_path / "none.yaml"), node) == BAD
    assert "没有这个文件" in capsys.readouterr().err


def test_a_folder_with_a_notice_is_taken_in_whole(node: Node, waiting: str, tmp_path: Path) -> None:
    (node.home / "keys").mkdir()
    (tmp_path / "place" / "calendar").mkdir(parents=True)
    (tmp_path / "place" / "calendar" / "any-name.yaml").write_text(NOTICE_2027, "utf-8")
    assert load_command.run(argparse.Namespace(folder=tmp_path / "place", migrate=False), node) == GOOD
    assert [path.name for path in node.home.glob("calendar/*")] == ["2027.yaml"]
    assert city.case(waiting).legal_due == date(2027, 3, 8)
