"""A department will not answer a case's question, or may not be asked it any more: people must see to that."""

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.events import ProviderFailing

ACTOR = system("flag_refusal")
KINDS = {"refused": "provider_refused", "lapsed": "grant_lapsed"}
"""The duty that each failure opens which does not mend itself."""
TITLES = {
    # desk only
    "refused": Text(
        "{service}：部门没有同意提供资料，请去商量",
        "{service}: a department will not give the data; please talk to them",
    ),
    # desk only
    "lapsed": Text(
        "{service}：查资料的许可到期了，请去续办",
        "{service}: the permission to ask for data has ended; please renew it",
    ),
}


def flag_refusal(event: ProviderFailing) -> None:
    """Open a duty of the office whose case waits, due the next working day.

    A failed prefill keeps nobody waiting, and neither does a question of a case that was decided without it.
    """
    at = clock.now()
    if event.failure not in KINDS or not cases.waits_for(event.question):
        return
    case = cases.case(event.reference, actor=ACTOR, at=at)
    if case.decision is None:
        _open(case.summary, event.failure)


def _open(summary: CaseSummary, failure: str) -> None:
    at, name, title = clock.now(), summary.service_name, TITLES[failure]
    duties.open_duty(
        kind=KINDS[failure],
        organisation=summary.organisation,
        permission="cases.handle",
        title=Text(title.zh.format(service=name.zh), title.en.format(service=name.in_("en"))),
        about=("case", summary.number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )


def close_settled(number: str) -> None:
    """Close the duties of a case that no question of it needs any more: another department's answer settles nothing."""
    unsettled = {question.state for question in gateway.questions(number)}
    settled = {kind for failure, kind in KINDS.items() if failure not in unsettled}
    for duty in duties.open_about(("case", number)):
        if duty.kind in settled:
            duties.close_duty(duty.id, actor=ACTOR, at=clock.now())
