"""Rules: what evidence a service needs, and what its rules decide. No rows, no queries."""

from zhengtong.offer.rules._amount import amount_label
from zhengtong.offer.rules._asked import asked_of, needs_of
from zhengtong.offer.rules._decide import arithmetic, compared, decide, from_answers, held, worked_out
from zhengtong.offer.rules._guide import guide_of
from zhengtong.offer.rules._in_force import parameters_on
from zhengtong.offer.rules._shown import shown

__all__ = [
    "amount_label",
    "arithmetic",
    "asked_of",
    "compared",
    "decide",
    "from_answers",
    "guide_of",
    "held",
    "needs_of",
    "parameters_on",
    "shown",
    "worked_out",
]
