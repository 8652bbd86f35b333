"""A bad rating was called back: what was done is kept, the duty is done, the people are told."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.duties import api as duties
from zhengtong.oversight.ratings import api as ratings

SUBJECT = Text("{service}的差评有回话了", "{service}: an answer to your rating")
CALLED_BACK = "回访差评"


def answer_rating(duty_id: str, words: str, *, actor: Actor, at: datetime) -> None:
    """Keep the answer to the rating a duty is about and close the duty. NotFound, Invalid, DutyClosed."""
    duty = duties.duty(duty_id, actor=actor)
    if duty.kind != "bad_rating":
        raise NotFound()
    number = duty.about[1]
    with atomic():
        duties.close_duty(duty_id, actor=actor, at=at, reason=CALLED_BACK)
        rating = ratings.answer(number, words, actor=actor, at=at)
        case = cases.case(number, actor=actor, at=at, reason=CALLED_BACK)
        tell_parties(case, SUBJECT, Text(rating.answer, rating.answer), actor=actor, at=at)
