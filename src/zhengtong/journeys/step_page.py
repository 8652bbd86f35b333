"""What the page of a step shows besides its questions: files that came, who was there, what was written before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Asked, CaseData, CompanionData, ProcessStepData, ProofData, SaidItem, StepKey
from zhengtong.journeys._contrary import judged_for, warnings
from zhengtong.journeys._most import most_hint, sets_amount
from zhengtong.journeys._process import process_of
from zhengtong.journeys._step_form import OUTCOME, REASON, items_of, questions_of, read_result
from zhengtong.journeys._step_needs import COMPANION, PHOTO, listed_items, proofs_of, written_hash
from zhengtong.journeys.ask_companion import colleagues_for
from zhengtong.journeys.drawn_already import told_at
from zhengtong.journeys.places import with_places
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Told
from zhengtong.offer.workflow.data import Step
from zhengtong.trust.identity.data import StaffData

__all__ = [
    "COMPANION",
    "OUTCOME",
    "PHOTO",
    "REASON",
    "Answered",
    "StepPage",
    "Written",
    "answered",
    "items_of",
    "questions_of",
    "stands_by",
    "step_page",
    "typed_before",
    "written",
    "written_rows",
]


@dataclass(frozen=True, slots=True)
class Answered:
    """An item of a list with what the applicant says to it and the files they sent."""

    item: str
    said: str
    proofs: tuple[ProofData, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What whoever did a step wrote into it: the answers in words, and the reason of the button."""

    row: ProcessStepData
    told: tuple[Told, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """Items to answer (field and words), files of the step, who was asked to confirm it, and who can be."""

    items: tuple[tuple[str, str], ...]
    proofs: tuple[ProofData, ...]
    companions: tuple[CompanionData, ...]
    colleagues: tuple[StaffData, ...]
    contrary: tuple[Text, ...]
    """One sentence for each button that goes against what was said before."""
    drawn: tuple[Text, ...]
    """Who of the household draws the same already, or has a case of it under way."""
    hints: Mapping[str, Text]
    """What is told of a question besides its own hint: the most an amount may be."""


def stands_by(companions: Sequence[CompanionData], step: Step, typed: Mapping[str, str]) -> frozenset[str]:
    """Who has confirmed just what is typed now; what was changed since is to be confirmed anew."""
    result, problems = read_result(step, typed)
    now = "" if problems else written_hash(result)
    return frozenset(one.who for one in companions if one.confirmed_at and now and one.seen == now)


def step_page(
    case: CaseData, row: ProcessStepData, step: Step, actor: Actor, done: Sequence[ProcessStepData] = ()
) -> StepPage:
    """What belongs to an open step; `done` are the steps before it. At most eleven statements."""
    number, key = case.summary.number, row.key
    takes_files = step.photos or step.completes
    together = step.people > 1
    judged, definition = judged_for(case, step), sets_amount(case, step.id)
    return StepPage(
        items=tuple(listed_items(number, step)),
        proofs=tuple(one for one in proofs_of(number, key) if _shows(case, one, actor)) if takes_files else (),
        companions=tuple(one for one in cases.companions(number) if one.key == key) if together else (),
        colleagues=colleagues_for(case, row, actor) if together else (),
        contrary=tuple(warnings(case, step, done, judged).values()),
        drawn=told_at(case, step),
        hints=most_hint(definition, judged) if definition and judged else {},
    )


def _shows(case: CaseData, proof: ProofData, actor: Actor) -> bool:
    return case.whole or case.in_part or proof.added_by == actor.id


def typed_before(case: CaseData, row: ProcessStepData, actor: Actor) -> Mapping[str, str]:
    """What was typed for an open step and not sent; who does not see the case whole reads their own words alone."""
    typed = row.draft.get("typed", {}) if case.whole else row.draft.get("apart", {}).get(actor.person, {})
    return cast(Mapping[str, str], typed)


def answered(rows: tuple[ProcessStepData, ...], proofs: tuple[ProofData, ...]) -> tuple[Answered, ...]:
    """What the applicant answered last to a list of what was missing; `rows` are the steps that are done."""
    last = next((row for row in reversed(rows) if row.said), None)
    if last is None:
        return ()
    return tuple(_answered(nth, one, last.key, proofs) for nth, one in enumerate(last.said, 1))


def _answered(nth: int, one: SaidItem, key: StepKey, proofs: tuple[ProofData, ...]) -> Answered:
    own = tuple(proof for proof in proofs if proof.key == key and proof.purpose == f"item_{nth}")
    return Answered(one.item, one.said, own)


def written(case: CaseData, done: Sequence[ProcessStepData]) -> tuple[Written, ...]:
    """What was written into the finished steps of a case, in their order; steps into which nothing was are left out."""
    steps = process_of(catalogue.version(case.service_hash)).steps
    found = [Written(row, _in_words(steps[row.key.step], row.result), row.reason) for row in done]
    return tuple(one for one in found if one.told or one.reason)


def written_rows(asked: Asked) -> tuple[Told, ...]:
    """What a colleague is asked to confirm, in words."""
    step = process_of(catalogue.version(asked.service_hash)).steps[asked.step.key.step]
    result, _ = read_result(step, asked.step.draft.get("typed", {}))
    return _in_words(step, result)


def _in_words(step: Step, result: Mapping[str, Any]) -> tuple[Told, ...]:
    return with_places(forms.told_as_sent(questions_of(step), {"answers": result, "known": {}, "applicant": {}}))
