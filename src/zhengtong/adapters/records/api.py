"""From a provider's words to the fields of the catalogue, by the settings of a connection."""

from zhengtong.adapters.records._fields import Field, read_fields
from zhengtong.adapters.records._marks import filled, marks_of, quoted, text_in, words_for
from zhengtong.adapters.records._result import Meaning, Result, meanings, read_result
from zhengtong.adapters.records._rows import Rows, read_rows, record_of
from zhengtong.adapters.records._settings import settings_of
from zhengtong.adapters.records._tree import at, take, text_at, text_of
from zhengtong.adapters.records._values import date_of, decoded

__all__ = [
    "Field",
    "Meaning",
    "Result",
    "Rows",
    "at",
    "date_of",
    "decoded",
    "filled",
    "marks_of",
    "meanings",
    "quoted",
    "read_fields",
    "read_result",
    "read_rows",
    "record_of",
    "settings_of",
    "take",
    "text_at",
    "text_in",
    "text_of",
    "words_for",
]
