"""The check digit of a card, by hand: double every second digit from the right, take 9 from two digits, add up.

79927398713: 3 + 2 + 7 + 7 + 9 + 6 + 7 + 4 + 9 + 9 + 7 = 70, which ten divides (the usual example of Luhn's sum).
"""

import pytest

from zhengtong.kernel.codes import bank_card


@pytest.mark.parametrize("number", ["79927398713", "4111111111111111", "6200000000000005"])
def test_a_check_digit_that_fits(number: str) -> None:
    assert bank_card.check_holds(number)


@pytest.mark.parametrize("number", ["79927398710", "4111111111111112", "6200000000000050"])
def test_one_wrong_digit_and_two_swapped_are_found(number: str) -> None:
    assert not bank_card.check_holds(number)


@pytest.mark.parametrize(
    ("number", "expected"), [("6200000000000005", True), ("620000000000005", False), ("0200001234567890123", False)]
)
def test_only_cards_have_one(number: str, expected: bool) -> None:
    """15 digits are no card of UnionPay's, and a passbook begins with its bank's branch."""
    assert bank_card.is_card(number) is expected
