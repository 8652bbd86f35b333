"""How cases went: figures for the public, nothing about anybody."""

from datetime import datetime

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from zhengtong.delivery.cases.data import Tally
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import clock


def tally(since: datetime, *, at: datetime) -> Tally:
    """Cases closed since a moment and open cases past their promise at `at`: one statement over two indexes."""
    closed, overdue = Q(closed_at__gte=since), Q(closed_at=None, promised_due__lt=clock.china_date(at))
    rows = Case.objects.filter(closed | overdue).annotate(day=TruncDate("closed_at", tzinfo=clock.CHINA))
    counts = rows.aggregate(
        closed=Count("id", filter=closed),
        on_time=Count("id", filter=closed & Q(day__lte=F("promised_due"))),
        overdue=Count("id", filter=overdue),
    )
    return Tally(**counts)
