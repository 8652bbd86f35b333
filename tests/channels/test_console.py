"""The command line as a person meets it."""

import json
import shutil
import stat
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from console_run import run
from django.db import connection

from zhengtong.channels.console import cli
from zhengtong.channels.console.commands.clock import duration
from zhengtong.channels.console.registry import BAD, GOOD, USAGE, Command, Needs, found, words
from zhengtong.channels.console.worker import Loop, Loops
from zhengtong.kernel import clock
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.work import Work
from zhengtong.trust.keys import api as keys


@pytest.mark.parametrize("word", sorted({"", *(word.split()[0] for word in words()), *words()}))
@pytest.mark.parametrize(("language", "usage"), [("zh-Hans", "用法：zhengtong"), ("en", "usage: zhengtong")])
def test_help_stands_on_every_level(word: str, language: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*word.split(), "--help", language=language) == GOOD
    said = capsys.readouterr().out
    assert said.startswith(f"{usage} {word}".rstrip())
    assert ("显示这段说明" in said) == (language == "zh-Hans")


@pytest.mark.parametrize("argv", [[], ["fly"], ["clock"], ["clock", "advance", "soon"], ["serve", "--port", "x"]])
def test_a_line_that_cannot_be_read_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*argv) == USAGE
    assert "这样写不对" in capsys.readouterr().err


def test_a_folder_of_folders_is_checked_folder_by_folder(
    tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heating = repository / "tests/services/civil-affairs/winter-heating"
    for name in ("right", "wrong"):
        shutil.copytree(heating, tmp_path / "services" / name)
    assert run("services", "check", str(tmp_path)) == GOOD
    (tmp_path / "services/wrong/rules.yaml").write_text("conditions: 3\n", encoding="utf-8")
    assert run("services", "check", str(tmp_path)) == BAD
    assert "services/wrong/rules.yaml:1:" in capsys.readouterr().out
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing/notes.txt").write_text("x", encoding="utf-8")
    assert run("services", "check", str(tmp_path / "nothing")) == BAD
    said = capsys.readouterr().out
    assert "这里没有 service.yaml" in said
    assert "notes.txt" not in said  # what lies there is not the point


def test_every_command_says_what_it_does_in_both_languages() -> None:
    assert all(entry.help.zh and entry.help.en for entry in found().values())


@pytest.mark.parametrize(
    ("text", "span"), [("7d", timedelta(days=7)), ("12h", timedelta(hours=12)), ("30m", timedelta(minutes=30))]
)
def test_spans_of_time(text: str, span: timedelta) -> None:
    assert duration(text) == span


def test_a_home_not_made_by_the_demo_keeps_the_time(capsys: pytest.CaptureFixture[str]) -> None:
    before = clock.offset()
    assert run("clock", "advance", "7d") == BAD
    assert "只有演示环境能拨快时间" in capsys.readouterr().err
    assert clock.offset() == before


def test_a_demo_home_advances_for_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_offset_file", type(clock._offset_file)())
    clock.allow_advance(tmp_path / "clock.json")
    assert run("clock", "advance", "7d") == GOOD
    assert json.loads((tmp_path / "clock.json").read_text()) == {"offset_seconds": 7 * 24 * 3600}


def test_a_refusal_is_told_with_its_fields(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> int:
        raise Invalid([FieldProblem("codes.basic", "length", Text("写 12 位", "Write 12 digits"))])

    monkeypatch.setattr(cli, "found", lambda: {"try": Command("try", Text("试", "Try"), refuse, needs=Needs.NOTHING)})
    assert run("try", language="en") == BAD
    assert capsys.readouterr().err == "1 entries need a change.\n  codes.basic: Write 12 digits\n"


@pytest.mark.django_db
def test_what_is_wrong_in_a_file_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "organisations.yaml"
    path.write_text('regions:\n  - {code: "990000", name: 安澜省, level: 9}\norganisations: []\nposts: []\n')
    assert run("load", str(tmp_path), home=tmp_path, language="en") == BAD
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "  organisations.yaml:2:33: “regions.0.level” is too long or big. At most 6."


def test_two_folders_are_compared_as_they_would_be_published(
    capsys: pytest.CaptureFixture[str], repository: Path, tmp_path: Path
) -> None:
    base = repository / "services/civil-affairs/old-age-allowance"
    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    (copy / "guide.md").write_text("## 谁能申请\n")
    assert run("services", "diff", str(base), str(base)) == GOOD
    assert run("services", "diff", str(base), str(copy)) == BAD
    assert capsys.readouterr().out.startswith("两版一样。\nguide.md: ")
    (copy / "form.yaml").write_text("pages: [")
    assert run("services", "diff", str(base), str(copy)) == BAD
    assert f"{copy}/form.yaml:1:" in capsys.readouterr().err


@pytest.mark.django_db
def test_doctor_is_content_with_a_good_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "demo.json").touch(mode=0o600)
    assert run("doctor", home=tmp_path) == GOOD
    said = capsys.readouterr().out
    assert said.startswith(f"✓ 数据库应答：{connection.vendor}")
    assert said.endswith("都好。\n")


@pytest.mark.django_db
def test_doctor_names_a_key_others_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "data-1.key").touch(mode=0o600)
    (tmp_path / "keys" / "data-1.key").chmod(0o644)
    (tmp_path / "zhengtong.sqlite3").touch(mode=0o600)
    (tmp_path / "zhengtong.sqlite3").chmod(0o640)
    assert run("doctor", home=tmp_path, language="en") == BAD
    said = capsys.readouterr().out
    assert f"✗ Others can read data-1.key, zhengtong.sqlite3: chmod -R go= {tmp_path}" in said
    assert stat.S_IMODE((tmp_path / "keys" / "data-1.key").stat().st_mode) == 0o644


