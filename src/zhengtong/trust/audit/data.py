import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of act, declared once by the context that does it. `is_look` marks reading a person's data."""

    name: str
    text: Text
    is_look: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An audit row as shown to people. `row` pages: pass the last one's as `before`."""

    at: datetime
    action: Action
    actor_kind: str
    actor_name: str
    organisation: str
    post: str
    object_type: str
    object_id: str
    reason: str
    detail: dict[str, object] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a person's data, or act on it, as shown to that person: which office and post and why, no names.

    `detail` is filled for looks alone (`action.is_look`): what was asked of whom.
    """

    row: int
    at: datetime
    action: Action
    organisation: str
    post: str
    reason: str
    detail: Mapping[str, object] = field(default_factory=dict)


BrokenKind = Literal[
    "checkpoint_bad",
    "checkpoint_missing",
    "checkpoint_old",
    "row_changed",
    "row_missing",
    "row_forged",
    "subjects_differ",
    "tile_changed",
    "tile_missing",
    "root_differs",
]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing found wrong with the log.

    `position` is the entry's place in the log, counted from 0 (of a tile above level 0: the first entry its item
    covers); `row` the audit row's id; `file` is below `ZHENGTONG_HOME/log`; `item` the place within that file.
    """

    kind: BrokenKind
    text: Text
    position: int | None = None
    row: int | None = None
    file: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` found. `size` entries are signed for, `waiting` rows are not yet in the log (no error)."""

    size: int
    waiting: int
    root: str
    broken: Broken | None

    @property
    def good(self) -> bool:
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Published:
    """The log's published head: its name, how many entries it covers, the root over them (hexadecimal), when."""

    origin: str
    size: int
    root: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """That a row is in the log, to be checked by anyone with a SHA-256 and the log's public key.

    `columns` are the row's in order, `salt` and the hashes are hexadecimal, `path` goes from the leaf's sibling to
    the root's child (RFC 6962 §2.1.1), `checkpoint` is the signed note.
    """

    position: int
    row: int
    salt: str
    columns: tuple[tuple[str, str], ...]
    entry: str
    path: tuple[str, ...]
    checkpoint: str
    verifier_key: str

    def as_json(self) -> str:
        """The proof as a file that says how to check it."""
        return json.dumps(
            {
                "format": "zhengtong-audit-proof-1",
                "how": "entry = SHA-256(salt + 'zhengtong-audit-row-1\\n' + each column as '<bytes>:<text>,');"
                " leaf = SHA-256(0x00 + entry); path as in RFC 6962 2.1.1 up to the root in the checkpoint,"
                " a C2SP signed note by verifier_key",
                "position": self.position,
                "salt": self.salt,
                "columns": [list(column) for column in self.columns],
                "entry": self.entry,
                "path": list(self.path),
                "checkpoint": self.checkpoint,
                "verifier_key": self.verifier_key,
            },
            ensure_ascii=False,
            indent=1,
        )

    def as_tlog_proof(self) -> str:
        """The same in the form of C2SP tlog-proof; the entry is in the extra line."""
        lines = ["c2sp.org/tlog-proof@v1", f"extra {_base64(self.entry)}", f"index {self.position}"]
        return "\n".join([*lines, *map(_base64, self.path)]) + "\n\n" + self.checkpoint


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()
