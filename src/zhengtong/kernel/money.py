"""Amounts of money: whole 分 (fen), never a float. A rule never divides; rounding has a name."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Language, Text

FEN_PER_YUAN: Final = 100
FEN_PER_JIAO: Final = 10
_MAX_YUAN_DIGITS = 13

_FORM = re.compile(r"[¥￥]?(?P<yuan>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<fen>\d{1,2}))?(?:元|YUAN|CNY)?", re.ASCII)


class AmountError(ValueError):
    """Something typed is not an amount. `code`: `empty`, `negative`, `precision`, `size` or `not_a_number`."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text

    def problem(self, field: str) -> FieldProblem:
        """The fault as a problem of one field of a form."""
        return FieldProblem(field, self.code, self.text)


def yuan(fen: int, language: Language = "zh-Hans") -> str:
    """An amount for people: `1,320 元` or `1,320.50 元`; in English `1,320 yuan`. A minus sign stands in front."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    figure = f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"
    return f"{'−' if fen < 0 else ''}{figure} {'yuan' if language == 'en' else '元'}"


def yuan_text(fen: int) -> Text:
    """The same in both languages."""
    return Text(yuan(fen), yuan(fen, "en"))


def parse_yuan(typed: str) -> int:
    """The fen of an amount typed in yuan: `1200`, `1,200.5`, `１２００`, `1200元`.

    AmountError tells what was typed and how to write it.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()
    match = _FORM.fullmatch(plain)
    if match is None:
        raise _why_not(typed.strip(), plain)
    whole = match["yuan"].replace(",", "")
    if len(whole) > _MAX_YUAN_DIGITS:
        raise AmountError("size", _quoting(typed, "太大了，请核对一下位数", "It is too large; count the digits"))
    return int(whole) * FEN_PER_YUAN + int((match["fen"] or "").ljust(2, "0"))


def _why_not(typed: str, plain: str) -> AmountError:
    if not plain:
        return AmountError("empty", Text("还没写金额。写成数字，比如 1200", "Write the amount as a number, e.g. 1200"))
    if plain[0] in "-−" and _FORM.fullmatch(plain[1:]):
        return AmountError("negative", _quoting(typed, "金额不能是负数，比如 1200", "Write no minus, e.g. 1200"))
    if re.fullmatch(r"[¥￥]?[\d,]+\.\d{3,}元?", plain, re.ASCII):
        return AmountError(
            "precision", _quoting(typed, "最多写到分，比如 1200.50", "Two decimals at most, e.g. 1200.50")
        )
    return AmountError("not_a_number", _quoting(typed, "写成数字，比如 1200", "Write it as a number, e.g. 1200"))


def _quoting(typed: str, zh: str, en: str) -> Text:
    return Text(f"您写的是“{typed}”。{zh}", f"You wrote “{typed}”. {en}")


def round_down(fen: int, unit: int) -> int:
    """To a whole number of `unit` fen (100 = yuan, 10 = jiao), towards zero: 舍去."""
    return _by_size(fen, lambda size: size // _unit(unit) * unit)


def round_up(fen: int, unit: int) -> int:
    """To a whole number of `unit` fen, away from zero: 进一."""
    return _by_size(fen, lambda size: -(-size // _unit(unit)) * unit)


def round_half_up(fen: int, unit: int) -> int:
    """To the nearest whole number of `unit` fen, halves away from zero: 四舍五入."""
    return _by_size(fen, lambda size: (2 * size + _unit(unit)) // (2 * unit) * unit)


def percent_round_down(fen: int, percent: int) -> int:
    """So many per cent of an amount in whole fen, the rest dropped."""
    return _by_size(fen * percent, lambda size: size // 100)


def percent_round_up(fen: int, percent: int) -> int:
    """So many per cent of an amount in whole fen, any rest counting as one fen."""
    return _by_size(fen * percent, lambda size: -(-size // 100))


def percent_round_half_up(fen: int, percent: int) -> int:
    """So many per cent of an amount in whole fen, half a fen and more counting as one."""
    return _by_size(fen * percent, lambda size: (2 * size + 100) // 200)


def share_round_down(fen: int, parts: int) -> int:
    """One of so many equal parts of an amount in whole fen, the rest dropped: a year's sum by the month, for one."""
    return _by_size(fen, lambda size: size // _parts(parts))


def share_round_up(fen: int, parts: int) -> int:
    """One of so many equal parts of an amount in whole fen, any rest counting as one fen."""
    return _by_size(fen, lambda size: -(-size // _parts(parts)))


def share_round_half_up(fen: int, parts: int) -> int:
    """One of so many equal parts of an amount in whole fen, half a fen and more counting as one."""
    return _by_size(fen, lambda size: (2 * size + _parts(parts)) // (2 * parts))


def _parts(parts: int) -> int:
    if parts <= 0:
        raise ValueError(f"an amount is shared in a positive number of parts, not {parts}")
    return parts


def _by_size(amount: int, rounding: Callable[[int], int]) -> int:
    return rounding(amount) if amount >= 0 else -rounding(-amount)


def _unit(unit: int) -> int:
    if unit <= 0:
        raise ValueError(f"a rounding unit is a positive number of fen, not {unit}")
    return unit
