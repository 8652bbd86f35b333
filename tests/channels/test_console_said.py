"""What the command line says when something was typed wrong, in the language of the node."""

import socket
from pathlib import Path
from typing import Any

import pytest
from console_run import node, run
from django.db import OperationalError

from zhengtong.channels.console import database, listening
from zhengtong.channels.console.commands import backup
from zhengtong.channels.console.registry import BAD, GOOD, USAGE
from zhengtong.trust.backup.api import LEAST_PASSPHRASE
from zhengtong.trust.keys import api as keys

BENCHES = ("torture", "failover", "rehearse --from .")


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("", "还缺 命令。", "command is missing."),
        ("clock", "还缺 命令。", "command is missing."),
        ("audit prove", "还缺 row。", "row is missing."),
        ("rehearse", "还缺 --from。", "--from is missing."),
        ("texts", "还缺 --applicant。", "--applicant is missing."),
        ("clock show --fast", "不认识 --fast。", "--fast is unknown."),
        (
            "bench --database ora",
            "--database ora：没有这一项，有这些：sqlite postgresql。",
            "there are: sqlite postgresql.",
        ),
        ("audit prove abc", "row abc：要写整数，最少 1。", "row abc: a whole number is wanted, 1 at least."),
        ("torture --seed abc", "--seed abc：要写整数。", "--seed abc: a whole number is wanted."),
        ("clock advance soon", "by soon：写成 7d、12h 或者 30m。", "by soon: write 7d, 12h or 30m."),
        (
            "accounts leave ann --last-day 2026-13-40",
            "--last-day 2026-13-40：没有这一天，要写成 2026-11-30 这样。",
            "--last-day 2026-13-40: there is no such day; write it as 2026-11-30.",
        ),
        (
            "serve --port 99999",
            "--port 99999：端口要写 1 到 65535 的数字，比如 8000。",
            "--port 99999: a port is a number from 1 to 65535, for instance 8000.",
        ),
        ("serve --port", "--port 后面要写上值。", "--port a value must follow."),
        ("serve --workers 0", "--workers 0：要写整数，最少 1。", "--workers 0: a whole number is wanted, 1 at least."),
        ("synthesise x --days 0", "--days 0：要写整数，最少 1。", "--days 0: a whole number is wanted, 1 at least."),
    ],
)
def test_what_is_wrong_is_said_in_one_language(line: str, zh: str, en: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*line.split()) == USAGE
    assert capsys.readouterr().err.endswith(f"这样写不对：{zh}\n")
    assert run(*line.split(), language="en") == USAGE
    said = capsys.readouterr().err
    assert "This cannot be read: " in said
    assert said.endswith(f"{en}\n")


def test_a_command_nobody_knows_is_said_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("docter") == USAGE
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("这样写不对：命令 docter：没有这一项，有这些：accounts audit backup ")
    assert " doctor " in said


def test_usage_names_what_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rehearse") == USAGE
    assert " --from OLD " in " ".join(capsys.readouterr().err.split())  # and not [--from OLD]


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("wrong", ["--seconds 0", "--seconds nan", "--seconds inf", "--clients -5", "--clients 0"])
def test_a_bench_without_people_or_time_is_not_begun(bench: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("it was begun"))
    assert run(*bench.split(), *wrong.split()) == USAGE


@pytest.mark.parametrize("line", ["rehearse --from {}", "services diff {} .", "services diff . {}", "load {}"])
def test_a_folder_that_is_not_there_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*line.format(tmp_path / "none").split()) == BAD
    assert capsys.readouterr().err == f"{tmp_path}/none：没有这个文件夹。写对路径再来。\n"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_sample_of_a_passphrase_is_long_enough(
    language: str, repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(backup.PASSPHRASE_VARIABLE, raising=False)
    assert backup.passphrase(node(language=language)) == ""
    page = (repository / "docs/operations.md").read_text("utf-8")
    for told in (capsys.readouterr().err, page.partition(f"export {backup.PASSPHRASE_VARIABLE}")[2]):
        assert len(told.split("'")[1]) >= LEAST_PASSPHRASE


def test_a_folder_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(backup.PASSPHRASE_VARIABLE, "x" * LEAST_PASSPHRASE)
    assert run("restore", str(tmp_path), home=tmp_path / "new") == BAD
    assert capsys.readouterr().err == f"{tmp_path} 是文件夹。请写备份文件的路径。\n"


def test_what_is_no_backup_is_said_in_one_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(backup.PASSPHRASE_VARIABLE, "x" * LEAST_PASSPHRASE)
    (tmp_path / "b").write_text("hello\n")
    assert run("restore", str(tmp_path / "b"), home=tmp_path / "new") == BAD
    said = capsys.readouterr().err
    assert said == f"{tmp_path}/b 被改过，或者不是政通的备份（开头不是政通封好的文件）。\n"


@pytest.mark.django_db
def test_who_is_unknown_is_named(tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ZHENGTONG_HOME = tmp_path
    keys.make()
    assert run("accounts", "leave", "nobody", home=tmp_path) == BAD
    assert capsys.readouterr().err == "没有登录名是 nobody 的账户。看看有没有写错。\n"


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "demo.json").touch(mode=0o600)

    def away() -> str:
        raise OperationalError("connection failed: Connection refused\n\tIs the server running on that host?\n")

    monkeypatch.setattr(database, "answers", away)
    assert run("doctor", home=tmp_path) == BAD
    said = capsys.readouterr().out
    assert said.startswith("✗ 数据库连不上。")
    assert said.splitlines()[0].endswith("驱动的原话：“connection failed: Connection refused”")
    assert said.endswith("有 1 处要处理。\n")
    assert run("doctor", home=tmp_path, language="en") == BAD
    assert capsys.readouterr().out.endswith("1 thing needs attention.\n")


def test_a_port_somebody_has_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(listening, "_PATIENCE_SECONDS", 0.0)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server does
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert listening.fault("127.0.0.1", port, node()) == BAD
    assert capsys.readouterr().err.startswith(f"{port} 端口有别的程序在用。换一个：")
    assert listening.fault("127.0.0.1", port, node()) == GOOD


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("zwfw.example", "--host zwfw.example：要写地址"),
        ("localhost", "--host localhost：要写地址"),
        ("203.0.113.9", "这台机器没有 203.0.113.9 这个地址"),  # RFC 5737: nobody's
    ],
)
def test_a_host_nobody_can_listen_on_is_said(host: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert listening.fault(host, 8000, node()) == BAD
    assert capsys.readouterr().err.startswith(said)


def test_a_port_that_is_not_permitted_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert listening.fault("127.0.0.1", 80, node()) == BAD
    assert capsys.readouterr().err.startswith("本账户不能用 80 端口。")
