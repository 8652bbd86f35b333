"""What a step or an application wants besides answers: signatures, photographs, a second person, items, a visit."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PIL import Image

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys.ask_companion import ask_companion
from zhengtong.journeys.choose_visit import SLOT, free_slots
from zhengtong.journeys.send_files import Sent
from zhengtong.journeys.step_page import PHOTO, step_page
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.offer.workflow.data import Step
from zhengtong.trust.identity import api as identity

_PASS = "pass"  # noqa: S105 a choice of a checklist, no secret
_ANSWER = "补上了，请看。"


@dataclass(frozen=True, slots=True)
class Ready:
    """What is typed and sent when a step is done."""

    typed: Mapping[str, str]
    sent: tuple[Sent, ...] = ()


def sign(number: str, actor: Actor) -> None:
    """Everybody who must sign and has not does so: who applies as themself, the others by their link."""
    links = authorisations.links(number, actor=actor)
    for signer in authorisations.signers(number):
        if signer.state != "asked":
            continue
        if signer.person == actor.person:
            authorisations.answer_own(number, agrees=True, promised=True, actor=actor, at=clock.now())
        elif signer.id in links:
            _sign_by_link(links[signer.id], signer.name, signer.person)


def _sign_by_link(code: str, name: str, person: str) -> None:
    anybody, at = ANONYMOUS, clock.now()
    shown = authorisations.show_by_link(code, name, identity.person(person).id_number, actor=anybody, at=at)
    authorisations.answer_by_link(code, shown.proof, agrees=True, promised=True, actor=anybody, at=at)


def ready(number: str, row: ProcessStepData, step: Step, typed: Mapping[str, str], actor: Actor) -> Ready:
    """A step with everything it asks for; a second person has said that it is true."""
    case = cases.case(number, actor=actor, at=clock.now(), reason="")
    if step.slots:
        return Ready({SLOT: free_slots(case, step.slots)[0].key})
    page = step_page(case, row, step, actor)
    whole = {**typed, **dict.fromkeys(step.checklist, _PASS), **{field: _ANSWER for field, _ in page.items}}
    sent = tuple(Sent(PHOTO, _picture(nth)) for nth in range(step.photos))
    if step.people > 1 and page.colleagues:
        _confirmed(case, row, whole, sent, page.colleagues[0].account, actor)
        return Ready(whole)
    return Ready(whole, sent)


def _confirmed(
    case: CaseData, row: ProcessStepData, typed: Mapping[str, str], sent: tuple[Sent, ...], account: str, actor: Actor
) -> None:
    """The colleague reads what is written and says so from their own account."""
    number, at = case.summary.number, clock.now()
    ask_companion(number, row.key, account, typed, sent, actor=actor, at=at)
    other = identity.actor_of(account)
    asked = cases.asked_of(number, row.key, actor=other, at=at)
    cases.confirm_companion(number, row.key, str(asked.step.draft["hash"]), actor=other, at=at)


@cache
def _picture(nth: int) -> bytes:
    """The nth photograph: no two are the same."""
    into = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 130, 40 + 60 * (nth % 4))).save(into, "JPEG")
    return into.getvalue()
