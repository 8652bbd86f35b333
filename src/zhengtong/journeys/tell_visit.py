"""The people of a case are told when a visit is near, and when it is their turn to choose one."""

from datetime import date

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.events import StepOpened
from zhengtong.journeys._process import process_of
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.appointments.events import VisitNear

ACTOR = system("tell_visit")
NEAR = Text("{service}：{zh}上门", "{service}: visit on {en}")
NEAR_BODY = Text(
    "我们 {zh} {time} 来。请安排人在。来不了，今天还能改时间。",
    "We come on {en}, {time}. Please have somebody there. You can still choose another time today.",
)
CHOOSE = Text("{service}：请选上门的时间", "{service}: please choose when we come")
CHOOSE_BODY = Text("到“我的”里打开这件事，点一下就选好。", "Open your case and choose with one press.")


def when_near(event: VisitNear) -> None:
    """Remind the people of the case."""
    at, on = clock.now(), date.fromisoformat(event.day)
    case = cases.case(event.about_id, actor=ACTOR, at=at)
    zh, en = f"{on.month}月{on.day}日（星期{'一二三四五六日'[on.weekday()]}）", f"{on:%A %-d %B}"
    subject = Text(NEAR.zh.replace("{zh}", zh), NEAR.en.replace("{en}", en))
    body = Text(NEAR_BODY.zh.format(zh=zh, time=event.time), NEAR_BODY.en.format(en=en, time=event.time))
    with atomic():
        tell_parties(case, subject, body, actor=ACTOR, at=at)


def when_to_choose(event: StepOpened) -> None:
    """Tell the people of the case that a slot is theirs to choose, with what the clerk before them wrote."""
    at = clock.now()
    case = cases.case(event.number, actor=ACTOR, at=at)
    version = catalogue.version(case.service_hash)
    step = process_of(version).steps[event.step]
    rows = cases.process_steps(event.number)
    key = StepKey(event.step, event.occurrence)
    if step.slots is None or not any(row.key == key and row.state == "open" for row in rows):
        return
    before = [row for row in rows if row.state == "done"]
    why = before[-1].reason if before else ""
    with atomic():
        tell_parties(case, CHOOSE, Text(why + CHOOSE_BODY.zh, f"{why} {CHOOSE_BODY.en}"), actor=ACTOR, at=at)
