"""统一社会信用代码, the unified social credit code of an organisation.

GB 32100: authority 1, kind 1, region 6, organisation 9, check 1. Characters are the digits and capitals without
I O S V Z; the check is (31 − Σ value·3^(i−1) mod 31) mod 31. The first character may be a letter (A, N, Y …).
"""

from dataclasses import dataclass

from zhengtong.kernel.codes import _common
from zhengtong.kernel.text import Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ALLOWED = frozenset(ALPHABET)
_ALLOWED_NAME = Text("数字或除 I O S V Z 以外的大写字母", "digits and capitals except I O S V Z")
_NAME = Text("统一社会信用代码", "unified social credit code")
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A credit code that adds up: registering `authority`, `kind` of organisation, `region`, `organisation` code."""

    code: str
    authority: str
    kind: str
    region: str
    organisation: str


def check_character(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def complete(body: str) -> str:
    """The first 17 characters with their check character. CodeError when they cannot be the front of a code."""
    _common.require_length(body, 17, Text("统一社会信用代码的前段", "front part of a credit code"))
    _require_body(body)
    return body + check_character(body)


def parse(typed: str) -> CreditCode:
    """Read a code as typed. CodeError `length`, `character` or `check_digit`."""
    code = _common.tidy(typed)
    _common.require_length(code, 18, _NAME)
    _require_body(code[:17])
    _common.require_characters(code[17], _ALLOWED, _ALLOWED_NAME, first=18)
    _common.require_check(code[17], check_character(code[:17]), _NAME)
    return CreditCode(code, code[0], code[1], code[2:8], code[8:17])


def _require_body(body: str) -> None:
    _common.require_characters(body, _ALLOWED, _ALLOWED_NAME)
    _common.require_characters(body[2:8], _common.DIGITS, _common.DIGITS_NAME, first=3)
