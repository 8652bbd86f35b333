"""The authority that issues a licence has given its number, or will not: the licence is made, or people see to it."""

from datetime import date, datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import GivenNumber
from zhengtong.journeys import _results
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.codes import CodeError
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Upstream
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Answer
from zhengtong.sharing.gateway.events import AnswerReceived, ProviderFailing

ACTOR = system("receive_number")
MISSING = "number_missing"
TITLE = Text("{service}：证号没有给下来，请去问", "{service}: no licence number was given; please ask")
NEEDS_PEOPLE = ("refused", "lapsed")


def receive_number(event: AnswerReceived) -> None:
    """Make the licence with the number that was given; a second answer changes nothing."""
    number = licences.awaited_by(event.question)
    if number is None:
        return
    at = clock.now()
    case = cases.case(number, actor=ACTOR, at=at)
    answer = gateway.answer(event.question, actor=ACTOR, at=at)
    given = _given(case, answer)
    if given is None:
        _open_duty(case, at)
        return
    with atomic():
        try:
            _results.request_given(case, given, actor=ACTOR, at=at)
        except (CodeError, licences.NumberInUse):
            _open_duty(case, at)
            return
        licences.number_came(number, actor=ACTOR, at=at)
        _close_duty(number, at)


def flag_no_number(event: ProviderFailing) -> None:
    """The authority refuses, or may not be asked any more: that does not mend itself."""
    number = licences.awaited_by(event.question)
    if number is not None and event.failure in NEEDS_PEOPLE:
        at = clock.now()
        _open_duty(cases.case(number, actor=ACTOR, at=at), at)


def _given(case: CaseData, answer: Answer) -> GivenNumber | None:
    """The number and dates as the authority wrote them; None where it gave none."""
    upstream = _upstream(case)
    if not answer.found:
        return None
    values: dict[str, Any] = dict(answer.values)
    number, first, last = (values.get(name) for name in (upstream.number, upstream.valid_from, upstream.valid_to))
    if not number or not first:
        return None
    until = date.fromisoformat(last) if last else None
    return GivenNumber(str(number), date.fromisoformat(first), until, answer.provider)


def _upstream(case: CaseData) -> Upstream:
    definition = catalogue.licence_of(catalogue.version(case.service_hash))
    if definition is None or definition.upstream is None:
        raise ValueError(f"{case.summary.service} has no upstream licence")
    return definition.upstream


def _open_duty(case: CaseData, at: datetime) -> None:
    name = case.summary.service_name
    duties.open_duty(
        kind=MISSING,
        organisation=case.summary.organisation,
        permission="cases.handle",
        title=Text(TITLE.zh.format(service=name.zh), TITLE.en.format(service=name.in_("en"))),
        about=("case", case.summary.number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )


def _close_duty(number: str, at: datetime) -> None:
    for duty in duties.open_about(("case", number)):
        if duty.kind == MISSING:
            duties.close_duty(duty.id, actor=ACTOR, at=at)
