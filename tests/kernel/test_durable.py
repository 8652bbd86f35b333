"""What outlives a power cut is on the disk before its name is, and its name before anybody is told."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from zhengtong.kernel import durable
from zhengtong.office.files import _vault
from zhengtong.trust.backup import _backup, _mark
from zhengtong.trust.keys import _store

SHA = "a" * 64


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files and folders that were brought to the disk, as they were called then."""
    found: list[Path] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        found.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    return found


def test_the_file_before_its_name_and_then_its_folder(tmp_path: Path, synced: list[Path]) -> None:
    path = tmp_path / "mark"
    path.write_text("old")
    durable.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    content, folder = synced
    assert (content.parent, folder) == (tmp_path, tmp_path)
    assert content != path  # under another name still
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_first_stays(tmp_path: Path, synced: list[Path]) -> None:
    path = tmp_path / "key"
    assert durable.write_new(path, b"first")
    assert not durable.write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each == tmp_path for each in synced] == [False, True, False, True]
    assert list(tmp_path.iterdir()) == [path]


def _backed_up(home: Path) -> Path:
    with _backup._new_file(home / "backup") as file:
        file.write(b"sealed")
    return home


def _key(home: Path) -> Path:
    _store.write_new(_store.folder() / "data-9.key", b"k" * 32)
    return home / "keys"


def _marked(home: Path) -> Path:
    _mark.note_made(datetime(2026, 11, 28, tzinfo=UTC))
    return home


def _content(home: Path) -> Path:
    _store.make()
    _vault.put(SHA, b"paper")
    return home / "files" / SHA[:2]


@pytest.mark.parametrize("write", [_backed_up, _key, _marked, _content], ids=lambda one: one.__name__)
def test_a_name_is_on_the_disk_when_it_is_told(
    write: Callable[[Path], Path], tmp_path: Path, settings: Any, synced: list[Path]
) -> None:
    settings.ZHENGTONG_HOME = tmp_path
    folder = write(tmp_path)
    assert folder in synced


def test_a_new_folder_of_keys_or_contents_is_too(tmp_path: Path, settings: Any, synced: list[Path]) -> None:
    settings.ZHENGTONG_HOME = tmp_path
    _key(tmp_path)
    assert tmp_path in synced
    _content(tmp_path)
    assert tmp_path / "files" in synced
