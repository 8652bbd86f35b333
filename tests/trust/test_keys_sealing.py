"""Sealed files: a cut, a change and a wrong key are told apart."""

import io
import secrets
from pathlib import Path

import pytest

from zhengtong.trust.keys import api as keys

_CHUNK = 1 << 20
_FRAME = 4 + 16  # length and authentication tag of each chunk


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    keys.make()
    return tmp_path


@pytest.mark.parametrize("size", [0, 1, _CHUNK - 1, _CHUNK, _CHUNK + 1, 3 * _CHUNK])
def test_opens_what_was_sealed(size: int) -> None:
    plain = secrets.token_bytes(size)
    sealed = keys.seal_bytes(plain, "files/1")
    assert keys.open_bytes(sealed, "files/1") == plain
    if size > 16:
        assert plain[:16] not in sealed


def test_every_sealing_differs() -> None:
    assert keys.seal_bytes(b"same", "files/1") != keys.seal_bytes(b"same", "files/1")


def test_another_context_does_not_open() -> None:
    with pytest.raises(keys.WrongKeyError):
        keys.open_bytes(keys.seal_bytes(b"secret", "files/1"), "files/2")


def test_every_changed_byte_is_found() -> None:
    sealed = keys.seal_bytes(b"short", "files/1")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(keys.UnreadableError):
            keys.open_bytes(bytes(changed), "files/1")


def test_every_cut_is_found() -> None:
    sealed = keys.seal_bytes(b"short", "files/1")
    for length in range(len(sealed)):
        with pytest.raises(keys.UnreadableError):
            keys.open_bytes(sealed[:length], "files/1")


def test_a_cut_between_chunks_is_named() -> None:
    sealed = keys.seal_bytes(bytes(2 * _CHUNK), "files/1")
    with pytest.raises(keys.TruncatedError):
        keys.open_bytes(sealed[: -(_CHUNK + _FRAME)], "files/1")


def test_chunks_cannot_change_places() -> None:
    sealed = keys.seal_bytes(bytes(3 * _CHUNK), "files/1")
    frame = _CHUNK + _FRAME
    head, one, two, three = (
        sealed[: -3 * frame],
        sealed[-3 * frame : -2 * frame],
        sealed[-2 * frame : -frame],
        sealed[-frame:],
    )
    assert keys.open_bytes(head + one + two + three, "files/1") == bytes(3 * _CHUNK)
    with pytest.raises(keys.UnreadableError, match="chunk 0"):
        keys.open_bytes(head + two + one + three, "files/1")


def test_passphrase() -> None:
    target = io.BytesIO()
    writer = keys.SealingWriter(target, "backup", "correct horse battery")
    writer.write(b"everything")
    writer.finish()
    sealed = target.getvalue()
    assert keys.OpeningReader(io.BytesIO(sealed), "backup", "correct horse battery").readall() == b"everything"
    with pytest.raises(keys.WrongKeyError):
        keys.OpeningReader(io.BytesIO(sealed), "backup", "correct horse batterz")


def test_a_writer_that_never_finished_reads_as_truncated() -> None:
    target = io.BytesIO()
    keys.SealingWriter(target, "backup").write(b"everything")
    with pytest.raises(keys.TruncatedError):
        keys.open_bytes(target.getvalue(), "backup")
