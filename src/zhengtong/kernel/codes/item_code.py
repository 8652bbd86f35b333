"""事项编码, the codes of a government service item.

基本编码 12: province 2 (00 = nation), type 2, guiding department 2, main item 3, sub-item 3.
实施编码 31: credit code of the acting office 18, level 1, 基本编码 12.
业务办理项编码 33: 实施编码 and a 2-digit serial.
The composition was tested on one published 31-digit code and is otherwise unverified.
"""

from dataclasses import dataclass

from zhengtong.kernel.codes import _common, credit_code
from zhengtong.kernel.codes.credit_code import CreditCode
from zhengtong.kernel.text import Text

_BASIC_NAME = Text("基本编码", "basic item code")
_IMPLEMENTATION_NAME = Text("实施编码", "implementation code")
_HANDLING_NAME = Text("业务办理项编码", "handling item code")
_LEVELS = frozenset("1234567")
_LEVELS_NAME = Text("行使层级 1 到 7", "a level from 1 to 7")


@dataclass(frozen=True, slots=True)
class BasicCode:
    """基本编码: what the item is, the same in every place. `type` as in GB/T 39046 (01 licence, 05 benefit …)."""

    code: str
    province: str
    type: str
    department: str
    main_item: str
    sub_item: str


@dataclass(frozen=True, slots=True)
class ImplementationCode:
    """实施编码: the item as one office acts in it.

    `level` is 1 nation, 2 province, 3 city, 4 county, 5 town, 6 village or 7 several.
    """

    code: str
    office: CreditCode
    level: str
    basic: BasicCode


@dataclass(frozen=True, slots=True)
class HandlingCode:
    """业务办理项编码: one way of handling the item in one office."""

    code: str
    implementation: ImplementationCode
    serial: str


def parse_basic(typed: str) -> BasicCode:
    """Read a 12-digit code. CodeError `length` or `character`."""
    code = _common.tidy(typed)
    _common.require_length(code, 12, _BASIC_NAME)
    return _basic(code, first=1)


def parse_implementation(typed: str) -> ImplementationCode:
    """Read a 31-character code. CodeError `length`, `character` or `check_digit`."""
    code = _common.tidy(typed)
    _common.require_length(code, 31, _IMPLEMENTATION_NAME)
    office = credit_code.parse(code[:18])
    _common.require_characters(code[18], _LEVELS, _LEVELS_NAME, first=19)
    return ImplementationCode(code, office, code[18], _basic(code[19:], first=20))


def parse_handling(typed: str) -> HandlingCode:
    """Read a 33-character code. CodeError `length`, `character` or `check_digit`."""
    code = _common.tidy(typed)
    _common.require_length(code, 33, _HANDLING_NAME)
    _common.require_characters(code[31:], _common.DIGITS, _common.DIGITS_NAME, first=32)
    return HandlingCode(code, parse_implementation(code[:31]), code[31:])


def _basic(code: str, *, first: int) -> BasicCode:
    _common.require_characters(code, _common.DIGITS, _common.DIGITS_NAME, first=first)
    return BasicCode(code, code[:2], code[2:4], code[4:6], code[6:9], code[9:])
