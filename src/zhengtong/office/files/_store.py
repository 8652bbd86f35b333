"""Storing and reading files."""

import hashlib
from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import FILES
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic, forbid_in_transaction
from zhengtong.office.files import _policy, _vault
from zhengtong.office.files._actions import STORED
from zhengtong.office.files.data import FileChanged, FileData, FileMissing, FileTooLarge, MediaTypeRefused
from zhengtong.office.files.models import StoredFile
from zhengtong.trust.audit import api as audit

LARGEST_BYTES = 20 * 1024 * 1024

_BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def store(
    content: bytes, *, name: str, media_type: str, owner: tuple[str, str], actor: Actor, at: datetime
) -> FileData:
    """Keep a file for `owner` (type, id). The content is durable before the row is.

    MediaTypeRefused unless the bytes are the PDF, PNG or JPEG that `media_type` says; FileTooLarge over 20 MB;
    TooManyFiles for who has sent enough today.
    """
    _policy.may_store(actor)
    forbid_in_transaction("writing a file")
    refuse_too_large(content)
    if media_type_of(content) != media_type:
        raise MediaTypeRefused()
    counts.spend(FILES, actor)
    sha256 = hashlib.sha256(content).hexdigest()
    address = _vault.address_of(sha256)
    _vault.put(address, content)
    with atomic():
        row = StoredFile.objects.create(
            name=name[:200],
            media_type=media_type,
            size=len(content),
            sha256=sha256,
            address=address,
            owner_type=owner[0],
            owner_id=owner[1],
            at=at,
        )
        audit.record(
            actor=actor, at=at, action=STORED, on=("file", row.pk), detail={"sha256": sha256, "owner": list(owner)}
        )
    return _data(row)


def refuse_too_large(content: bytes) -> None:
    """FileTooLarge over 20 MB."""
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge(megabytes=LARGEST_BYTES // 1024**2)


def media_type_of(content: bytes) -> str:
    """The media type the first bytes tell; empty when it is none we take."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")


def read(file_id: str) -> bytes:
    """The content, exactly as stored. NotFound, FileMissing, FileChanged. One query."""
    row = _row(file_id)
    try:
        content = _vault.get(row.address)
    except FileNotFoundError as error:
        raise FileMissing(file_id=file_id) from error
    except _vault.ChangedError as error:
        raise FileChanged(file_id=file_id) from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileChanged(file_id=file_id)
    return content


def describe(file_id: str) -> FileData:
    """Name, type, size and hash of a file. NotFound. One query."""
    return _data(_row(file_id))


def _row(file_id: str) -> StoredFile:
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None:
        raise NotFound()
    return row


def _data(row: StoredFile) -> FileData:
    return FileData(id=row.pk, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256)
