"""A case in a clerk's words: whom it waits for, until when, and how urgent it is."""

from datetime import date, datetime

from zhengtong.channels.ui.api import time_of_day
from zhengtong.delivery.cases.data import NEAR_DAYS, CaseData, CaseSummary, Outcome
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import QuestionData

FAILING = frozenset({"down", "slow", "garbled", "stale", "another_person", "overdue", "refused", "lapsed"})
ANSWERS = {
    "waiting": (Text("在等", "Waiting"), "near"),
    "accepted": (Text("收下了，没回齐", "Taken, not all in"), "near"),
    "overdue": (Text("过了说好的日子", "Past its own day"), "late"),
    "down": (Text("连不上", "Cannot be reached"), "late"),
    "slow": (Text("没回话", "No reply"), "late"),
    "garbled": (Text("回话读不懂", "Unreadable"), "late"),
    "stale": (Text("数据是旧的", "Out of date"), "late"),
    "another_person": (Text("答成了别人", "About somebody else"), "late"),
    "refused": (Text("不同意给", "Refused"), "late"),
    "lapsed": (Text("许可到期", "Permission ended"), "late"),
    "ended": (Text("没答就定了", "Decided without it"), "near"),
    "not_found": (Text("没有这个人", "No such person"), "near"),
    "answered": (Text("已答", "Answered"), "done"),
}
UNSIGNED = (Text("本人还没签字", "Not signed for yet"), "near")
STATES = {
    "checking": Text("等部门答复", "Wait for the department"),
    "with_person": Text("要您来定", "Yours to decide"),
    "in_process": Text("按流程在办", "Going by its process"),
    "making": Text("等结果做好", "Wait for the result"),
    "closed": Text("没有，办完了", "Nothing, closed"),
}
APPROVED, REFUSED = Text("批准", "Approved"), Text("不批", "Refused")
OUTCOMES: dict[Outcome, Text] = {
    "approve": APPROVED,
    "refuse": REFUSED,
    "not_accepted": Text("不受理", "Not accepted"),
    "withdrawn": Text("撤回了", "Withdrawn"),
    "terminated": Text("终止了", "Ended"),
}
TO_DECIDE = Text("等您来定，最晚 {due} 告诉申请人。", "Yours to decide; the applicant hears by {due}.")
TO_DECIDE_AT_ONCE = Text(
    "等您来定。说好 {promised} 告诉申请人，规定最晚 {due}。",
    "Yours to decide. The applicant was promised {promised}; the rule allows until {due}.",
)
OWN = Text("等别的同事来定，最晚 {due}。", "A colleague decides, by {due}.")
OVERDUE = Text(
    "说好 {promised} 告诉申请人，晚了 {days} 天，等经办人来定，最晚 {legal}。",
    "The applicant was promised {promised}; {days} days late, to be decided by {legal} at the latest.",
)
OVERDUE_WAITING = Text(
    "说好 {promised} 告诉申请人，晚了 {days} 天，还没办完，最晚 {legal}。",
    "The applicant was promised {promised}; {days} days late and not done, {legal} at the latest.",
)
OVERDUE_BY_LAW = Text(
    "说好 {promised} 告诉申请人，晚了 {days} 天，还没办完。规定最长到 {legal}，也过了。",
    "The applicant was promised {promised}; {days} days late and not done, past {legal}, the latest the rule allows.",
)
NO_HURRY = Text(
    "定之前看一遍证据，申请人看得到您写的理由。", "Look through the evidence. The applicant reads your reason."
)
MAKING = Text("定了，正在做结果，一般几秒钟。", "Decided; the result is being made, in seconds.")
CLOSED = Text("办完了，结果在申请人的账户里。", "Closed; the result is in the applicant's account.")
DEPARTMENTS = Text("等{who}答复，最晚 {due} 告诉申请人。", "Waiting for {who}; the applicant hears by {due}.")
FAILED = Text("{who}{state}，问了 {times} 次。", "{who}: {state}; asked {times} times.")
AGAIN = Text("下次 {when} 再问，也可以现在问。", "We ask again at {when}, or now if you wish.")
NOT_AGAIN = Text("不会自动再问，说好了再问一次。", "Not asked again by itself; talk to them, then ask.")
ALL_HERE = Text("答复齐了，规则正在审核。", "All answers are here; the rules are at work.")
BY_ITSELF = Text("答复到齐，规则自己审核，不用您做什么。", "Once all is here the rules decide; nothing for you to do.")


