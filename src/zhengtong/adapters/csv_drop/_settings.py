"""The settings of a dropped file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.adapters.records import api as records
from zhengtong.sharing.gateway.ports import BadSettings


@dataclass(frozen=True, slots=True)
class DropSettings:
    """How the file of a day is called, how old it may be, how it is written."""

    before: str
    after: str
    date: str
    most_days: int
    digest: str
    encoding: str
    delimiter: str
    most_bytes: int
    rows: records.Rows
    timeout_seconds: float


def read(settings: Mapping[str, object]) -> DropSettings:
    """The settings of a connection; BadSettings names what is missing."""
    return records.settings_of(_read, settings)


def _read(tree: Mapping[str, Any]) -> DropSettings:
    before, mark, after = tree["file"].partition("{date}")
    if not mark or "/" in tree["file"]:
        raise BadSettings("file is no plain name with {date} in it")
    return DropSettings(
        before=before,
        after=after,
        date=tree.get("date", "%Y%m%d"),
        most_days=int(tree["most_days"]),
        digest=tree.get("digest", ""),
        encoding=tree.get("encoding", "utf-8"),
        delimiter=tree.get("delimiter", ","),
        most_bytes=int(tree.get("most_bytes", 50_000_000)),
        rows=records.read_rows(tree),
        timeout_seconds=float(tree.get("timeout_seconds", 10)),
    )