READING = [word.split() for word in ("audit verify", "doctor", "search 老人", "backup b", "licence verify f", "serve")]


@pytest.mark.parametrize("argv", READING)
@pytest.mark.parametrize("exists", [True, False])
def test_a_home_without_data_is_named_and_stays_as_it_was(
    argv: list[str], exists: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    if exists:
        home.mkdir()
    assert run(*argv, home=home) == USAGE
    assert f"{home}：这里没有政通的数据" in capsys.readouterr().err
    assert list(tmp_path.rglob("*")) == ([home] if exists else [])


@pytest.mark.parametrize("argv", [*READING, ["migrate"], ["restore", "b"], ["load", "."]])
def test_a_home_that_is_a_file_is_named(argv: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "home").touch()
    assert run(*argv, home=tmp_path / "home") == USAGE
    assert "是文件，不是文件夹" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_lost_key_stops_every_command_and_is_named(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ZHENGTONG_HOME = tmp_path
    keys.make()
    lost = tmp_path / "keys" / "data-1.key"
    lost.rename(tmp_path / "data-1.key")
    for argv in (["audit", "verify"], ["doctor"], ["migrate"], ["serve"]):
        assert run(*argv, home=tmp_path) == BAD
        said = capsys.readouterr()
        assert f"密钥不见了：{lost}。" in said.out + said.err
    assert not lost.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "zwfw.example"])
def test_a_demo_home_serves_its_own_machine_only(
    host: str, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys").mkdir()
    settings.ZHENGTONG_DEMO = True
    assert run("serve", "--host", host, home=tmp_path) == USAGE
    assert "--host 只能写 127.0.0.1" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_the_loop_gives_each_work_its_own_pace_and_outlives_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    ran: list[str] = []

    def busy() -> int:
        ran.append("busy")
        return 1

    def idle() -> int:
        ran.append("idle")
        return 0

    def broken() -> int:
        ran.append("broken")
        raise OSError("the other side is down")

    loop = Loop([Work("busy", busy), Work("idle", idle, 0.5), Work("broken", broken, 0.5)])
    assert loop.turn() == 0.0  # busy handled something and is due again at once
    now[0] += 0.4
    loop.turn()
    now[0] += 0.2  # 0.6 s after the first turn: idle is due again (0.5 s), broken only after 5 s
    loop.turn()
    assert ran == ["busy", "idle", "broken", "busy", "busy", "idle"]


@pytest.mark.django_db(transaction=True)
def test_work_that_waits_for_another_server_holds_up_nothing_else() -> None:
    hangs, ran = Event(), Event()

    def hung() -> int:
        hangs.wait(60)
        return 0

    def other() -> int:
        ran.set()
        loops.stop()
        hangs.set()
        return 0

    loops = Loops([Work("mail", hung, waits=True), Work("audit", other)])
    loops.run()
    assert ran.is_set()


@pytest.mark.django_db(transaction=True)
def test_when_one_thread_of_a_worker_ends_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    loops = Loops([Work("mail", lambda: 0, waits=True), Work("audit", lambda: 0)])
    monkeypatch.setattr(loops._own[0], "run", lambda: None)
    loops.run()  # returns, instead of going on without the mail


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["backup", "restore"])
def test_a_missing_passphrase_is_named_with_its_variable(
    word: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ZHENGTONG_HOME = tmp_path
    keys.make()
    monkeypatch.delenv("ZHENGTONG_BACKUP_PASSPHRASE", raising=False)
    assert run(word, str(tmp_path / "b"), home=tmp_path) == USAGE
    assert "ZHENGTONG_BACKUP_PASSPHRASE" in capsys.readouterr().err


def test_a_bench_nobody_knows_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "nope") == USAGE
    assert "没有这一项：nope" in capsys.readouterr().err
