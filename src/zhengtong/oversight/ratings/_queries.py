"""Reading ratings."""

from zhengtong.oversight.ratings._operations.rate import data
from zhengtong.oversight.ratings.data import RatingData
from zhengtong.oversight.ratings.models import Rating


def rating_of(case: str) -> RatingData | None:
    """The rating of a case the caller may read, if it has one. One statement."""
    row = Rating.objects.filter(case=case).first()
    return data(row) if row else None
