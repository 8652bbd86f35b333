"""How cases went: figures for the public, nothing about anybody."""

from datetime import datetime

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from zhengtong.delivery.cases.data import Tally
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import clock


def tally(since: datetime, *, at: datetime) -> Tally:
    """Cases closed since a moment and open cases past their promise at `at`: two statements, each along its index."""
    closed = Case.objects.filter(closed_at__gte=since).annotate(day=TruncDate("closed_at", tzinfo=clock.CHINA))
    counts = closed.aggregate(closed=Count("id"), on_time=Count("id", filter=Q(day__lte=F("promised_due"))))
    overdue = Case.objects.filter(closed_at=None, promised_due__lt=clock.china_date(at))
    return Tally(**counts, overdue=overdue.count())
