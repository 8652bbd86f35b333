"""What a person who decides needs to see: what the rules say, and the values an approval must state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases.data import CaseData, Line, NeedData, Reason
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.kernel import clock
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Citation, ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Decision, Held, MissingEvidence, WorkedOut
from zhengtong.trust.identity import api as identity

PREFIX = "value_"
LONGEST = 200
# desk only
WRITE = Text("批准要写明“{label}”", "An approval must state “{label}”")
# desk only
NOT_A_NUMBER = Text("“{label}”写成整数，比如 80", "Write “{label}” as a whole number, e.g. 80")
# desk only
IN_FUTURE = Text("这一天还没到", "This day has not come yet")
# desk only
NOTHING = Text("要大于 0", "It must be more than 0")
# desk only
NOT_ALL_HERE = Text("证据没有到齐，规则还算不了。", "Evidence is missing, so the rules cannot be worked out.")
# The rules name resources by their code; people do not.
IN_WORDS = {
    "nobody_found": Text("部门没有查到这个人，由人来核对。", "The department knows no such person; a person checks.")
}
YES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class NeededValue:
    """A value an approval must state. `value` is None when the rules cannot work it out: a person writes it.

    `sources` is the evidence the value rests on; `field` is the name under which a typed value is sent.
    """

    name: str
    label: Text
    kind: str
    value: Any
    sources: tuple[NeedData, ...]

    @property
    def field(self) -> str:
        return PREFIX + self.name


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a case on the law of the day it was opened, and how far they get with the values."""

    outcome: str
    reasons: tuple[Reason, ...]
    also: Mapping[str, tuple[Reason, ...]]
    """By outcome, the reasons that hold too and do not decide: for who decides the case, not for the applicant."""
    worked_out: Mapping[str, WorkedOut]
    needed: tuple[NeededValue, ...]
    nobody_at: tuple[str, ...]
    """The departments that know no such person."""
    lines: tuple[Line, ...]
    """The sum as the rules work it out, line by line; empty where they cannot."""
    certain: Mapping[str, WorkedOut] = field(default_factory=dict)
    """The values that rest on no evidence, known while evidence is missing too."""
    missing: bool = False
    """Whether an answer is yet to come, so that the rules say nothing: `outcome` is then only who is to wait for it."""

    @property
    def refusals(self) -> tuple[Reason, ...]:
        """Every reason for which the rules refuse, for a letter that must give them."""
        return (*(self.reasons if self.outcome == "refuse" else ()), *self.also.get("refuse", ()))

    @property
    def doubts(self) -> tuple[Reason, ...]:
        """Every condition of the folder for which it is left to a person, for a letter that must say what is to be
        cleared. That the rules cannot be worked out is for who decides: no condition says it, so no article is cited.
        """
        found = (*(self.reasons if self.outcome == "person" else ()), *self.also.get("person", ()))
        return tuple(one for one in found if one.cite.zh)


def judgement(case: CaseData) -> Judgement:
    """What the rules say of a case, worked out again; nothing is written. One statement."""
    version = catalogue.version(case.service_hash)
    facts = rule_facts_of(case, identity.person(case.summary.operator))
    day = clock.china_date(case.summary.opened_at)
    worked = rules.worked_out(version, facts, day)
    needed = _needed(case, worked)
    nobody = tuple(need.provider for need in case.needs if need.answered_at and not need.values)
    lines = tuple(Line(n.label, n.amount_fen, cited(*n.sources)) for n in rules.arithmetic(version, facts, day))
    certain = rules.from_answers(version, facts, day)
    try:
        decision = rules.decide(version, facts, day)
    except MissingEvidence:
        waiting = (Reason(NOT_ALL_HERE, Text("", "")),)
        return Judgement("person", waiting, {}, worked, needed, nobody, lines, certain, missing=True)
    reasons = tuple(Reason(IN_WORDS.get(r.id, r.text), cited(r.cite)) for r in decision.reasons)
    also = _also(decision, rules.held(version, facts, day))
    return Judgement(decision.outcome, reasons, also, worked, needed, nobody, lines, certain)


def _also(decision: Decision, held: Iterable[Held]) -> dict[str, tuple[Reason, ...]]:
    """By outcome, what holds beside the reasons of the decision, in the order of the rules."""
    told = {reason.id for reason in decision.reasons}
    found: dict[str, tuple[Reason, ...]] = {}
    for one in held:
        if one.reason.id not in told:
            reason = Reason(one.reason.text, cited(one.reason.cite))
            found[one.outcome] = (*found.get(one.outcome, ()), reason)
    return found


def cited(*cites: Citation | None) -> Text:
    """Citations as people read them, each marked where nobody has read the article yet; empty without any."""
    words = [_cited(cite) for cite in cites if cite]
    return Text("；".join(one.zh for one in words), "; ".join(one.in_("en") for one in words))


def _cited(cite: Citation) -> Text:
    words = f"《{cite.title}》{cite.article}"
    return Text(f"{words}（依据待核）", f"{words} (not yet verified)") if cite.unverified else Text(words, words)


def _needed(case: CaseData, worked: Mapping[str, WorkedOut]) -> tuple[NeededValue, ...]:
    nothing, stated = WorkedOut("text", None, ()), _stated(catalogue.version(case.service_hash))
    found = [(name, label, worked.get(name, nothing)) for name, label in stated.items()]
    return tuple(
        NeededValue(name, label, one.kind, one.value, tuple(need for need in case.needs if need.need in one.needs))
        for name, label, one in found
    )


def _stated(version: ServiceVersion) -> Mapping[str, Text]:
    """The values an approval states, with their names: what stands on the licence, and what is paid each month."""
    licence, benefit = catalogue.licence_of(version), benefits.definition_of(version)
    stated = {field.value: field.label for field in licence.fields} if licence else {}
    if benefit:
        stated.setdefault(benefit.amount, rules.amount_label(version))
    return stated


def read_typed(needed: NeededValue, typed: str) -> tuple[Any, FieldProblem | None]:
    """What a person wrote for a missing value, clean, or what is wrong with it."""
    words = typed.strip()
    if not words:
        return None, _problem(needed, "required", WRITE)
    if needed.kind == "bool":
        return (YES[words], None) if words in YES else (None, _problem(needed, "required", WRITE))
    if needed.kind == "int":
        return (int(words), None) if words.isdecimal() else (None, _problem(needed, "number", NOT_A_NUMBER))
    try:
        value = forms.read_answer(needed.kind, words, LONGEST)
    except forms.AnswerError as error:
        return None, FieldProblem(needed.field, error.code, error.text)
    return value, _out_of_range(needed, value)


def _out_of_range(needed: NeededValue, value: Any) -> FieldProblem | None:
    """What no approval can state: a day that has not come, an amount of nothing."""
    if needed.kind == "date" and value > clock.today().isoformat():
        return _problem(needed, "in_future", IN_FUTURE)
    if needed.kind == "money" and value <= 0:
        return _problem(needed, "not_positive", NOTHING)
    return None


def _problem(needed: NeededValue, code: str, words: Text) -> FieldProblem:
    return FieldProblem(needed.field, code, words.format(label=needed.label))
