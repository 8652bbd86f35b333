"""A provider that takes a question and answers later."""

from datetime import datetime, time, timedelta

from zhengtong.kernel import clock
from zhengtong.sharing.gateway._outcome import Outcome
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.gateway.ports import Accepted, ProviderGarbled

GRACE = timedelta(days=30)
"""How long a question may still be fetched after the day the provider gave for its answer."""

LONGEST_WAIT = timedelta(days=120)
"""No provider's day lies further off: more than the 45 working days of the slowest statutory check we know of."""

_LONGEST_TICKET, _MOST_PARTS = 200, 1000


def accepted(question: Question, acceptance: Accepted) -> Outcome:
    """What an acceptance leads to; `question` keeps the ticket, and the first day that was given.

    A provider that gives a later day at every poll must not be on time for ever. ProviderGarbled when the acceptance
    contradicts itself or the ticket in hand.
    """
    today = clock.today()
    _check(question, acceptance)
    if not question.ticket:
        if not today <= acceptance.expected <= today + LONGEST_WAIT:
            raise ProviderGarbled("an acceptance for no day we can wait for")
        question.ticket, question.expected = acceptance.ticket, acceptance.expected
        question.expires = max(question.expires, _end_of_grace(acceptance))
    question.parts_in, question.parts_of = acceptance.parts_in, acceptance.parts_of
    is_late = question.expected is not None and today > question.expected
    return Outcome("overdue" if is_late else "accepted", again_seconds=acceptance.again_seconds)


def _check(question: Question, acceptance: Accepted) -> None:
    if not 0 < len(acceptance.ticket) <= _LONGEST_TICKET:
        raise ProviderGarbled("an acceptance without a ticket")
    if question.ticket and question.ticket != acceptance.ticket:
        raise ProviderGarbled("another ticket than the one in hand")
    if not 0 <= acceptance.parts_in <= acceptance.parts_of <= _MOST_PARTS:
        raise ProviderGarbled("an acceptance whose parts do not add up")


def _end_of_grace(acceptance: Accepted) -> datetime:
    return datetime.combine(acceptance.expected, time(), clock.CHINA) + GRACE
