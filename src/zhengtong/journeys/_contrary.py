"""A button that goes against an opinion given before, or against the rules: whoever presses it says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys._judgement import Judgement, judgement
from zhengtong.journeys._most import over_rules, sets_amount, too_much
from zhengtong.journeys._pressed import pressed
from zhengtong.journeys._step_form import REASON, SHORTEST_REASON
from zhengtong.journeys.drawn_already import against
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import too_little
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import WEIGHS_RULES, Outcome, Step

# desk only
STEP_SAID = Text("“{step}”的结果是“{outcome}”", "“{step}” came to “{outcome}”")
# desk only
RULES = {
    "refuse": Text("规则算下来不符合条件", "By the rules the conditions are not met"),
    "person": Text("规则说要由人核清", "The rules leave it to a person"),
}
# desk only
SAY_WHY = Text(
    "{against}。要选“{chosen}”，写明为什么，至少 {least} 个字",
    "{against}. To choose “{chosen}”, say why in at least {least} characters",
)


def judged_for(case: CaseData, step: Step) -> Judgement | None:
    """What the rules say, where a step is held against it: a button weighs, or an amount is set. None for a step that
    asks departments while they have not all answered: it cannot be ended yet. One statement, or none."""
    if not _weighing(step) and not sets_amount(case, step.id):
        return None
    judged = judgement(case)
    return None if judged.missing and step.kind == "evidence" else judged


def warnings(case: CaseData, step: Step, done: Sequence[ProcessStepData], judged: Judgement | None) -> dict[str, Text]:
    """By button, in one sentence, what was said to the contrary before: by the steps it weighs, and by the rules.

    `done` are the finished steps of the case, `judged` is of `judged_for`.
    """
    found = {each: _against(case, each, done, judged) for each in _weighing(step)}
    return {each.id: _warning(each, parts) for each, parts in found.items() if parts}


def _weighing(step: Step) -> list[Outcome]:
    return [each for each in step.outcomes if each.weighs and not each.bad]


def _against(case: CaseData, chosen: Outcome, done: Sequence[ProcessStepData], judged: Judgement | None) -> list[Text]:
    if not chosen.weighs or chosen.bad or judged is None:
        return []
    return [*_said(case, chosen, done), *(_ruled(judged) if WEIGHS_RULES in chosen.weighs else [])]


def _ruled(judged: Judgement) -> list[Text]:
    """What the rules say against it: what decides, and what would refuse behind it."""
    if judged.outcome not in RULES:
        return []
    return [text for outcome, text in RULES.items() if outcome == judged.outcome or outcome in judged.also]


@dataclass(frozen=True, slots=True)
class Typed:
    """A step as somebody wants it done: the button, the answers, the reason."""

    chosen: Outcome | None
    result: Mapping[str, Any]
    reason: str


def unexplained(case: CaseData, step: Step, done: Sequence[ProcessStepData], typed: Typed) -> list[FieldProblem]:
    """What is wrong with an amount somebody set above the most; and where it is not the rules', or a button goes
    against what was said before, a reason that is missing."""
    judged, definition, chosen = judged_for(case, step), sets_amount(case, step.id), typed.chosen
    over = too_much(definition, judged, typed.result) if definition and judged else []
    if chosen is None or chosen.bad or not too_little(typed.reason.strip(), SHORTEST_REASON):
        return over
    parts = _against(case, chosen, done, judged)
    parts += against(case, step, chosen)
    if definition and judged and not over:
        parts += over_rules(definition, judged, typed.result)
    return [*over, *([FieldProblem(REASON, "too_short", _warning(chosen, parts))] if parts else [])]


def _said(case: CaseData, outcome: Outcome, done: Sequence[ProcessStepData]) -> Iterator[Text]:
    """Of each step it weighs what came of it last, where that went against the applicant."""
    version = catalogue.version(case.service_hash)
    process = workflow.process_of(version)
    buttons = pressed(version, done)
    for step in outcome.weighs:
        if process and step in buttons and buttons[step].bad:
            yield STEP_SAID.format(step=process.steps[step].name, outcome=buttons[step].label)


def _warning(chosen: Outcome, parts: Sequence[Text]) -> Text:
    against = Text("；".join(one.zh for one in parts), "; ".join(one.in_("en") for one in parts))
    return SAY_WHY.format(against=against, chosen=chosen.label, least=SHORTEST_REASON)
