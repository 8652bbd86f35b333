"""From everyday words to services, and what was not found."""

from zhengtong.offer.search._find import find
from zhengtong.offer.search._operations.build import build_due
from zhengtong.offer.search._operations.note_gap import gaps, note_gap

__all__ = ["build_due", "find", "gaps", "note_gap"]
