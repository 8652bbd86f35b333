"""From everyday words to services, and what was not found."""

from zhengtong.offer.search._find import find
from zhengtong.offer.search._operations.build import build_due
from zhengtong.offer.search._operations.note_gap import close_gap, gaps, note_gap
from zhengtong.offer.search._policy import sees_to_gaps

__all__ = ["build_due", "close_gap", "find", "gaps", "note_gap", "sees_to_gaps"]
