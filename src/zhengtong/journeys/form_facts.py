"""What the form of a draft may look at; a reading, for screens."""

from datetime import date

from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.journeys._facts import facts_of
from zhengtong.offer.forms.data import Facts
from zhengtong.trust.identity import api as identity


def form_facts(application: ApplicationData, today: date) -> Facts:
    """The facts of an application the caller may read: its answers, what is known, who applies, the legal date."""
    return facts_of(application, identity.person(application.operator), today)
