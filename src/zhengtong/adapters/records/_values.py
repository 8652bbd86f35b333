"""A provider's texts and numbers as the catalogue writes them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from zhengtong.sharing.gateway.ports import ProviderGarbled


def date_of(name: str, text: str, form: str) -> str:
    """A date as ISO text; ProviderGarbled when it is written otherwise."""
    try:
        return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 -- a date without a time
    except ValueError as error:
        raise ProviderGarbled(f"field {name} is no date") from error


def decoded(name: str, text: str, codes: Mapping[str, str]) -> str:
    """The meaning of a code; ProviderGarbled when the settings do not know it."""
    if text not in codes:
        raise ProviderGarbled(f"field {name} has an unknown code")
    return codes[text]


def scaled(name: str, text: str, decimals: int) -> int:
    """A decimal number as a whole number of its smallest unit; ProviderGarbled when it has more decimals."""
    try:
        number = Decimal(text).scaleb(decimals)
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ProviderGarbled(f"field {name} is no number") from error
    if whole != number:
        raise ProviderGarbled(f"field {name} has more than {decimals} decimals")
    return whole
