"""Phone numbers on papers that somebody else reads too: whoever applies for another leaves theirs, for the office."""

from collections.abc import Iterable
from dataclasses import replace

from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.forms.data import Told


def phones_masked(told: Iterable[Told]) -> list[Told]:
    """The answers with every phone number masked, as on the page of the case."""
    return [_masked(one) if one.question.kind == "phone" else one for one in told]


def _masked(told: Told) -> Told:
    return replace(told, said=Text(masks.mask_phone(told.said.zh), ""))
