"""The settings of a SOAP connection, read once per exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.adapters.records import api as records


@dataclass(frozen=True, slots=True)
class SoapSettings:
    """Which operation is called with what, and where its answer says what."""

    wsdl: str
    binding: str
    operation: str
    request: Mapping[str, Any]
    headers: Mapping[str, str]
    time_format: str
    faults: Mapping[str, records.Meaning]
    result: records.Result
    record: str
    fields: tuple[records.Field, ...]
    timeout_seconds: float
    most_bytes: int


def read(settings: Mapping[str, object]) -> SoapSettings:
    """The settings of a connection; BadSettings names what is missing."""
    return records.settings_of(_read, settings)


def _read(tree: Mapping[str, Any]) -> SoapSettings:
    return SoapSettings(
        wsdl=tree.get("wsdl", "?wsdl"),
        binding=tree["binding"],
        operation=tree["operation"],
        request=dict(tree["request"]),
        headers={str(name): str(value) for name, value in tree.get("headers", {}).items()},
        time_format=tree.get("time_format", "%Y-%m-%dT%H:%M:%S%z"),
        faults=records.meanings(tree.get("faults", {})),
        result=records.read_result(tree),
        record=tree["record"],
        fields=records.read_fields(tree["fields"]),
        timeout_seconds=float(tree.get("timeout_seconds", 10)),
        most_bytes=int(tree.get("most_bytes", 1_000_000)),
    )
