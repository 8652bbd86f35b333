"""公民身份号码, the number of a resident's identity card.

GB 11643: 6 digits of region, 8 of birth date, 3 of sequence (odd for men), one check character by
ISO 7064 MOD 11-2. Weights and check characters as in the project's field reference (tested there on real numbers).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhengtong.kernel.codes import _common
from zhengtong.kernel.codes._common import CodeError
from zhengtong.kernel.text import Text

_NAME = Text("身份证号", "resident ID number")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)

FICTIONAL_REGION = "99"
"""Region of invented people: no real number begins so, demo data always does."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A resident ID number that adds up. `region` is the six-digit region at the time of issue."""

    number: str
    region: str
    birth_date: date
    sex: Literal["male", "female"]

    @property
    def fictional(self) -> bool:
        """Whether it belongs to an invented person of the demo."""
        return self.region.startswith(FICTIONAL_REGION)


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


def complete(body: str) -> str:
    """The first 17 digits with their check character. CodeError when they are not 17 digits."""
    _common.require_length(body, 17, Text("身份证号的前段", "front part of a resident ID number"))
    _common.require_characters(body, _common.DIGITS, _common.DIGITS_NAME)
    return body + check_character(body)


def parse(typed: str) -> ResidentId:
    """Read a number as typed (spaces, full-width digits and a small x are taken).

    CodeError `length`, `character`, `region`, `date` or `check_digit`. Numbers beginning with 9 are taken without a
    look at their region: 99 is the demo's; that permanent residence cards of foreigners begin with 9 is unverified.
    """
    number = _common.tidy(typed)
    _common.require_length(number, 18, _NAME)
    _common.require_characters(number[:17], _common.DIGITS, _common.DIGITS_NAME)
    _common.require_characters(number[17], _common.DIGITS | {"X"}, Text("数字或 X", "a digit or X"), first=18)
    _require_region(number)
    birth_date = _common.read_date(number[6:14], first=7)
    _common.require_check(number[17], check_character(number[:17]), _NAME)
    return ResidentId(number, number[:6], birth_date, "male" if int(number[16]) % 2 else "female")


def _require_region(number: str) -> None:
    if number[:2] not in _PROVINCES and not number.startswith("9"):
        zh = f"开头两位“{number[:2]}”不是任何一个省的代码。请对照身份证改开头。"
        en = f"The first two digits, “{number[:2]}”, are no province's code. Compare the beginning with the card."
        raise CodeError("region", Text(zh, en))
