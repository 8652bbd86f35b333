"""Answers that are a region, by its name: forms know codes alone, the names are with the organisations."""

from collections.abc import Iterable
from dataclasses import replace

from zhengtong.offer.forms.data import Told
from zhengtong.trust.organisations import api as organisations


def with_places(told: Iterable[Told]) -> tuple[Told, ...]:
    """The same answers, each region by its name; its code where nobody knows it. At most one statement."""
    rows = tuple(told)
    names = organisations.region_names({str(one.answer) for one in rows if _is_region(one)})
    return tuple(replace(one, said=names.get(str(one.answer), one.said)) if _is_region(one) else one for one in rows)


def _is_region(one: Told) -> bool:
    return one.question.kind == "region"
