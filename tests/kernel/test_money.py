"""Amounts are fen; every expected value is worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengtong.kernel import money
from zhengtong.kernel.money import AmountError, parse_yuan, yuan


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (132_000, "1,320 元", "1,320 yuan"),
        (132_050, "1,320.50 元", "1,320.50 yuan"),
        (5, "0.05 元", "0.05 yuan"),
        (0, "0 元", "0 yuan"),
        (-132_050, "−1,320.50 元", "−1,320.50 yuan"),
        (100_000_000, "1,000,000 元", "1,000,000 yuan"),
    ],
)
def test_an_amount_for_people(fen: int, zh: str, en: str) -> None:
    assert yuan(fen) == zh
    assert yuan(fen, "en") == en


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1200", 120_000),
        ("1,200.5", 120_050),
        ("１２００", 120_000),
        ("１，２００．５０", 120_050),
        (" 1200 元 ", 120_000),
        ("￥1200", 120_000),
        ("0.07", 7),
        ("0", 0),
    ],
)
def test_what_people_type_is_taken(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code", "zh"),
    [
        ("一千多", "not_a_number", "您写的是“一千多”。写成数字，比如 1200"),
        ("", "empty", "还没写金额。写成数字，比如 1200"),
        ("  ", "empty", "还没写金额。写成数字，比如 1200"),
        ("-5", "negative", "您写的是“-5”。金额不能是负数，比如 1200"),
        ("1.234", "precision", "您写的是“1.234”。最多写到分，比如 1200.50"),
        ("12,00", "not_a_number", "您写的是“12,00”。写成数字，比如 1200"),
        ("12万", "not_a_number", "您写的是“12万”。写成数字，比如 1200"),
        ("1e3", "not_a_number", "您写的是“1e3”。写成数字，比如 1200"),
        ("99999999999999", "size", "您写的是“99999999999999”。太大了，请核对一下位数"),
    ],
)
def test_what_is_no_amount_is_told(typed: str, code: str, zh: str) -> None:
    with pytest.raises(AmountError) as error:
        parse_yuan(typed)
    assert (error.value.code, error.value.text.zh) == (code, zh)
    assert error.value.problem("income").field == "income"


@given(st.integers(0, 10**14))
def test_what_is_shown_can_be_typed(fen: int) -> None:
    assert parse_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "down", "up", "half_up"),
    [
        (12_349, 12_300, 12_400, 12_300),
        (12_350, 12_300, 12_400, 12_400),
        (12_300, 12_300, 12_300, 12_300),
        (-12_350, -12_300, -12_400, -12_400),
        (0, 0, 0, 0),
    ],
)
def test_named_roundings_to_yuan(fen: int, down: int, up: int, half_up: int) -> None:
    unit = money.FEN_PER_YUAN
    assert money.round_down(fen, unit) == down
    assert money.round_up(fen, unit) == up
    assert money.round_half_up(fen, unit) == half_up


@pytest.mark.parametrize(
    ("fen", "percent", "down", "up", "half_up"),
    [
        (12_345, 50, 6_172, 6_173, 6_173),  # 6172.5
        (101, 33, 33, 34, 33),  # 33.33
        (-101, 33, -33, -34, -33),
        (100_000, 150, 150_000, 150_000, 150_000),
    ],
)
def test_per_cent_with_named_rounding(fen: int, percent: int, down: int, up: int, half_up: int) -> None:
    assert money.percent_round_down(fen, percent) == down
    assert money.percent_round_up(fen, percent) == up
    assert money.percent_round_half_up(fen, percent) == half_up


@pytest.mark.parametrize("unit", [0, -1])
def test_a_rounding_unit_is_positive(unit: int) -> None:
    for rounding in (money.round_down, money.round_up, money.round_half_up):
        with pytest.raises(ValueError, match="positive"):
            rounding(100, unit)
