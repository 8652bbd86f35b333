"""A department will not answer a case's question: nobody asks again by itself, so a clerk must talk to them."""

from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway.events import ProviderFailing

ACTOR = system("flag_refusal")
KIND = "provider_refused"
ENDS = ("refused", "lapsed")
"""Failures after which the question waits for people."""
TALK = Text(
    "{service}：部门没有同意提供资料，请去商量", "{service}: a department will not give the data; please talk to them"
)


def flag_refusal(event: ProviderFailing) -> None:
    """Open a duty of the office whose case waits, due the next working day; a failed prefill keeps nobody waiting."""
    at = clock.now()
    if event.failure not in ENDS or not cases.waits_for(event.question):
        return
    summary = cases.case(event.reference, actor=ACTOR, at=at).summary
    name = summary.service_name
    duties.open_duty(
        kind=KIND,
        organisation=summary.organisation,
        permission="cases.handle",
        title=Text(TALK.zh.format(service=name.zh), TALK.en.format(service=name.in_("en"))),
        about=("case", summary.number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )
