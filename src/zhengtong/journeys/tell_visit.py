"""The people of a case are told when a visit is near."""

from datetime import date

from zhengtong.delivery.cases import api as cases
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.day_words import weekday_and_day
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.appointments.events import VisitNear

ACTOR = system("tell_visit")
NEAR = Text("{service}：{zh}上门", "{service}: visit on {en}")
NEAR_BODY = Text(
    "我们 {zh} {time} 来。请安排人在。来不了，今天还能改时间。",
    "We come on {en}, {time}. Please have somebody there. You can still choose another time today.",
)


def when_near(event: VisitNear) -> None:
    """Remind the people of the case."""
    at = clock.now()
    case = cases.case(event.about_id, actor=ACTOR, at=at)
    on = weekday_and_day(date.fromisoformat(event.day))
    subject = Text(NEAR.zh.replace("{zh}", on.zh), NEAR.en.replace("{en}", on.en))
    body = Text(NEAR_BODY.zh.format(zh=on.zh, time=event.time), NEAR_BODY.en.format(en=on.en, time=event.time))
    with atomic():
        tell_parties(case, subject, body, actor=ACTOR, at=at)
