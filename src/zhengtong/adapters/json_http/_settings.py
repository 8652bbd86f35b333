"""The settings of a JSON connection, read once per exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.adapters.records import api as records
from zhengtong.sharing.gateway.ports import BadSettings


@dataclass(frozen=True, slots=True)
class Call:
    """One kind of request: where it goes, what it carries. Texts in it are templates."""

    method: str
    path: str
    parameters: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Paging:
    """How pages follow each other. All but `most_pages` and `first` are paths; `unique` is one within a record."""

    items: str
    next: str
    total: str
    same: str
    unique: str
    first: str
    most_pages: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where an acceptance says its ticket, how many parts are in, and when all will be."""

    number: str
    parts_in: str
    parts_of: str
    expected: str
    date: str
    poll: Call
    again_seconds: float


@dataclass(frozen=True, slots=True)
class JsonSettings:
    """How one provider wants to be asked, and where its answer says what."""

    ask: Call
    headers: Mapping[str, str]
    time_format: str
    statuses: Mapping[int, records.Meaning]
    result: records.Result | None
    record: str
    fields: tuple[records.Field, ...]
    paging: Paging | None
    ticket: Ticket | None
    timeout_seconds: float
    most_bytes: int


def read(settings: Mapping[str, object]) -> JsonSettings:
    """The settings of a connection; BadSettings names what is missing."""
    return records.settings_of(_read, settings)


def _read(tree: Mapping[str, Any]) -> JsonSettings:
    return JsonSettings(
        ask=_call(tree["ask"]),
        headers={str(name): str(value) for name, value in tree.get("headers", {}).items()},
        time_format=tree.get("time_format", "%Y-%m-%dT%H:%M:%S%z"),
        statuses={int(status): meaning for status, meaning in records.meanings(tree.get("statuses", {})).items()},
        result=records.read_result(tree) if "result" in tree else None,
        record=tree.get("record", ""),
        fields=records.read_fields(tree["fields"]),
        paging=_paging(tree["paging"]) if "paging" in tree else None,
        ticket=_ticket(tree["ticket"]) if "ticket" in tree else None,
        timeout_seconds=float(tree.get("timeout_seconds", 10)),
        most_bytes=int(tree.get("most_bytes", 1_000_000)),
    )


def _call(tree: Mapping[str, Any]) -> Call:
    method = tree.get("method", "POST")
    if method not in ("GET", "POST"):
        raise BadSettings(f"unknown method {method}")
    return Call(method, tree["path"], dict(tree.get("parameters", {})), tree.get("body"))


def _paging(tree: Mapping[str, Any]) -> Paging:
    return Paging(
        items=tree["items"],
        next=tree["next"],
        total=tree.get("total", ""),
        same=tree.get("same", ""),
        unique=tree.get("unique", ""),
        first=str(tree.get("first", "")),
        most_pages=int(tree.get("most_pages", 50)),
    )


def _ticket(tree: Mapping[str, Any]) -> Ticket:
    return Ticket(
        number=tree["number"],
        parts_in=tree["parts_in"],
        parts_of=tree["parts_of"],
        expected=tree["expected"],
        date=tree.get("date", "%Y-%m-%d"),
        poll=_call(tree["poll"]),
        again_seconds=float(tree.get("again_seconds", 3600)),
    )
