"""What a backup and a restore refuse, each by its name."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow
from zhengtong.trust.backup import _archive
from zhengtong.trust.backup import api as backups
from zhengtong.trust.backup._backup import CONTEXT
from zhengtong.trust.backup.data import Manifest
from zhengtong.trust.keys.api import SealingWriter

pytestmark = pytest.mark.django_db
_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_PASSPHRASE = "twelve chars"  # exactly 12
_SYSTEM = system("test")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    (tmp_path / "home" / "files").mkdir(parents=True)
    (tmp_path / "home" / "files" / "a").write_text("a")
    return tmp_path / "home"


def test_short_passphrase(tmp_path: Path) -> None:
    with pytest.raises(backups.PassphraseTooShort, match="at least 12"):
        backups.backup(tmp_path / "b", _PASSPHRASE[:-1], actor=_SYSTEM, at=_AT)
    assert not (tmp_path / "b").exists()


def test_existing_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("precious")
    with pytest.raises(backups.DestinationExists):
        backups.backup(tmp_path / "b", _PASSPHRASE, actor=_SYSTEM, at=_AT)
    assert (tmp_path / "b").read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "home"]


@pytest.mark.parametrize("place", ["home/b", "home/files/b", "nowhere/b"])
def test_place(tmp_path: Path, place: str) -> None:
    with pytest.raises(backups.DestinationRefused):
        backups.backup(tmp_path / place, _PASSPHRASE, actor=_SYSTEM, at=_AT)


@pytest.mark.django_db(transaction=True)
def test_only_with_permission(tmp_path: Path) -> None:
    clerk = Actor(kind="staff", id="user:1", name="王芳")
    with pytest.raises(Forbidden):
        backups.backup(tmp_path / "b", _PASSPHRASE, actor=clerk, at=_AT)
    keeper = Actor(kind="administrator", id="user:2", name="李强", permissions=frozenset({"backups.make"}))
    made = backups.backup(tmp_path / "b", _PASSPHRASE, actor=keeper, at=_AT)
    row = AuditRow.objects.get(action="backup.made")
    assert (row.actor_id, row.object_id, made.size) == ("user:2", "b", (tmp_path / "b").stat().st_size)
    assert _PASSPHRASE not in row.detail
    assert audit.declared()["backup.made"].text.zh == "做了备份"


def test_never_inside_a_transaction(tmp_path: Path) -> None:
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        backups.backup(tmp_path / "b", _PASSPHRASE, actor=_SYSTEM, at=_AT)
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        backups.restore(tmp_path / "b", tmp_path / "new", _PASSPHRASE)


def test_home_files_leave_out_the_database_the_lock_and_scratch(home: Path) -> None:
    for name in ("zhengtong.sqlite3", "zhengtong.sqlite3-wal", "log/lock", ".backup-x/zhengtong.sqlite3", "files/lock"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text("x")
    assert [path.as_posix() for path in _archive.home_files(home)] == ["files/a", "files/lock"]


def _sealed(path: Path, members: dict[str, bytes]) -> Path:
    with path.open("wb") as file:
        writer = SealingWriter(file, CONTEXT, _PASSPHRASE)
        with tarfile.open(fileobj=writer, mode="w|") as tar:
            for name, content in members.items():
                _archive.add_bytes(tar, name, content)
        writer.finish()
    return path


@pytest.mark.slow
def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    for name in ("../out", "/tmp/out", "home/../../out"):
        with pytest.raises(backups.BackupUnreadable):
            backups.restore(_sealed(tmp_path / "b", {name: b"x"}), tmp_path / "new", _PASSPHRASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "home"]


@pytest.mark.slow
def test_other_engine_and_other_format(tmp_path: Path) -> None:
    other = Manifest("2026-11-23", "oracle", ())
    with pytest.raises(backups.OtherEngine, match="oracle"):
        backups.restore(_sealed(tmp_path / "b", {"manifest.json": other.as_json()}), tmp_path / "new", _PASSPHRASE)
    newer = other.as_json().replace(b'"format": 1', b'"format": 2')
    with pytest.raises(backups.BackupUnreadable, match="format 2"):
        backups.restore(_sealed(tmp_path / "b", {"manifest.json": newer}), tmp_path / "new", _PASSPHRASE)
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_wrong_passphrase_cut_and_change_are_told_apart(tmp_path: Path) -> None:
    file = _sealed(tmp_path / "b", {"manifest.json": b"{}"})
    whole = file.read_bytes()
    with pytest.raises(backups.WrongPassphrase):
        backups.restore(file, tmp_path / "new", "another phrase")
    for length in (len(whole) - 1, len(whole) // 2):
        file.write_bytes(whole[:length])
        with pytest.raises(backups.BackupTruncated):
            backups.restore(file, tmp_path / "new", _PASSPHRASE)
    file.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
    with pytest.raises(backups.BackupUnreadable, match="chunk 0 was changed"):
        backups.restore(file, tmp_path / "new", _PASSPHRASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "home"]


def test_not_a_backup_at_all(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("hello\n")
    with pytest.raises(backups.BackupUnreadable, match="not a sealed file"):
        backups.restore(tmp_path / "b", tmp_path / "new", _PASSPHRASE)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(backups.NoSuchBackup, match="no such file"):
        backups.restore(tmp_path / "b", tmp_path / "new", _PASSPHRASE)


@pytest.mark.django_db(transaction=True)
def test_a_place_nothing_can_be_made_in_is_named(tmp_path: Path) -> None:
    backups.backup(tmp_path / "b", _PASSPHRASE, actor=_SYSTEM, at=_AT)
    with pytest.raises(backups.PlaceRefused, match="b"):
        backups.restore(tmp_path / "b", tmp_path / "b" / "home", _PASSPHRASE)  # below a file there is no folder


@pytest.mark.slow
def test_what_follows_the_sealed_end_is_refused(tmp_path: Path) -> None:
    file = _sealed(tmp_path / "b", {"manifest.json": b"{}"})
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(backups.BackupUnreadable, match="something follows the end"):
        backups.restore(file, tmp_path / "new", _PASSPHRASE)


def test_home_with_anything_in_it(tmp_path: Path, home: Path) -> None:
    (tmp_path / "b").touch()
    with pytest.raises(backups.HomeNotEmpty, match="files"):
        backups.restore(tmp_path / "b", home, _PASSPHRASE)
