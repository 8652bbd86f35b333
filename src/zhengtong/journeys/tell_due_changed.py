"""A date moved, for published holidays, a stopped clock or an extension: its people are told."""

from datetime import date

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.events import DueChanged
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text

ACTOR = system("tell_due_changed")
SUBJECT = Text("{service}的日期改了", "{service}: the date has changed")
BODIES = {
    "promised": Text(
        "国家公布了放假安排，我们重新算了：最晚{zh}告诉您结果。别的都不变，不用您做什么。",
        "The year's holidays were published and we counted again: you will have the result by {en}."
        " Nothing else changes and there is nothing for you to do.",
    ),
    "legal": Text(
        "国家公布了放假安排，规定的最长期限改到{zh}。我们承诺的日期不变，不用您做什么。",
        "The year's holidays were published: the latest date by rule is now {en}."
        " The date we promised stays, and there is nothing for you to do.",
    ),
    "extended": Text(
        "情况特殊，期限延长了：最晚{zh}告诉您结果。为什么延，写在告知书里，“我的”里能看。不用您做什么。",
        "Yours is a special case and the limit was extended: you will have the result by {en}."
        " Your case and the notice say why. There is nothing for you to do.",
    ),
    "stopped": Text(
        "有一步按规定不算在期限里，日期往后推：最晚{zh}告诉您结果。是哪一步、凭哪一条，打开这件事就看得到。不用您做什么。",
        "One step does not count towards the time allowed, so the date moves: you will have the result by {en}."
        " Your case says which step and by which article. There is nothing for you to do.",
    ),
}


APART = Text(
    "您替{name}申请的这件事，日期改了：最晚{zh}有结果。不用您做什么。",
    "The date of what you applied for in the place of {name} has changed: there is a result by {en}."
    " There is nothing for you to do.",
)


def tell_due_changed(event: DueChanged) -> None:
    """Write to everyone of a case whose date moved."""
    said = BODIES[event.which]
    at, due = clock.now(), date.fromisoformat(event.due)
    weekday = "一二三四五六日"[due.weekday()]
    words = {"zh": f"{due.year}年{due.month}月{due.day}日（星期{weekday}）", "en": f"{due:%A %-d %B %Y}"}
    body = Text(said.zh.format(**words), said.en.format(**words))
    case = cases.case(event.number, actor=ACTOR, at=at)
    apart = APART.format(name=case.summary.applicant_name, **words)
    tell_parties(case, SUBJECT, body, apart=apart, actor=ACTOR, at=at)
