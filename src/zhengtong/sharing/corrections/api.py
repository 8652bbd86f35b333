"""Corrections: what a department told is said to be wrong, and the department looks into it."""

from zhengtong.sharing.corrections._operations.conclude import conclude
from zhengtong.sharing.corrections._operations.note_anew import note_anew
from zhengtong.sharing.corrections._operations.open_correction import open_correction
from zhengtong.sharing.corrections._policy import corrects
from zhengtong.sharing.corrections._queries import correction, corrections_of, state, to_check

__all__ = ["conclude", "correction", "corrections_of", "corrects", "note_anew", "open_correction", "state", "to_check"]
