"""Departments are asked for a case: when it is sent, when a step opens that names what it needs, and not before the
person has signed where a signature is wanted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, NeedData, NewNeed
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Conflict
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Party
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Asked, Need
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Step
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Authorisation as Paper
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

CHECKER = system("submit")


def meet(
    parties: Iterable[str], facts: Facts, operator: PersonData, *, actor: Actor, at: datetime
) -> dict[str, PersonData]:
    """Everyone the rules or the service speak of, by party, as persons the platform knows from now on."""
    people = {}
    for name in dict.fromkeys(parties):
        party = forms.party_of(facts, name)
        is_operator = party.id_number == operator.id_number
        people[name] = operator if is_operator else _met(party, actor, at)
    return people


def _met(party: Party, actor: Actor, at: datetime) -> PersonData:
    """The person of a number, under the name that was given for this application alone: a stranger's own name is told
    to nobody, a false one sticks to nobody, and the department compares the two."""
    met = identity.meet_person(id_number=party.id_number, actor=actor, at=at)
    return replace(met, name=party.name)


def new_needs(
    version: ServiceVersion, number: str, asked: Sequence[Asked], people: Mapping[str, PersonData], *, at: datetime
) -> list[NewNeed]:
    """Put the questions of a case, but for those that wait for a signature: these are noted without a question."""
    covers, papers = _signed(version, number)
    made = []
    for one in asked:
        person, need = people[one.party], one.need
        waits = need.id in covers and person.id in papers and papers[person.id] is None
        question, basis = ("", "") if waits else _put(version, number, need, one.party, person, papers, at)
        made.append(NewNeed(need.id, need.resource, one.party, person.id, question, basis))
    return made


def ask_for_step(case: CaseData, version: ServiceVersion, step: Step, *, at: datetime) -> None:
    """Ask what a step needs whose turn has come, in the caller's transaction: about each person once, also when the
    step comes round again."""
    number, operator = case.summary.number, identity.person(case.summary.operator)
    facts = rule_facts_of(case, operator)
    known = {(need.need, need.party) for need in case.needs}
    wanted = rules.asked_of(version, facts, clock.china_date(case.summary.opened_at))
    asked = [one for one in wanted if one.need.id in step.needs and (one.need.id, one.party) not in known]
    if asked:
        people = meet((one.party for one in asked), facts, operator, actor=CHECKER, at=at)
        cases.await_evidence(number, new_needs(version, number, asked, people, at=at), actor=CHECKER, at=at)


def ask_who_signed(number: str, *, at: datetime) -> None:
    """Put every question of a case that waited for a signature which is there now, while its step is open."""
    case = cases.case(number, actor=CHECKER, at=at)
    waiting = [need for need in case.missing if not need.question]
    if not waiting or case.decided_at:
        return
    version = catalogue.version(case.service_hash)
    papers = authorisations.papers(number)
    open_now = _open_needs(version, number)
    facts = rule_facts_of(case, identity.person(case.summary.operator))
    for need in waiting:
        if papers.get(need.person) and open_now(need.need):
            _release(version, number, need, forms.party_of(facts, need.party), papers, at)


def begin_asked(number: str, *, at: datetime) -> None:
    """An open step that waits for departments has begun as soon as one of them was asked for it."""
    unbegun = [row for row in cases.process_steps(number) if row.kind == "evidence" and row.not_begun]
    if not unbegun:
        return
    case = cases.case(number, actor=CHECKER, at=at)
    process = workflow.process_of(catalogue.version(case.service_hash))
    if process is None:
        return
    asked = {need.need for need in case.needs if need.question}
    for row in unbegun:
        if asked.intersection(process.steps[row.key.step].needs or asked - process.needs):
            cases.begin_step(number, row.key, actor=CHECKER, at=at)


def ask_corrected(case: CaseData, resource: str, person: str, *, at: datetime) -> bool:
    """Ask a source anew about a person after it has corrected its record; whether there was an answer to replace.

    Nothing is asked for a case that is decided: somebody looks at it instead.
    """
    answered = [need for need in case.needs if (need.resource, need.person) == (resource, person) and need.answered_at]
    if case.decided_at or not answered:
        return False
    number, version = case.summary.number, catalogue.version(case.service_hash)
    papers = authorisations.papers(number)
    facts = rule_facts_of(case, identity.person(case.summary.operator))
    for need in answered:
        defined = next(one for one in rules.needs_of(version) if one.id == need.need)
        about = replace(identity.person(person), name=forms.party_of(facts, need.party).name)
        with suppress(Conflict), atomic():
            question, basis = _put(version, number, defined, need.party, about, papers, at)
            cases.ask_anew(number, need.need, need.party, question=question, basis=basis, actor=CHECKER, at=at)
    return True


def _release(
    version: ServiceVersion, number: str, need: NeedData, party: Party, papers: Mapping[str, Paper | None], at: datetime
) -> None:
    """Another worker may have asked, or the case may be decided, a moment before: then nothing is asked."""
    defined = next(one for one in rules.needs_of(version) if one.id == need.need)
    with suppress(Conflict), atomic():
        person = replace(identity.person(need.person), name=party.name)
        question, basis = _put(version, number, defined, need.party, person, papers, at)
        cases.put_question(number, need.need, need.party, question=question, basis=basis, actor=CHECKER, at=at)


def _open_needs(version: ServiceVersion, number: str) -> Callable[[str], bool]:
    """Whether a need may be asked now: its step is open, or no step names it."""
    process = workflow.process_of(version)
    if process is None:
        return lambda need: True
    steps = [one.key.step for one in cases.process_steps(number) if one.state == "open"]
    open_now = {need for step in steps for need in process.steps[step].needs}
    return lambda need: need in open_now or need not in process.needs


def _signed(version: ServiceVersion, number: str) -> tuple[frozenset[str], Mapping[str, Paper | None]]:
    """Which needs wait for signatures, and by signer the paper they signed, if they have."""
    definition = authorisations.definition_of(version)
    return (definition.covers, authorisations.papers(number)) if definition else (frozenset(), {})


def _put(
    version: ServiceVersion,
    number: str,
    need: Need,
    party: str,
    person: PersonData,
    papers: Mapping[str, Paper | None],
    at: datetime,
) -> tuple[str, str]:
    """Put the question for a piece of evidence the rules need, and its basis; the worker asks it."""
    service, paper = version.service, papers.get(person.id)
    subject = Subject(name=person.name, id_number=person.id_number, person=person.id)
    wanted = Wanted(
        resource=need.resource,
        fields=tuple(need.fields),
        reference=number,
        step="check",
        organisation=service.organisation,
        service=service.id,
        use="check",
    )
    return gateway.put(wanted, subject, party=party, authorisation=paper, actor=CHECKER, at=at)
