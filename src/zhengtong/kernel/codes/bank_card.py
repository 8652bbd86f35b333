"""Numbers of bank cards: the check digit at their end, Luhn's (ISO/IEC 7812-1 annex B; known, its text not read)."""

CARD_PREFIX, CARD_DIGITS = "62", range(16, 20)
_NINE, _TEN = 9, 10


def is_card(number: str) -> bool:
    """Whether digits look like a UnionPay card's. A passbook has a number of its bank's own making, without a check."""
    return number.startswith(CARD_PREFIX) and len(number) in CARD_DIGITS


def check_holds(number: str) -> bool:
    """Whether the check digit of a card fits: every second digit from the right doubled, all digits summed, by ten."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - _NINE if value > _NINE else value
    return total % _TEN == 0
