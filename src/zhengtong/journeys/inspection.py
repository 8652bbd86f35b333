"""What a visit by the checklist must say before it counts: what exactly is to be mended, and the button that fits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys.visits import visit_of
from zhengtong.kernel import clock
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import too_little
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import SELF_CHECK, Form
from zhengtong.offer.workflow.data import FAIL, MEND, Outcome, Step

OUTCOME = "outcome"
SHORTEST_MEND = 4
NOT_YET = Text("约的是{day}，到那天看了再写", "The visit is on {day}; write this on the day")
SAY_WHAT = Text("写清楚改什么，至少 {least} 个字", "Say what is to be mended in at least {least} characters")
STILL_FAILING = Text("有 {count} 项要改，不能选这一项", "{count} items are to be mended: this cannot be chosen")
NOTHING_FAILED = Text("没有一项要改，选别的", "Nothing is to be mended; choose another")
MENDED_OFTEN = Text("已经改过 {count} 次，不能再改了", "It was mended {count} times and cannot be again")


def failed_items(step: Step, result: Mapping[str, Any]) -> tuple[str, ...]:
    """The items of the checklist that are to be mended."""
    return tuple(item for item in step.checklist if result.get(item) == FAIL)


def self_checks(case: CaseData, step: Step) -> Mapping[str, Text]:
    """What the applicant said in the form of each item a step goes through."""
    asked = {question.id: question for page in _form(case).pages for question in page.questions}
    said = {}
    for item in step.checklist:
        question = asked.get(SELF_CHECK + item)
        answer = case.fields["answers"].get(SELF_CHECK + item)
        option = next((one for one in question.choices if one.key == answer), None) if question else None
        if option:
            said[item] = option.label
    return said


def mends_of(steps: Mapping[str, Step], done: Sequence[ProcessStepData]) -> tuple[tuple[Text, str], ...]:
    """What the last visit found is to be mended: each item in its own words with what exactly; empty once it passed."""
    last = next((row for row in reversed(done) if steps[row.key.step].checklist and row.result), None)
    if last is None:
        return ()
    step = steps[last.key.step]
    labels = {question["id"]: Text.read(question["label"]) for question in step.questions}
    return tuple((labels[item], last.result[item + MEND]) for item in failed_items(step, last.result))


def _form(case: CaseData) -> Form:
    return forms.form_of(catalogue.version(case.service_hash))


def visit_problems(
    case: CaseData, step: Step, outcome: Outcome | None, result: Mapping[str, Any], at: datetime
) -> list[FieldProblem]:
    """What is wrong with what came of a visit; nothing where the step is none."""
    if outcome is None or outcome.calls_off:
        return []
    return [*_too_early(case, step, at), *_unsaid(step, result), *_unfit(case, step, outcome, result)]


def may_mend(case: CaseData, step: Step, outcome: Outcome) -> bool:
    """Whether an outcome by which something is mended may be chosen once more: the folder says how often."""
    return _mended(case.summary.number, step, outcome) < outcome.mends


def _too_early(case: CaseData, step: Step, at: datetime) -> list[FieldProblem]:
    visit = visit_of(case.summary.number) if step.visits else None
    if visit is None or clock.china_date(at) >= visit.slot.day:
        return []
    return [FieldProblem(OUTCOME, "not_yet", NOT_YET.format(day=day_words(visit.slot.day)))]


def _unsaid(step: Step, result: Mapping[str, Any]) -> list[FieldProblem]:
    silent = [item for item in failed_items(step, result) if too_little(result.get(item + MEND) or "", SHORTEST_MEND)]
    return [FieldProblem(item + MEND, "required", SAY_WHAT.format(least=SHORTEST_MEND)) for item in silent]


def _unfit(case: CaseData, step: Step, outcome: Outcome, result: Mapping[str, Any]) -> list[FieldProblem]:
    failed = len(failed_items(step, result))
    if failed and not (outcome.mends or outcome.bad):
        return [FieldProblem(OUTCOME, "still_failing", STILL_FAILING.format(count=failed))]
    if outcome.mends and not failed:
        return [FieldProblem(OUTCOME, "nothing_failed", NOTHING_FAILED)]
    if outcome.mends and not may_mend(case, step, outcome):
        return [FieldProblem(OUTCOME, "mended_often", MENDED_OFTEN.format(count=outcome.mends))]
    return []


def _mended(number: str, step: Step, outcome: Outcome) -> int:
    rows = cases.process_steps(number)
    return sum(row.key.step == step.id and row.state == "done" and row.outcome == outcome.id for row in rows)
