"""From what was typed to a clean answer, by kind of question; a refusal says what is wrong and how to mend it."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from zhengtong.kernel import money
from zhengtong.kernel.codes import CodeError, bank_card, names, resident_id
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import is_unseen

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
_ACCOUNT = re.compile(r"\d{12,19}")
_REGION = re.compile(r"\d{6}(\d{3}|\d{6})?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_MONTHS, _DAYS = 12, 31
_NO_DATE = Text(
    "年、月、日都用数字写，年写 4 位，比如 1946、11、23",
    "Write year, month and day in digits, the year with four, such as 1946, 11, 23",
)
_NO_MONTH = Text("月份写 1 到 12", "Write a month from 1 to 12")
_NO_DAY = Text("日写 1 到 31", "Write a day from 1 to 31")
_NO_MONTH_NOR_DAY = Text("月份写 1 到 12，日写 1 到 31", "Write a month from 1 to 12 and a day from 1 to 31")
_NO_SUCH_DAY = Text(
    "{year} 年 {month} 月只有 {days} 天，日写 1 到 {days}",
    "Month {month} of {year} has {days} days: write a day from 1 to {days}",
)
_COUNT_DIGITS = 6
_SPACES = re.compile(r"[\s\u3000-]")
_CHINA = re.compile(r"^(\+|00)86")


class AnswerError(ValueError):
    """An answer that cannot be taken."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code, self.text = code, text


def read_answer(kind: str, typed: str, longest: int) -> Any:
    """The clean answer of a question that is no choice and no party. AnswerError tells what to mend.

    Digits and codes are taken full-width too; words stay as they were written, punctuation included.
    """
    form: Literal["NFC", "NFKC"] = "NFKC" if kind in _READERS else "NFC"
    try:
        return _READERS.get(kind, _text)(unicodedata.normalize(form, typed).strip(), longest)
    except (CodeError, money.AmountError) as error:
        raise AnswerError(error.code, error.text) from error


def _quoted(typed: str, zh: str, en: str) -> Text:
    shown = typed if len(typed) <= 30 else f"{typed[:30]}…"
    return Text(f"您写的是“{shown}”。{zh}", f"You wrote “{shown}”. {en}")


def _text(typed: str, longest: int) -> str:
    if len(typed) > longest:
        zh, en = (
            f"太长了，有 {len(typed)} 个字。写在 {longest} 个字以内。",
            f"It has {len(typed)} characters. Write at most {longest}.",
        )
        raise AnswerError("too_long", Text(zh, en))
    if any(is_unseen(character) for character in typed):
        raise AnswerError(
            "character", Text("里面有看不见的字符。删掉重写。", "It holds invisible characters. Type it again.")
        )
    return typed


def _person_name(typed: str, longest: int) -> str:
    return names.parse(_text(typed, longest))


def _date(typed: str, _longest: int) -> str:
    found = _DATE.fullmatch(typed)
    year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
    wrong = _no_date(year, month, day)
    if wrong:
        raise AnswerError("date", wrong)
    return date(year, month, day).isoformat()


def _no_date(year: int, month: int, day: int) -> Text | None:
    """What to mend, said by year, month and day: people write them in three boxes and never see them in one."""
    if not year:
        return _NO_DATE
    if not 1 <= month <= _MONTHS:
        return _NO_MONTH if 1 <= day <= _DAYS else _NO_MONTH_NOR_DAY
    if not 1 <= day <= _DAYS:
        return _NO_DAY
    days = monthrange(year, month)[1]
    return _NO_SUCH_DAY.format(year=year, month=month, days=days) if day > days else None


def _money(typed: str, _longest: int) -> int:
    return money.parse_yuan(typed)


def _count(typed: str, _longest: int) -> int:
    if typed.isascii() and typed.isdecimal() and len(typed) <= _COUNT_DIGITS:
        return int(typed)
    raise AnswerError("count", _quoted(typed, "写成整数，比如 3", "Write a whole number, such as 3"))


def _resident_id(typed: str, _longest: int) -> str:
    return resident_id.parse(typed).number


def _phone(typed: str, _longest: int) -> str:
    digits = _CHINA.sub("", _SPACES.sub("", typed))
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    mend = "手机号是 11 位，座机前面加区号"
    raise AnswerError("phone", _quoted(typed, mend, "A mobile number has 11 digits; a landline needs its area code"))


def _bank_account(typed: str, _longest: int) -> str:
    digits = _SPACES.sub("", typed)
    if _ACCOUNT.fullmatch(digits):
        return _checked_card(digits)
    zh = f"卡号是 12 到 19 位数字，您写了 {len(digits)} 位。对着卡再看一遍。"
    en = f"A card number has 12 to 19 digits; you wrote {len(digits)} characters. Compare it with the card."
    raise AnswerError("bank_account", Text(zh, en))


def _checked_card(digits: str) -> str:
    if not bank_card.is_card(digits) or bank_card.check_holds(digits):
        return digits
    zh = f"卡号里有一位不对，末尾是 {digits[-4:]} 的这一串对不上。对着卡再看一遍。"
    en = f"One digit is wrong in the number that ends in {digits[-4:]}. Compare it with the card."
    raise AnswerError("bank_card", Text(zh, en))


def _region(typed: str, _longest: int) -> str:
    if _REGION.fullmatch(typed):
        return typed
    raise AnswerError("region", _quoted(typed, "从列表里选一个地方", "Choose a place from the list"))


_READERS: dict[str, Callable[[str, int], Any]] = {
    "date": _date,
    "money": _money,
    "count": _count,
    "resident_id": _resident_id,
    "person_name": _person_name,
    "phone": _phone,
    "bank_account": _bank_account,
    "region": _region,
}
