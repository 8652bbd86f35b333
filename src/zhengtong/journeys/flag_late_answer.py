"""A department answered after the decision: a clerk looks whether it would have changed anything."""

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.events import LateAnswer
from zhengtong.journeys._decider import decider
from zhengtong.journeys._doers import HANDLE
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties

ACTOR = system("flag_late_answer")
LOOK_WORKING_DAYS = 5  # no rule was found; as long as the answer to a bad rating
# desk only
LOOK = Text("{service}：定了以后部门才答复，请看要不要改", "{service}: a department answered after the decision")


def flag_late_answer(event: LateAnswer) -> None:
    """Open a duty of the office that decided, once while it is open; the answer itself is already kept.

    Under a process that is the office of the step that decided, else the office of the service.
    """
    at = clock.now()
    summary = cases.case(event.number, actor=ACTOR, at=at).summary
    decided = decider(cases.process_steps(event.number))
    name = summary.service_name
    duties.open_duty(
        kind="late_answer",
        organisation=decided.organisation if decided else summary.organisation,
        permission=decided.permission if decided else HANDLE,
        title=Text(LOOK.zh.format(service=name.zh), LOOK.en.format(service=name.in_("en"))),
        about=("case", summary.number),
        due=calendar.add_working_days(clock.china_date(at), LOOK_WORKING_DAYS).date,
        actor=ACTOR,
        at=at,
    )
