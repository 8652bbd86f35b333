"""What an amount set by a person is held against: the most the rules allow, and what the rules worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys._judgement import Judgement
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.money import yuan_text
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import WorkedOut

# desk only
AT_MOST = Text("最多 {amount}{made}", "At most {amount}{made}")
MADE = Text("（{made}）", " ({made})")
WROTE = Text("{most}，您写的是 {amount}", "{most}; you wrote {amount}")
# desk only
UNKNOWN = Text(
    "最多能写多少，现在算不出来（缺标准或证据），这里不拦。写之前自己核对一遍",
    "The most that may be written cannot be worked out now (a standard or evidence is missing), so nothing is refused "
    "here. Check the amount yourself before you write it",
)
# desk only
RULES_SAY = Text("规则算的是 {worked}，写的是 {amount}", "The rules work out {worked}, and what is written is {amount}")


@dataclass(frozen=True, slots=True)
class Most:
    """The most in fen that may be set, None where it cannot be worked out, and that in a sentence."""

    amount_fen: int | None
    text: Text


def sets_amount(case: CaseData, step: str) -> Definition | None:
    """The benefit whose amount is set in this step; None for every other step."""
    definition = benefits.definition_of(catalogue.version(case.service_hash))
    return definition if definition and definition.set_by and definition.set_by.step == step else None


def most(definition: Definition, judged: Judgement) -> Most | None:
    """What may be set at most, where benefit.yaml names a value for it."""
    asked = definition.set_by
    if asked is None or not asked.most:
        return None
    values = {**judged.worked_out, **judged.certain}
    known = {name: one for name, one in values.items() if one.value is not None}
    if asked.most not in known:
        return Most(None, UNKNOWN)
    fen = int(known[asked.most].value)
    return Most(fen, AT_MOST.format(amount=yuan_text(fen), made=_made(asked.most_text, known)))


def most_hint(definition: Definition, judged: Judgement) -> Mapping[str, Text]:
    """By the question that asks for the amount, how much it may be at most."""
    limit = most(definition, judged)
    return {definition.set_by.question: limit.text} if limit and definition.set_by else {}


def too_much(definition: Definition, judged: Judgement, result: Mapping[str, Any]) -> list[FieldProblem]:
    """What is wrong with an amount above the most."""
    typed, limit = typed_amount(definition, result), most(definition, judged)
    if typed is None or limit is None or limit.amount_fen is None or typed <= limit.amount_fen:
        return []
    said = WROTE.format(most=limit.text, amount=yuan_text(typed))
    return [FieldProblem(definition.set_by.question if definition.set_by else "", "too_much", said)]


def over_rules(definition: Definition, judged: Judgement, result: Mapping[str, Any]) -> list[Text]:
    """What is said where the amount that was written is not what the rules work out; 0 is refused by itself."""
    typed, worked = typed_amount(definition, result), judged.worked_out.get(definition.amount)
    if not typed or worked is None or worked.value is None or int(worked.value) == typed:
        return []
    return [RULES_SAY.format(worked=yuan_text(int(worked.value)), amount=yuan_text(typed))]


def typed_amount(definition: Definition, result: Mapping[str, Any]) -> int | None:
    """The amount that was written, None where the field is empty."""
    amount = result.get(definition.set_by.question) if definition.set_by else None
    return None if amount is None else int(amount)


def _made(text: Text, known: Mapping[str, WorkedOut]) -> Text:
    """How the most is made up; nothing where a part of it is not known."""
    try:
        made = text.format(**{name: rules.shown(one.kind, one.value) for name, one in known.items()})
    except KeyError:
        return Text("", "")
    return MADE.format(made=made) if made.zh else made
