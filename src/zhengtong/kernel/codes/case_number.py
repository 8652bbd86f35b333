"""办件编号, the number of a case: 实施编码 31, date YYYYMMDD, serial of the day 8 digits: 47 characters.

Vendors seen use four digits of serial; eight leave room for a province's busiest item (own choice).
"""

from dataclasses import dataclass
from datetime import date

from zhengtong.kernel.codes import _common, item_code
from zhengtong.kernel.codes.item_code import ImplementationCode
from zhengtong.kernel.text import Text

_NAME = Text("办件编号", "case number")
_MAX_SERIAL = 99_999_999


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number; `serial` counts from 1 for each item and day."""

    number: str
    item: ImplementationCode
    day: date
    serial: int


def parse(typed: str) -> CaseNumber:
    """Read a number. CodeError `length`, `character`, `date` or `check_digit` (of the office's credit code)."""
    number = _common.tidy(typed)
    _common.require_length(number, 47, _NAME)
    item = item_code.parse_implementation(number[:31])
    _common.require_characters(number[31:], _common.DIGITS, _common.DIGITS_NAME, first=32)
    return CaseNumber(number, item, _common.read_date(number[31:39], first=32), int(number[39:]))


def build(item: str, day: date, serial: int) -> str:
    """The number of the `serial`-th case (from 1) of an item on a day. CodeError for a bad item code, ValueError when
    the serial does not fit in eight digits."""
    if not 1 <= serial <= _MAX_SERIAL:
        raise ValueError(f"a serial is 1 to {_MAX_SERIAL}, not {serial}")
    return f"{item_code.parse_implementation(item).code}{day:%Y%m%d}{serial:08d}"
