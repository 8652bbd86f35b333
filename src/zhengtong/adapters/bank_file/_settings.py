"""bank.yaml: where a bank's folders are and how its files look, read once at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from zhengtong.delivery.benefits.ports import Cause
from zhengtong.kernel.text import Text

COLUMNS = ("reference", "name", "id_number", "account", "account_name", "amount_yuan", "amount_fen")
RESULT_COLUMNS = ("reference", "amount_yuan", "amount_fen", "code", "ignored")
_CAUSES: tuple[Cause, ...] = ("account", "bank")
_LINE_ENDS = {"lf": "\n", "crlf": "\r\n"}


class BadBank(ValueError):
    """bank.yaml lacks something or says it in a wrong shape. Names the key and how to mend it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What a code of the bank means: in words for the person, and who can mend it."""

    text: Text
    cause: Cause


@dataclass(frozen=True, slots=True)
class BankSettings:
    """A bank's folders and formats. `file_name` takes the marks {batch}, {month} and {date}."""

    outgoing: Path
    incoming: Path
    file_name: str
    encoding: str
    delimiter: str
    line_end: str
    columns: tuple[str, ...]
    result_names: str
    result_columns: tuple[str, ...]
    paid: tuple[str, ...]
    reasons: Mapping[str, Reason]
    patience_seconds: float


def read(path: Path) -> BankSettings:
    """The settings in a file; folders that are not absolute lie beside it. BadBank names what to mend."""
    try:
        raw = cast(dict[str, Any], yaml.safe_load(path.read_text("utf-8")))
        return _settings(raw, raw["results"], path.parent)
    except KeyError as error:
        raise BadBank(f"{path.name}: {error.args[0]} is missing; see demo/bank.yaml for every field") from error
    except (AttributeError, TypeError, LookupError, yaml.YAMLError) as error:
        raise BadBank(f"{path.name}: a value has a wrong shape; compare it with demo/bank.yaml") from error


def _settings(raw: Mapping[str, Any], results: Mapping[str, Any], beside: Path) -> BankSettings:
    "".encode(str(raw["encoding"]))  # an encoding nobody knows is found at start, not with the first name
    return BankSettings(
        outgoing=beside / str(raw["outgoing"]),
        incoming=beside / str(raw["incoming"]),
        file_name=str(raw["file_name"]),
        encoding=str(raw["encoding"]),
        delimiter=str(raw["delimiter"]),
        line_end=_LINE_ENDS[str(raw.get("line_end", "lf"))],
        columns=_known(raw["columns"], COLUMNS, "columns"),
        result_names=str(results["file_name"]),
        result_columns=_known(results["columns"], RESULT_COLUMNS, "results.columns"),
        paid=tuple(str(code) for code in results["paid"]),
        reasons={str(code): _reason(code, entry) for code, entry in results["returned"].items()},
        patience_seconds=float(results.get("patience_seconds", 60)),
    )


def _known(given: Any, known: tuple[str, ...], key: str) -> tuple[str, ...]:
    columns = tuple(str(column) for column in given)
    wrong = sorted(set(columns) - set(known))
    if wrong or "reference" not in columns:
        raise BadBank(f"bank.yaml: {key} needs reference and knows {', '.join(known)}, not {', '.join(wrong) or '…'}")
    return columns


def _reason(code: object, entry: Mapping[str, Any]) -> Reason:
    cause = next((one for one in _CAUSES if one == entry["cause"]), None)
    if cause is None:
        raise BadBank(f"bank.yaml: results.returned.{code}.cause is account or bank")
    return Reason(Text.read(entry["text"]), cause)
