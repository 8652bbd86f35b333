"""Whether somebody of this household draws the same benefit already, or has a case of it under way: for clerks."""

from collections.abc import Collection, Iterator

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.benefits.data import EntitlementData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, CaseSummary
from zhengtong.journeys._benefit_words import month_words
from zhengtong.journeys._step_form import OUTCOME
from zhengtong.kernel import clock
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.money import yuan_text
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.workflow.data import Outcome, Step
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

# desk only
DRAWS = Text(
    "{name}的办件 {number} 已经在发{benefit}，从{since}起，每月 {amount}。同在这两件里的：{who}。",
    "{benefit} is paid already by case {number} of {name}, since {since}, {amount} a month. In both cases: {who}.",
)
# desk only
UNDER_WAY = Text(
    "{name}还有一件{service}正在办（{number}，{day}交的）。同在这两件里的：{who}。",
    "Another case of {service} is under way for {name} ({number}, sent on {day}). In both cases: {who}.",
)
# desk only
TWICE = Text("这一家已经有人在领同一种钱，或者正在申请", "Somebody of this household draws this already or has applied")
# desk only
SAME_PERSON = Text(
    "{name}已经在领{benefit}（从{since}起，每月 {amount}），一个人只能领一份。不批，或者先把原来那一份停了",
    "{name} draws {benefit} already (since {since}, {amount} a month), once a person. Refuse, or stop that first",
)
_ID = "id_number"


def drawn_already(case: CaseData) -> tuple[Text, ...]:
    """What other cases of the same benefit are about people of this one, a sentence each; nothing for who reads the
    case in part. Everybody the application names, and whom a register named with the subject. Four statements at most.
    """
    definition = benefits.definition_of(catalogue.version(case.service_hash))
    if definition is None or case.in_part:
        return ()
    summary = case.summary
    known = {one.id: one.name for one in identity.find_persons(_numbers(case))}
    asked = {need.person for need in case.needs if need.person}
    people = {*known, *asked, summary.applicant, *((summary.operator,) if summary.in_household else ())}
    shared = cases.sharing(people, summary.service, summary.number)
    if not shared:
        return ()
    names = {one.id: one.name for one in identity.persons(set().union(*(who for _, who in shared))).values()}
    paid = {one.case: one for one in benefits.of_cases(other.number for other, _ in shared)}
    return tuple(_sentences(shared, paid, names))


def told_at(case: CaseData, step: Step) -> tuple[Text, ...]:
    """The same on the page of a step that accepts or concludes; nothing on others."""
    tells = any(each.accepts or each.weighs for each in step.outcomes) or _concludes(case, step)
    return drawn_already(case) if tells else ()


def against(case: CaseData, step: Step, chosen: Outcome) -> list[Text]:
    """What is said against approving where a household draws twice; whoever approves all the same says why."""
    if chosen.bad or not _concludes(case, step):
        return []
    return [TWICE] if drawn_already(case) else []


def payee(case: CaseData, definition: Definition, operator: PersonData) -> PersonData | None:
    """Who is to be paid: the party benefit.yaml names, if the platform has met them."""
    own = {"name": operator.name, _ID: operator.id_number}
    facts = {"answers": case.fields["answers"], "applicant": own}
    return identity.find_person(forms.party_of(facts, definition.pay_to).id_number)


def require_once(case: CaseData, version: ServiceVersion, opens: Collection[str]) -> None:
    """Invalid where the step that puts on the roll would open for somebody who is on it by another case: before any
    paper says that they will be paid."""
    definition = benefits.definition_of(version)
    if definition is None or not definition.enrol_at or definition.enrol_at not in opens:
        return
    found = payee(case, definition, identity.person(case.summary.operator))
    paid = benefits.draws(found.id if found else case.summary.applicant, definition.kind, case.summary.number)
    if paid:
        said = SAME_PERSON.format(name=paid.person_name, **_paid_words(paid))
        raise Invalid([FieldProblem(OUTCOME, "already_entitled", said)])


def _concludes(case: CaseData, step: Step) -> bool:
    definition = benefits.definition_of(catalogue.version(case.service_hash))
    if definition is None:
        return False
    return step.id in (definition.decided_at, definition.set_by.step if definition.set_by else "")


def _numbers(case: CaseData) -> Iterator[str]:
    """Everybody the answers name, and everybody a register named with the person it answered about."""
    for answer in case.fields["answers"].values():
        for one in answer if isinstance(answer, list) else [answer]:
            if isinstance(one, dict) and one.get(_ID):
                yield str(one[_ID])
    for need in case.needs:
        for one in (need.values or {}).get("members") or ():
            if isinstance(one, dict) and one.get(_ID):
                yield str(one[_ID])


def _sentences(
    shared: tuple[tuple[CaseSummary, frozenset[str]], ...], paid: dict[str, EntitlementData], names: dict[str, str]
) -> Iterator[Text]:
    for other, who in shared:
        both = sorted(names[one] for one in who if one in names)
        words = {"number": other.number[-16:], "who": Text("、".join(both), ", ".join(both))}
        if other.number in paid:
            benefit = paid[other.number]
            yield DRAWS.format(name=benefit.person_name, **words, **_paid_words(benefit))
        elif other.closed_at is None:
            day = day_words(clock.china_date(other.opened_at))
            yield UNDER_WAY.format(name=other.applicant_name, service=other.service_name, day=day, **words)


def _paid_words(paid: EntitlementData) -> dict[str, Text]:
    return {"benefit": paid.name, "since": month_words(paid.since), "amount": yuan_text(paid.amount_fen)}
