"""A department has answered: the answer goes into the case that asked."""

from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.flag_refusal import close_settled
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
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
    close_settled(event.reference)
    answer = gateway.answer(event.question, actor=ACTOR, at=at)
    cases.add_evidence(
        event.question,
        answer.values if answer.found else {},
        provider=answer.provider.zh,
        basis=answer.basis,
        answered_at=answer.received_at,
        actor=ACTOR,
        at=at,
    )
