"""What the steps of a process say of a benefit: the amount somebody set, and the day it was decided."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys._judgement import Judgement, judgement
from zhengtong.kernel import clock
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion

MONEY = "money"
# desk only
SAY_HOW_MUCH = Text(
    "规则算不出每月补多少，或者没有差额可补。写明每月补多少，或者不批",
    "The rules give no amount to be paid each month. Write how much, or do not approve",
)
# desk only
ZERO_IS_NOTHING = Text(
    "写了 0 元，就是一分不发，不能批。不该发就不批；和规则算的一样，这里空着",
    "0 yuan pays nothing, and that is no approval. Do not approve, or leave this empty where the rules are right",
)
Steps = Iterable[ProcessStepData]


@dataclass(frozen=True, slots=True)
class SetAmount:
    """An amount a month in fen that somebody set in a step of theirs, which amount it is, and who it was."""

    name: str
    amount_fen: int
    by: str


def set_amount(definition: Definition | None, steps: Steps) -> SetAmount | None:
    """The amount people set, where benefit.yaml asks them to and they did; it goes before the rules' own. What was
    written is kept as it was written: 0 is an amount, and only an empty field means the rules'."""
    if definition is None or definition.set_by is None:
        return None
    asked = definition.set_by
    given = [(one.result.get(asked.question), one.done_by) for one in _done(asked.step, steps)]
    return next(
        (SetAmount(definition.amount, int(amount), by) for amount, by in reversed(given) if amount is not None), None
    )


def require_amount(case: CaseData, version: ServiceVersion, step: str, opens: Collection[str]) -> None:
    """Refuse to set an amount that nobody knows: Invalid where the step in which people set it has just been done,
    opens the one that puts on the roll, and neither they nor the rules say how much, or they wrote nothing at all. Else
    an approval would name a sum that is never paid, or pay another than was decided."""
    definition = benefits.definition_of(version)
    if definition is None or definition.set_by is None:
        return
    asked = definition.set_by
    if asked.step != step or definition.enrol_at not in opens:
        return
    steps = cases.process_steps(case.summary.number)
    typed = set_amount(definition, steps)
    if typed and typed.amount_fen <= 0:
        raise Invalid([FieldProblem(asked.question, "not_positive", ZERO_IS_NOTHING)])
    amount = values_of(judgement(case), definition, steps).get(definition.amount)
    if not amount or amount["value"] <= 0:
        raise Invalid([FieldProblem(asked.question, "required", SAY_HOW_MUCH)])


def decided_on(definition: Definition, steps: Steps) -> date | None:
    """The day the step was done from which the months are counted; None where benefit.yaml names none."""
    days = [clock.china_date(one.done_at) for one in _done(definition.decided_at, steps) if one.done_at]
    return days[-1] if days else None


def values_of(judged: Judgement, definition: Definition | None, steps: Steps) -> dict[str, dict[str, Any]]:
    """What an approval states: the values the rules worked out, and the amount somebody set over theirs."""
    values = {n: {"kind": w.kind, "value": w.value} for n, w in judged.worked_out.items() if w.value is not None}
    found = set_amount(definition, steps)
    return {**values, definition.amount: {"kind": MONEY, "value": found.amount_fen}} if definition and found else values


def _done(step: str, steps: Steps) -> Iterator[ProcessStepData]:
    """The times a step was done, the last one last."""
    return iter(sorted((o for o in steps if o.key.step == step and o.state == "done"), key=lambda o: o.place or 0))
