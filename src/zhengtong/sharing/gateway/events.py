"""Facts the gateway announces."""

from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("sharing.gateway.answer_received")
@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """A provider has answered, also when it knows no such person."""

    question: str
    reference: str
    resource: str


@event("sharing.gateway.provider_failing")
@dataclass(frozen=True, slots=True)
class ProviderFailing:
    """A question has got a new failure (a state of `QuestionData`): once for each change, not for each attempt."""

    question: str
    reference: str
    failure: str
