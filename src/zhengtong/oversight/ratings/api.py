"""Ratings: one for each case, after its result."""

from zhengtong.oversight.ratings._operations.answer import answer
from zhengtong.oversight.ratings._operations.rate import rate
from zhengtong.oversight.ratings._queries import rating_of
from zhengtong.oversight.ratings._tally import tally

__all__ = ["answer", "rate", "rating_of", "tally"]
