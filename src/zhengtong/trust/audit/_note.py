"""Checkpoints as C2SP signed notes (tlog-checkpoint, signed-note): origin, size, root, Ed25519 signature."""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass

from zhengtong.trust.audit import _files
from zhengtong.trust.audit._merkle import EMPTY_ROOT
from zhengtong.trust.keys import api as keys
from zhengtong.trust.keys.ports import Signer

_KEY = "audit-log"
_ED25519 = b"\x01"
_RAW_KEY = 32
_DASH = "— "


class CheckpointError(Exception):
    """The checkpoint cannot be read or its signature is not ours."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed head of the log. `note` is the whole signed note as published."""

    origin: str
    size: int
    root: bytes
    note: str


EMPTY = Checkpoint("", 0, EMPTY_ROOT, "")


def origin() -> str:
    """The log's name, made from its key, so that no two logs share one."""
    return "zhengtong.invalid/audit/" + hashlib.sha256(_public()).hexdigest()[:16]


def verifier_key() -> str:
    """What a checker outside is given: `<name>+<key id>+<base64 of type and key>`, the form Go's note package reads."""
    return f"{origin()}+{_key_id().hex()}+{b64encode(_ED25519 + _public()).decode()}"


def sign(size: int, root: bytes) -> Checkpoint:
    """A new checkpoint."""
    text = f"{origin()}\n{size}\n{b64encode(root).decode()}\n"
    signature = b64encode(_key_id() + _signer().sign(text.encode())).decode()
    return Checkpoint(origin(), size, root, f"{text}\n{_DASH}{origin()} {signature}\n")


def read() -> Checkpoint:
    """The published checkpoint, its signature checked; EMPTY when none was published. CheckpointError when bad."""
    try:
        note = (_files.folder() / "checkpoint").read_bytes()
    except FileNotFoundError:
        return EMPTY
    return parse(note)


def parse(note: bytes) -> Checkpoint:
    """A checkpoint of this log from its note, exactly as we write it. CheckpointError when it is not."""
    try:
        text, _, signatures = note.decode().rpartition("\n\n")
        name, size, root = text.split("\n")
        checkpoint = Checkpoint(name, int(size), b64decode(root, validate=True), note.decode())
        mark, signer_name, signature = signatures.removesuffix("\n").split(" ")
        blob = b64decode(signature, validate=True)
    except (ValueError, Base64Error) as error:
        raise CheckpointError("not a checkpoint of ours") from error
    good = keys.verifier("ed25519", _signer().public_bytes).verify(blob[4:], (text + "\n").encode())
    if not good or blob[:4] != _key_id() or (mark, signer_name) != (_DASH.strip(), origin()):
        raise CheckpointError("the signature does not match")
    if name != origin() or _rewritten(checkpoint, blob) != note.decode():
        raise CheckpointError("not written as we write it")
    return checkpoint


def _rewritten(checkpoint: Checkpoint, blob: bytes) -> str:
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{b64encode(checkpoint.root).decode()}\n"
    return f"{text}\n{_DASH}{checkpoint.origin} {b64encode(blob).decode()}\n"


def _signer() -> Signer:
    return keys.signer(_KEY)


def _public() -> bytes:
    return _signer().public_bytes[-_RAW_KEY:]


def _key_id() -> bytes:
    return hashlib.sha256(origin().encode() + b"\n" + _ED25519 + _public()).digest()[:4]
