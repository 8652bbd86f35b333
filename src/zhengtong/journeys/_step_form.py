"""What whoever does a step fills in, and what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel import clock
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import says_something, too_little
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Form, PageInvalid
from zhengtong.offer.workflow.data import Outcome, Step

OUTCOME, REASON = "outcome", "reason"
SHORTEST_REASON, LONGEST_REASON = 10, 1000
MOST_ITEMS, LONGEST_ITEM = 20, 200
CHOOSE = Text("选一项：这一步办得怎么样", "Choose what came of this step")
SAY_WHY = Text("写明理由，至少 {least} 个字", "Say why in at least {least} characters")
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")
NO_ITEM = Text("一行写一样要补的", "Write what is missing, one thing a line")
MANY_ITEMS = Text("最多列 {most} 样，您列了 {written} 样", "At most {most} things; you listed {written}")
LONG_ITEM = Text("第 {nth} 行太长了，最多 {most} 个字", "Line {nth} is too long: at most {most} characters")


def questions_of(step: Step) -> Form:
    """What whoever does a step fills in, as a form of one page named like the step."""
    return forms.form_asking(step.id, step.name, step.questions)


def items_of(reason: str) -> list[str]:
    """What was written one item a line."""
    return [line.strip() for line in reason.splitlines() if line.strip()]


def typed_alone(typed: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed, without what the page sends by itself."""
    return {name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"}


def read_outcome(step: Step, typed: Mapping[str, str]) -> tuple[Outcome | None, list[FieldProblem]]:
    """The button that was pressed; None for a step without."""
    if not step.outcomes:
        return None, []
    chosen = next((each for each in step.outcomes if each.id == typed.get(OUTCOME)), None)
    if chosen is None:
        return None, [FieldProblem(OUTCOME, "required", CHOOSE)]
    reason = typed.get(REASON, "").strip()
    return chosen, _list_problems(reason) if chosen.lists else _reason_problems(chosen, reason)


def _reason_problems(chosen: Outcome, reason: str) -> list[FieldProblem]:
    if chosen.needs_reason and too_little(reason, SHORTEST_REASON):
        return [FieldProblem(REASON, "too_short", SAY_WHY.format(least=SHORTEST_REASON))]
    if len(reason) > LONGEST_REASON:
        return [FieldProblem(REASON, "too_long", TOO_LONG.format(most=LONGEST_REASON, written=len(reason)))]
    return []


def _list_problems(reason: str) -> list[FieldProblem]:
    items = items_of(reason)
    if not items or not all(map(says_something, items)):
        return [FieldProblem(REASON, "too_short", NO_ITEM)]
    if len(items) > MOST_ITEMS:
        return [FieldProblem(REASON, "too_long", MANY_ITEMS.format(most=MOST_ITEMS, written=len(items)))]
    long = [nth for nth, item in enumerate(items, 1) if len(item) > LONGEST_ITEM]
    return [FieldProblem(REASON, "too_long", LONG_ITEM.format(nth=nth, most=LONGEST_ITEM)) for nth in long[:1]]


def read_result(step: Step, typed: Mapping[str, str]) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The clean answers to a step's questions, or what is wrong with them."""
    try:
        facts = {"answers": {}, "known": {}, "applicant": {}, "today": clock.today()}
        answers = forms.read_page(questions_of(step), step.id, typed, facts)
        return {question: answer for question, answer in answers.items() if answer is not None}, []
    except PageInvalid as invalid:
        return {}, list(invalid.problems)
