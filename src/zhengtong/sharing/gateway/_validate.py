"""Reading a provider's record: the granted fields alone, each of the declared type."""

from collections.abc import Mapping, Sequence
from datetime import date

from zhengtong.kernel.codes import CodeError, resident_id
from zhengtong.sharing.gateway.ports import ProviderGarbled
from zhengtong.sharing.resources.data import FieldData

_LONGEST_TEXT = 500
_MOST_ITEMS = 200
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def minimise(fields: Sequence[FieldData], wanted: Sequence[str], raw: Mapping[str, object]) -> dict[str, object]:
    """The wanted fields of a record, checked; everything else is left behind.

    ProviderGarbled names the field that is missing or of another type, never its value.
    """
    return _record([field for field in fields if field.name in wanted], raw)


def _record(fields: Sequence[FieldData], raw: Mapping[str, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for field in fields:
        value = raw.get(field.name)
        if value in (None, ""):
            if field.required:
                raise ProviderGarbled(f"field {field.name} is missing")
        else:
            result[field.name] = _value(field, value)
    return result


def _value(field: FieldData, value: object) -> object:
    if field.type == "list":
        return _list(field, value)
    text = str(value).strip() if isinstance(value, str | int) else ""
    read = _READERS[field.type](text)
    if read is None:
        raise ProviderGarbled(f"field {field.name} is no {field.type}")
    return read


def _list(field: FieldData, value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or len(value) > _MOST_ITEMS:
        raise ProviderGarbled(f"field {field.name} is no list of at most {_MOST_ITEMS}")
    if not all(isinstance(item, Mapping) for item in value):
        raise ProviderGarbled(f"field {field.name} holds something that is no record")
    return [_record(field.items, item) for item in value]


def _text(text: str) -> str | None:
    return text if 0 < len(text) <= _LONGEST_TEXT else None


def _date(text: str) -> str | None:
    try:
        return text if date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None


def _int(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def _bool(text: str) -> bool | None:
    return _BOOLEANS.get(text.lower())


def _resident_id(text: str) -> str | None:
    try:
        return resident_id.parse(text).number
    except CodeError:
        return None


_READERS = {"text": _text, "date": _date, "int": _int, "money": _int, "bool": _bool, "resident_id": _resident_id}
