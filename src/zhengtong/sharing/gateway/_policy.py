"""Who may ask, see and ask again; and the refusals of this context."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway._states import text_of
from zhengtong.sharing.gateway.data import Authorisation, Purpose, Subject
from zhengtong.sharing.gateway.models import Question


class ForgedPurpose(Refusal):
    """The purpose was not made by `purpose`, or was changed since."""

    code = "forged_purpose"
    status = 403
    text = Text("这次查询的用途对不上，没有去问。", "The purpose of this query does not hold. Nothing was asked.")


class PurposeExpired(Refusal):
    """The purpose may no longer be used."""

    code = "purpose_expired"
    status = 403
    text = Text("这次查询的时限过了，没有去问。", "The time for this query is over. Nothing was asked.")


class NotAuthorised(Refusal):
    """The grant rests on the person's signed authorisation, and none was named."""

    code = "not_authorised"
    status = 403
    text = Text(
        "查这几项要本人签的授权书，还没有收到，没有去问。",
        "These data are asked for only with the person's signed authorisation. It is missing, so nothing was asked.",
    )


class NoAnswer(Refusal):
    """The provider gave no answer to `ask`. `state` names the failure."""

    code = "no_answer"
    status = 503
    text = Text("{zh}", "{en}")

    def __init__(self, state: str, provider: Text) -> None:
        told = text_of(state, provider, None, "prefill", None)
        super().__init__(zh=told.zh, en=told.en)
        self.state = state


def may_state_purpose(operator: Actor, organisation: str, use: str) -> None:
    """Staff speak for their own organisation only; a resident may only prefill; anonymous people and others never."""
    is_own = operator.kind == "staff" and operator.organisation == organisation
    is_prefill = operator.kind in ("resident", "company_agent") and use == "prefill"
    if not (operator.kind == "system" or is_own or is_prefill):
        raise Forbidden()


def may_ask(purpose: Purpose, subject: Subject, actor: Actor) -> None:
    """The operator of the purpose alone asks with it, and a resident only about themselves."""
    if actor.id != purpose.operator.id:
        raise Forbidden()
    if actor.kind in ("resident", "company_agent") and not (actor.person and actor.person == subject.person):
        raise Forbidden()


def may_ask_unsigned(purpose: Purpose, authorisation: Authorisation | None) -> None:
    """NotAuthorised where the law wants the person's signed paper and none is named."""
    if purpose.basis_kind == "authorisation" and authorisation is None:
        raise NotAuthorised()


def may_see(question: Question, actor: Actor) -> None:
    """The system, staff of the asking organisation, and the person themselves; NotFound for everybody else."""
    is_own_staff = actor.kind == "staff" and actor.organisation == question.organisation
    is_subject = bool(actor.person) and actor.kind == "resident" and actor.person == question.person
    if not (actor.kind == "system" or is_own_staff or is_subject):
        raise NotFound()


def may_retry(question: Question, actor: Actor) -> None:
    """Who may have a question asked again, or no more: the system and the asking body's staff. Else NotFound."""
    if not (actor.kind == "system" or (actor.kind == "staff" and actor.organisation == question.organisation)):
        raise NotFound()


def may_hold(actor: Actor) -> None:
    """Only the platform keeps a question for later; whoever asks in person is refused at once."""
    if actor.kind != "system":
        raise Forbidden()


def may_still_use(purpose: Purpose, at: datetime) -> None:
    if at >= purpose.expires:
        raise PurposeExpired()
