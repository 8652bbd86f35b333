"""The form of a service on paper: blank for anybody, filled for who applies. Set outside every transaction."""

from datetime import datetime

from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys import _printed
from zhengtong.journeys._facts import facts_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import masks
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts
from zhengtong.office.documents import api as documents
from zhengtong.trust.identity import api as identity

_MOST = 64
_blank: dict[str, bytes] = {}


def blank_form(version: ServiceVersion) -> bytes:
    """The blank form of a version, as PDF: set once in this process, since a version never changes."""
    if version.hash not in _blank:
        if len(_blank) >= _MOST:
            _blank.pop(next(iter(_blank)))
        _blank[version.hash] = documents.render(documents.FORM, _printed.blank_data(version))
    return _blank[version.hash]


def draft_form(application: ApplicationData, today: datetime) -> bytes:
    """The form of a draft the caller may read, filled so far, as PDF."""
    version, operator = catalogue.version(application.service_hash), identity.person(application.operator)
    facts = facts_of(application, operator, clock.china_date(today))
    return documents.render(documents.FORM, _printed.filled_data(version, "", _people(version, facts), facts))


def case_form(number: str, *, actor: Actor, at: datetime) -> bytes:
    """The form of a case as it was sent, as PDF, for who may see the case whole to them. NotFound."""
    case = cases.case(number, actor=actor, at=at)
    if case.in_part:
        raise NotFound()
    operator = identity.person(case.summary.operator)
    version, own = catalogue.version(case.service_hash), {"name": operator.name, "id_number": operator.id_number}
    facts = {"answers": case.fields["answers"], "known": {}, "applicant": own, "today": clock.china_date(at)}
    return documents.render(documents.FORM, _printed.sent_data(version, number, _people(version, facts), facts))


def _people(version: ServiceVersion, facts: Facts) -> list[_printed.Part]:
    """Who applies and, where that is another, who does so for them; before it is said for whom, who fills it in."""
    own = facts["applicant"]["name"], facts["applicant"]["id_number"]
    try:
        party = forms.party_of(facts, version.service.subject_question)
    except KeyError:
        return [_part(_printed.APPLICANT, own)]
    subject = party.name, party.id_number
    helper = [_part(_printed.HELPER, own)] if party.id_number != own[1] else []
    return [_part(_printed.APPLICANT, subject), *helper]


def _part(title: str, person: tuple[str, str]) -> _printed.Part:
    return title, person[0], masks.mask_resident_id(person[1])
