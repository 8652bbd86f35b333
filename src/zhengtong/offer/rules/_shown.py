"""A worked-out value as people read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhengtong.kernel import money
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def shown(kind: str, value: Any) -> Text:
    """The value in both languages; identifiers masked as on a screen."""
    if kind == "money":
        return Text(money.yuan(value, "zh-Hans"), money.yuan(value, "en"))
    if kind == "date":
        day = date.fromisoformat(value)
        return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
    if kind == "bool":
        return Text("是", "yes") if value else Text("否", "no")
    if kind in ("resident_id", "bank_account"):
        masked = masks.mask_resident_id(value) if kind == "resident_id" else masks.mask_account(value)
        return Text(masked, masked)
    return Text(str(value), str(value))


def filled(text: Text, marks: Mapping[str, Text]) -> Text:
    """A text whose marks are filled by texts, each language by its own."""
    return Text(
        text.zh.format(**{name: mark.zh for name, mark in marks.items()}),
        text.en.format(**{name: mark.en for name, mark in marks.items()}),
    )