def time_words(real: datetime) -> str:
    """A real time as the legal clock shows it."""
    return time_of_day(real + clock.offset())


def lamp_of(due: date, today: date, *, by_working_days: bool = False) -> tuple[Text, str]:
    """How urgent an open piece of work is: words and the lamp's shape. What is left of a limit that is counted in
    working days is said in them; the shape goes by the calendar."""
    days = (due - today).days
    if days < 0:
        return Text(f"超 {-days} 天", f"{-days} days late"), "late"
    if days == 0:
        return Text("今天到期", "Due today"), "near"
    near = "near" if days <= NEAR_DAYS else ""
    left = calendar.working_days_between(today, due).count if by_working_days else 0
    if left:
        return Text(f"剩 {left} 个工作日", f"{left} working days left"), near
    return Text(f"剩 {days} 天", f"{days} days left"), near


def case_lamp(summary: CaseSummary, today: date) -> tuple[Text, str]:
    """The lamp of a case, closed ones by their outcome."""
    if summary.state == "closed":
        return OUTCOMES[summary.outcome], "done" if summary.outcome == "approve" else "none"
    return lamp_of(summary.promised_due, today, by_working_days=True)


def sentence(case: CaseData, questions: tuple[QuestionData, ...], is_own: bool) -> tuple[Text, Text]:
    """For whom the case waits and until when, and what the clerk does about it."""
    summary = case.summary
    if summary.closed_at is None and clock.today() > summary.promised_due:
        words = OVERDUE if summary.state == "with_person" else OVERDUE_WAITING
        if clock.today() > case.legal_due:
            words = OVERDUE_BY_LAW
        days = (clock.today() - summary.promised_due).days
        return filled(
            words, promised=day_words(summary.promised_due), days=days, legal=day_words(case.legal_due)
        ), NO_HURRY
    if summary.state == "with_person":
        words = TO_DECIDE if case.answer_by == summary.promised_due else TO_DECIDE_AT_ONCE
        due, promised = day_words(case.answer_by), day_words(summary.promised_due)
        return filled(OWN if is_own else words, due=due, promised=promised), NO_HURRY
    if summary.state == "checking":
        return _checking(questions, case)
    return (CLOSED if summary.state == "closed" else MAKING), Text("", "")


def _checking(questions: tuple[QuestionData, ...], case: CaseData) -> tuple[Text, Text]:
    waiting = [q for q in questions if q.answered_at is None]
    failing = [q for q in waiting if q.state in FAILING]
    if failing:
        return failure(failing[0]), next_time(failing[0])
    if not waiting:
        return ALL_HERE, BY_ITSELF
    if waiting[0].progress:
        return waiting[0].text, BY_ITSELF
    return filled(DEPARTMENTS, who=waiting[0].provider, due=day_words(case.answer_by)), BY_ITSELF


def is_stuck(questions: tuple[QuestionData, ...]) -> bool:
    """Whether a department fails to answer, so that a clerk may decide without it."""
    return any(question.answered_at is None and question.state in FAILING for question in questions)


def failure(question: QuestionData) -> Text:
    """What a department has not done, and how often it was asked."""
    return filled(FAILED, who=question.provider, state=ANSWERS[question.state][0], times=question.attempts)


def next_time(question: QuestionData) -> Text:
    """When it is asked again."""
    return AGAIN.format(when=time_words(question.next_at)) if question.next_at else NOT_AGAIN


def filled(words: Text, **marks: Text | object) -> Text:
    """A text whose marks are filled, each language by its own."""
    zh = {name: mark.zh if isinstance(mark, Text) else mark for name, mark in marks.items()}
    en = {name: mark.in_("en") if isinstance(mark, Text) else mark for name, mark in marks.items()}
    return Text(words.zh.format(**zh), words.en.format(**en))
