"""A case that pays monthly is approved: the person is put on the roll, at the step that says so or at its end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import AlreadyEntitled, Definition
from zhengtong.delivery.benefits.data import Account, NewEntitlement
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.cases.events import CaseClosed, StepOpened
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.journeys._judgement import judgement
from zhengtong.journeys._monthly import decided_on, values_of
from zhengtong.journeys.drawn_already import payee
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

ACTOR = system("enrol_benefit")
KIND = "benefit_enrol"
TWICE = Text(
    "{service}：这个人已经在册，没有再列入，请核对", "{service}: on the roll already, not added again; please check"
)
NO_AMOUNT = Text(
    "{service}：批了，但没有定每月金额，没有列入名册", "{service}: approved without a monthly amount; not on the roll"
)


def enrol_benefit(event: CaseClosed) -> None:
    """Put the person of an approved case on the roll, once. What cannot be enrolled becomes a duty of the office."""
    case = cases.case(event.number, actor=ACTOR, at=clock.now())
    definition = benefits.definition_of(catalogue.version(case.service_hash))
    if event.outcome == "approve" and definition is not None:
        _enrol(case, definition, case.decision.values if case.decision else {})


def when_opened(event: StepOpened) -> None:
    """The turn has come to the step that puts on the roll: a case is enrolled once, here or at its end."""
    if event.kind != "system":
        return
    case = cases.case(event.number, actor=ACTOR, at=clock.now())
    definition = benefits.definition_of(catalogue.version(case.service_hash))
    if definition is not None and definition.enrol_at == event.step:
        steps = cases.process_steps(event.number)
        _enrol(case, definition, values_of(judgement(case), definition, steps))


def _enrol(case: CaseData, definition: Definition, values: Mapping[str, Any]) -> None:
    at = clock.now()
    new = _new_entitlement(case, definition, values)
    with atomic():
        if new is None:
            _flag(case, NO_AMOUNT, at)
            return
        try:
            benefits.enrol(new, definition, actor=ACTOR, at=at)
        except AlreadyEntitled:
            _flag(case, TWICE, at)


def _new_entitlement(case: CaseData, definition: Definition, values: Mapping[str, Any]) -> NewEntitlement | None:
    # By the rules it comes to less than nothing where somebody approved against them and set no amount.
    fen = int(values.get(definition.amount, {}).get("value") or 0)
    if fen <= 0:
        return None
    summary, operator = case.summary, identity.person(case.summary.operator)
    facts = rule_facts_of(case, operator)
    paid = _payee(case, definition, operator)
    return NewEntitlement(
        case=summary.number,
        service=summary.service,
        service_hash=case.service_hash,
        organisation=summary.organisation,
        person=paid.id,
        person_name=paid.name,
        id_number=paid.id_number,
        helper=summary.operator if summary.in_household and summary.operator != paid.id else "",
        amount_fen=fen,
        decided_on=decided_on(definition, cases.process_steps(summary.number))
        or clock.china_date(case.decided_at or clock.now()),
        review_months=_review_months(definition, values),
        account=_account(facts["answers"], definition, paid),
        facts=facts,
    )


def _review_months(definition: Definition, values: Mapping[str, Any]) -> int:
    """Every how many months this one is reviewed: by the rules where they say so, else as for everybody."""
    review = definition.review
    if review is None:
        return 0
    return int(values.get(review.by_rule, {}).get("value") or review.every_months)


def _payee(case: CaseData, definition: Definition, operator: PersonData) -> PersonData:
    """Who is paid: the party benefit.yaml names, whom the platform met when the application was sent."""
    found = payee(case, definition, operator) or identity.person(case.summary.applicant)
    # The name the departments answered to: a number that was typed here first has none of its own, or another.
    return replace(found, name=case.summary.applicant_name) if found.id == case.summary.applicant else found


def _account(answers: dict[str, Any], definition: Definition, paid: PersonData) -> Account:
    """The account that was written; without one the bank finds it by the person."""
    number = answers.get(definition.account, "")
    return Account(answers.get(definition.account_name) or paid.name, number) if number else Account(paid.name, "")


def _flag(case: CaseData, title: Text, at: datetime) -> None:
    name = case.summary.service_name
    duties.open_duty(
        kind=KIND,
        organisation=case.summary.organisation,
        permission="cases.handle",
        title=Text(title.zh.format(service=name.zh), title.en.format(service=name.in_("en"))),
        about=("case", case.summary.number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )
