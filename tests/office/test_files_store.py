"""Files: encrypted on the disk, durable before the row, faults named."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from zhengtong.kernel.actor import ANONYMOUS, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.office.files import _store, api
from zhengtong.office.files.data import FileChanged, FileData, FileMissing, FileTooLarge, MediaTypeRefused
from zhengtong.office.files.models import StoredFile
from zhengtong.trust.audit import api as audit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + "王五的确认书".encode()


def keep(content: bytes = PDF, media_type: str = "application/pdf") -> FileData:
    return api.store(
        content, name="确认书.pdf", media_type=media_type, owner=("licence", "L1"), actor=system("test"), at=AT
    )


def on_disk(file: FileData) -> Path:
    address = StoredFile.objects.get(pk=file.id).address
    return Path(settings.ZHENGTONG_HOME) / "files" / address[:2] / address


def test_what_is_stored_is_read_back() -> None:
    file = keep()
    assert api.read(file.id) == PDF
    assert api.describe(file.id) == file
    assert (file.size, file.sha256) == (len(PDF), sha256(PDF).hexdigest())


def test_the_disk_holds_no_clear_text_and_no_clear_hash() -> None:
    path = on_disk(keep())
    raw = path.read_bytes()
    assert b"PDF" not in raw and "王五".encode() not in raw
    assert path.name != sha256(PDF).hexdigest()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_content_lies_once() -> None:
    first, second = keep(), keep()
    assert first.id != second.id
    assert on_disk(first) == on_disk(second)


@pytest.mark.parametrize("position", [0, 3, 4, 20, -1])
def test_a_changed_byte_is_named(position: int) -> None:
    file = keep()
    raw = bytearray(on_disk(file).read_bytes())
    raw[position] ^= 1
    on_disk(file).write_bytes(raw)
    with pytest.raises(FileChanged) as caught:
        api.read(file.id)
    assert file.id in caught.value.message("en")


def test_another_files_content_in_its_place_is_named() -> None:
    file, other = keep(), keep(PDF + b"2")
    on_disk(file).write_bytes(on_disk(other).read_bytes())
    with pytest.raises(FileChanged):
        api.read(file.id)


def test_a_missing_file_is_named_and_storing_it_again_heals_it() -> None:
    file = keep()
    on_disk(file).unlink()
    with pytest.raises(FileMissing) as caught:
        api.read(file.id)
    assert file.id in caught.value.message("zh-Hans")
    keep()
    assert api.read(file.id) == PDF


def test_an_unknown_file_is_not_found() -> None:
    with pytest.raises(NotFound):
        api.read("nothing")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"<html>", "application/pdf"), (PDF, "image/png"), (b"MZ\x90", "application/x-msdownload"), (b"", "")],
)
def test_a_wrong_media_type_is_refused(content: bytes, media_type: str) -> None:
    if not content:
        assert api.media_type_of(content) == ""
        return
    with pytest.raises(MediaTypeRefused):
        keep(content, media_type)


@pytest.mark.parametrize(
    ("beginning", "kind"), [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg")]
)
def test_images_are_taken(beginning: bytes, kind: str) -> None:
    assert keep(beginning + b"x", kind).media_type == kind


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_store, "LARGEST_BYTES", 10)
    with pytest.raises(FileTooLarge):
        keep()


def test_nobody_in_particular_may_not_store() -> None:
    with pytest.raises(Forbidden):
        api.store(PDF, name="a", media_type="application/pdf", owner=("x", "1"), actor=ANONYMOUS, at=AT)


def test_storing_writes_an_audit_row() -> None:
    (entry,) = audit.entries_on("file", keep().id)
    assert entry.action.name == "office.files.stored"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_inside_a_transaction() -> None:
    with pytest.raises(SlowInsideTransactionError), transaction.atomic():
        keep()
    assert not StoredFile.objects.exists()
