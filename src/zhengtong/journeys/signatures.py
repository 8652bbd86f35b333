"""People are asked to sign; and what follows from a signature, a refusal to sign, and the end of the case."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import Asked, Definition, NewSigner
from zhengtong.delivery.authorisations.events import Refused, Signed
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, NewCase
from zhengtong.delivery.cases.events import CaseDecided
from zhengtong.journeys._asking import ask_who_signed, begin_asked
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.office.duties import api as duties
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity.data import PersonData
from zhengtong.trust.organisations import api as organisations

ACTOR = system("signatures")
REFUSED = "signature_refused"
NOT_AGREED = Text("家里有人不同意查询，要人来看", "Somebody of the household does not agree to be asked about")
TITLE = Text(
    "{service}：有人不同意查询，请和申请人说清楚怎么办",
    "{service}: somebody refuses the authorisation; please talk it over with the applicant",
)


def ask_for_signatures(
    version: ServiceVersion, number: str, new: NewCase, people: Mapping[str, PersonData], *, actor: Actor, at: datetime
) -> None:
    """Ask everybody for their signature who must give one for a case opened just now; `people` are they, by party."""
    definition = authorisations.definition_of(version)
    if definition is None or not people:
        return
    office, permission = _nearby(definition, str(new.fields["region"]))
    asked = Asked(
        case=number,
        applicant=new.applicant,
        operator=new.operator,
        applicant_name=new.applicant_name,
        service=version.service.name,
        organisation=version.service.organisation_name,
        asked=looked_up(version, definition.covers),
        on=clock.china_date(at),
        taken_by=office,
        taken_with=permission,
    )
    signers = [NewSigner(party, one.id, one.name, one.id_number) for party, one in people.items()]
    authorisations.ask(definition, asked, signers, actor=actor, at=at)


def take_near(version: ServiceVersion, number: str, region: str, *, at: datetime) -> None:
    """Let the office near take signatures of a case whose region is learnt only now."""
    definition = authorisations.definition_of(version)
    office, permission = _nearby(definition, region) if definition else ("", "")
    if office:
        authorisations.take_near(number, office, permission, actor=ACTOR, at=at)


def _nearby(definition: Definition, region: str) -> tuple[str, str]:
    """The office near the applicant that takes signatures down and the permission its posts carry; empty for none."""
    near = definition.in_person
    office = organisations.office_for(near.permission, region, near.level) if near and region else None
    return (office.code, near.permission) if near and office else ("", "")


def looked_up(version: ServiceVersion, covers: frozenset[str]) -> Text:
    """What is asked and of whom, in words: “存款（核对平台）、…”."""
    wanted = dict.fromkeys(need.resource for need in rules.needs_of(version) if need.id in covers)
    known = {one.code: one for one in resources.resources()}
    found = [known[code] for code in wanted if code in known]
    zh = "、".join(f"{one.name.zh}（{one.provider.name.zh}）" for one in found)
    return Text(zh, ", ".join(f"{one.name.in_('en')} ({one.provider.name.in_('en')})" for one in found))


def when_signed(event: Signed) -> None:
    """Ask what waited for this signature; the duty to talk it over is done when nobody refuses any more."""
    at = clock.now()
    ask_who_signed(event.case, at=at)
    begin_asked(event.case, at=at)
    if not _is_refused(event.case):
        _close_duties(event.case, at)


def when_refused(event: Refused) -> None:
    """A case that rules alone would decide goes to a person; one under a process is with people, who get a duty."""
    at = clock.now()
    case = cases.case(event.case, actor=ACTOR, at=at)
    if case.decision is not None or not _is_refused(event.case):
        return
    with atomic():
        if case.summary.state == "checking":
            cases.hand_to_person(event.case, NOT_AGREED, actor=ACTOR, at=at)
        _open_duty(case, "case" if case.summary.state == "checking" else REFUSED, at)


def when_decided(event: CaseDecided) -> None:
    """Nobody signs for a case that has ended, and nobody need talk about it."""
    at = clock.now()
    authorisations.lapse(event.number, actor=ACTOR, at=at)
    _close_duties(event.number, at)


def _is_refused(number: str) -> bool:
    return any(one.state == "refused" for one in authorisations.signers(number))


def _open_duty(case: CaseData, kind: str, at: datetime) -> None:
    name = case.summary.service_name
    duties.open_duty(
        kind=kind,
        organisation=case.summary.organisation,
        permission="cases.handle",
        title=Text(TITLE.zh.format(service=name.zh), TITLE.en.format(service=name.in_("en"))),
        about=("case", case.summary.number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )


def _close_duties(number: str, at: datetime) -> None:
    for duty in duties.open_about(("case", number)):
        if duty.kind == REFUSED:
            duties.close_duty(duty.id, actor=ACTOR, at=at)
