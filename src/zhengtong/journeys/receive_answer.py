"""A department has answered: the answer goes into the case that asked."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.flag_refusal import KIND as REFUSED
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.events import AnswerReceived

ACTOR = system("receive_answer")


def receive_answer(event: AnswerReceived) -> None:
    """Keep the answer; when it was the last one, the case announces that its evidence is complete.

    A prefill's answer belongs to an application and is not kept in a case.
    """
    at = clock.now()
    if not cases.waits_for(event.question):
        return
    _close_refusals(event.reference, at)
    answer = gateway.answer(event.question, actor=ACTOR, at=at)
    cases.add_evidence(
        event.question,
        answer.values if answer.found else {},
        provider=answer.provider.zh,
        answered_at=answer.received_at,
        actor=ACTOR,
        at=at,
    )


def _close_refusals(number: str, at: datetime) -> None:
    """The department has answered after all: nobody need talk to it any more."""
    for duty in duties.open_about(("case", number)):
        if duty.kind == REFUSED:
            duties.close_duty(duty.id, actor=ACTOR, at=at)
