"""A button that goes against an opinion given before, or against the rules: whoever presses it says why."""

from collections.abc import Iterator, Mapping, Sequence

from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys._judgement import Judgement, judgement
from zhengtong.journeys._pressed import pressed
from zhengtong.journeys._step_form import REASON, SHORTEST_REASON
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import too_little
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Outcome, Step

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


def warnings(case: CaseData, step: Step, done: Sequence[ProcessStepData]) -> dict[str, Text]:
    """By button, in one sentence, what was said to the contrary before: by the steps it weighs, and by the rules.

    `done` are the finished steps of the case. One statement where a button weighs something, else none.
    """
    weighing = [each for each in step.outcomes if each.weighs and not each.bad]
    if not weighing:
        return {}
    ruled = _ruled(judgement(case))
    found = {each: [*_said(case, each, done), *ruled] for each in weighing}
    return {each.id: _warning(each, parts) for each, parts in found.items() if parts}


def _ruled(judged: Judgement) -> list[Text]:
    """What the rules say against it: what decides, and what would refuse behind it."""
    if judged.outcome not in RULES:
        return []
    return [text for outcome, text in RULES.items() if outcome == judged.outcome or outcome in judged.also]


def unexplained(
    case: CaseData, step: Step, chosen: Outcome | None, done: Sequence[ProcessStepData], typed: Mapping[str, str]
) -> list[FieldProblem]:
    """What is missing where a button goes against what was said before: a reason."""
    if chosen is None or not too_little(typed.get(REASON, "").strip(), SHORTEST_REASON):
        return []
    warning = warnings(case, step, done).get(chosen.id)
    return [FieldProblem(REASON, "too_short", warning)] if warning else []


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
