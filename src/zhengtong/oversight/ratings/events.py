from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("oversight.ratings.case_rated")
@dataclass(frozen=True, slots=True)
class CaseRated:
    """A case was judged by its party."""

    case: str
    grade: int
