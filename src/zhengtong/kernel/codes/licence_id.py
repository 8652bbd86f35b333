"""电子证照标识, the identifier of an electronic licence.

`1.2.156.3005.2.<type 21>.<issuer>.<serial>.<version 3>.<check>`: the type code is the credit code of the authority
that defines it and three digits; the issuer a credit code or, in some real ones, a six-digit region. The check is
ISO 7064 MOD 37,36 over type, issuer, serial and version (tested on published identifiers, see the tests).
"""

import re
from dataclasses import dataclass

from zhengtong.kernel.codes import _common, credit_code
from zhengtong.kernel.codes._common import CodeError
from zhengtong.kernel.text import Text

ROOT = "1.2.156.3005.2"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAME = Text("电子证照标识", "licence identifier")
_FORM = re.compile(
    r"1\.2\.156\.3005\.2\.(?P<type>[0-9A-Z]{21})\.(?P<issuer>[0-9A-Z]{18}|[0-9]{6})"
    r"\.(?P<serial>[0-9A-Z]{1,64})\.(?P<version>[0-9]{3})\.(?P<check>[0-9A-Z])"
)


@dataclass(frozen=True, slots=True)
class LicenceId:
    """An identifier that adds up. `version` counts from 1; `issuer` is a credit code or a six-digit region."""

    identifier: str
    type: str
    issuer: str
    serial: str
    version: int


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over digits and capitals."""
    product = 36
    for character in body:
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def build(type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of a licence. CodeError when a part cannot stand in one."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    return parse(".".join((ROOT, *parts, check_character(_characters("".join(parts)))))).identifier


def parse(typed: str) -> LicenceId:
    """Read an identifier. CodeError `form` when its parts are not there, `check_digit` when it does not add up."""
    identifier = _common.tidy(typed)
    match = _FORM.fullmatch(identifier)
    if match is None:
        zh = f"这不像电子证照标识。它以 {ROOT} 开头，后面还有用点分开的五段。请照证照上的抄全。"
        en = f"This is not the form of a licence identifier: {ROOT} and five parts between dots. Copy all of it."
        raise CodeError("form", Text(zh, en))
    parts = (match["type"], match["issuer"], match["serial"], match["version"])
    _common.require_check(match["check"], check_character("".join(parts)), _NAME)
    credit_code.parse(parts[0][:18])
    if len(parts[1]) == 18:
        credit_code.parse(parts[1])
    return LicenceId(identifier, parts[0], parts[1], parts[2], int(parts[3]))


def _characters(body: str) -> str:
    _common.require_characters(body, frozenset(_ALPHABET), Text("数字或大写字母", "digits and capitals"))
    return body
