"""Codes with right check digits that belong to nobody: all begin with 99 or name an office of the demo city."""

from departments.population import resident_id

__all__ = ["credit_code", "resident_id"]

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, place, 31) for place in range(17)]


def credit_code(kind: str, region: str, serial: int) -> str:
    """A unified social credit code (GB 32100): kind (`91` a company, `92` a sole trader), region, serial, check."""
    body = f"{kind}{region[:6]}MA{serial:07d}"
    return body + _LETTERS[-sum(_LETTERS.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 31]
