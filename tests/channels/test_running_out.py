"""What runs out with time: doctor says so before it has."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from clocks import LegalTime
from zhengtong.channels.console import running_out
from zhengtong.channels.console.commands import doctor
from zhengtong.kernel import clock
from zhengtong.trust.backup import _mark
from zhengtong.trust.seals import _authority


def said(home: Path) -> list[tuple[bool, str]]:
    return [(check.good, check.text.zh) for check in running_out.checks(home)]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ZHENGTONG_HOME = tmp_path
    return tmp_path


def test_the_next_year_is_wanted_in_december(home: Path, legal_time: LegalTime) -> None:
    legal_time.move_to(datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert said(home)[0] == (True, "2026年的放假安排有了")
    legal_time.move_to(datetime(2026, 12, 1, 8, tzinfo=UTC))
    good, words = said(home)[0]
    assert not good
    assert words.startswith("没有2027年的放假安排，算到那年的日子都是暂定的。")
    assert "zhengtong calendar load" in words


def test_a_seal_that_ends_within_a_month_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "keys"
    folder.mkdir()
    monkeypatch.setattr(_authority.keys, "folder", lambda: folder)
    _authority.seal_identity("11990100MB0000001T", "清和市民政局")
    assert (True, "印章证书都在有效期里") in said(home)
    made = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: made + timedelta(days=3 * 365 - 30, hours=1))
    [(good, words)] = [one for one in said(home) if "印章证书" in one[1]]
    assert not good
    day = clock.china_date(made - timedelta(days=1) + timedelta(days=3 * 365)).isoformat()
    assert words.startswith(f"印章证书“演示 清和市民政局”{day}到期：把 {folder}/seals/seal-11990100MB0000001T-")


@pytest.mark.parametrize(
    ("age", "good", "words"),
    [
        (timedelta(hours=47), True, "上次备份：2026-11-"),
        (timedelta(hours=49), False, "超过两天了"),
        (timedelta(hours=-1), False, "还没到"),
    ],
)
def test_the_age_of_the_last_backup(
    home: Path, monkeypatch: pytest.MonkeyPatch, age: timedelta, good: bool, words: str
) -> None:
    now = datetime(2026, 11, 26, 8, tzinfo=UTC)
    monkeypatch.setattr(clock, "real_now", lambda: now)
    assert said(home)[-1] == (False, "还没有备份过：zhengtong backup 文件")
    (home / "last-backup").write_text((now - age).isoformat())
    assert said(home)[-1][0] is good
    assert words in said(home)[-1][1]


@pytest.mark.parametrize("content", [b"", b"yesterday", b"2026-11-26", b"\xff\xfe"])
def test_a_mark_of_the_last_backup_that_cannot_be_read_is_a_finding(home: Path, content: bytes) -> None:
    (home / "last-backup").write_bytes(content)
    assert said(home)[-1] == (
        False,
        f"上次什么时候备份的，{home}/last-backup 读不出来：再备份一次就好，zhengtong backup 文件",
    )


def test_the_mark_of_a_backup_is_on_the_disk_before_it_gets_its_name(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (done.append("fsync"), fsync(number)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (done.append("replace"), replace(path, to))[1])
    made = datetime(2026, 11, 26, 8, tzinfo=UTC)
    _mark.note_made(made)
    assert done == ["fsync", "replace", "fsync"]  # the content, the name, and that the name stays
    assert _mark.last_made() == made
    assert [(path.name, path.stat().st_mode & 0o777) for path in home.iterdir()] == [("last-backup", 0o600)]


def test_a_demo_home_needs_no_backup(home: Path) -> None:
    (home / "demo.json").touch()
    assert not any("备份" in words for _, words in said(home))


@pytest.mark.django_db
@override_settings(ZHENGTONG_LIMITS={"drafts": None, "files": 5})
def test_limits_that_are_off_are_named(home: Path) -> None:
    said = [check.text.zh for check in doctor.checks(home) if not check.good]
    assert "这些不限数：drafts。不是演示就在 limits.yaml 里写上数，或者删掉这几行" in said
    (home / "demo.json").touch()
    assert not any("不限数" in check.text.zh for check in doctor.checks(home))
