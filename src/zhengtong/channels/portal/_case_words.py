"""A case in words: whom we wait for and until when, and the five stations of its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhengtong.channels.ui.api import day, moment
from zhengtong.delivery.cases.data import CaseData, CaseSummary, Outcome
from zhengtong.delivery.licences.data import LicenceData
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.gateway.data import QuestionData

RECEIVED, CHECKED = Text("收到", "Received"), Text("核查", "Checked")
DECIDED, MADE, DONE = Text("审批", "Decided"), Text("制证", "Made"), Text("办结", "Done")
REFUSED, LETTER = Text("没批", "Refused"), Text("写决定", "Letter")
NOW = Text("正在办", "Under way")

CHECKING = Text("正在向{who}核对，一般几秒钟。", "Checking with {who}; this takes seconds.")
CHECKING_FOR = Text("正在核对，还差{people}的答复。", "Checking; the answers about {people} are still to come.")
FOR_WHOM = Text("{words}还差{names}的。", "{words} Still to come: {names}.")
KEPT = Text(
    "{since} 起在问，已经问了 {attempts} 次。申请收好了，不会丢，您不用再来。最晚 {due}给您结果。",
    "Asked since {since}, {attempts} times so far. Your application is safe and you need not come back. "
    "You will have the result by {due} at the latest.",
)
LATE = Text(
    "说好{promised}给您结果，晚了 {days} 天，卡在{who}。最晚{legal}一定给您结果。",
    "You were promised a result by {promised}. It is {days} days late, with {who}. "
    "You will have it by {legal} at the latest.",
)
LATE_BY_LAW = Text(
    "说好{promised}给您结果，晚了 {days} 天，卡在{who}。规定最长到{legal}，也过了。",
    "You were promised a result by {promised}. It is {days} days late, with {who}, and past {legal}, "
    "the latest date the rule allows.",
)
LATE_NOTE = Text(
    "对不起。您什么都不用做，申请收好了。",
    "We are sorry. You need to do nothing; your application is safe.",
)
PROMISED = Text(
    "说好{promised}给您结果，晚了 {days} 天。", "You were promised a result by {promised}. It is {days} days late."
)
AT_LATEST = Text("最晚{legal}一定给您结果。", "You will have it by {legal} at the latest.")
PAST_LAW = Text("规定最长到{legal}，也过了。", "The latest date the rule allows, {legal}, is past too.")
SORRY = Text("对不起。", "We are sorry.")
NUMBER = Text("批了，正在等{who}给证号。", "Approved. Waiting for {who} to give the licence its number.")
BY = Text(
    "您什么都不用做，有结果就发到“我的”，最晚 {due}。",
    "You need to do nothing. The result will come to your account by {due} at the latest.",
)
RESULT_IS_THEIRS = Text("办完了，结果已经发给{name}本人。", "Closed. The result has gone to {name} alone.")
NOT_SHOWN_TOGETHER = Text(
    "没有查到您和{name}在一个户口本上，为了保护{name}，内容只给本人：本人登录看，或者带身份证去大厅取。",
    "Nothing shows that you and {name} are of one household. To protect {name} the result is for them alone: they sign "
    "in, or come to the hall with their ID card.",
)
NOTHING_TO_DO = Text(
    "您现在什么都不用做，有结果就发到“我的”。", "You need to do nothing. The result will come to your account."
)


IN_FORCE = "01"  # the code of a licence that is valid (standards.md §4)
CERTIFICATE_BEING_MADE = Text(
    "批了，正在制作证明，一般几秒钟。", "Approved. The certificate is being made; this takes seconds."
)
WITHDRAWING = Text("撤回了，正在办妥，一般几秒钟。", "Withdrawn; this takes seconds.")
LETTER_BEING_MADE = Text(
    "审完了，正在写决定书，一般几秒钟。", "Decided. The letter is being written; this takes seconds."
)
CERTIFICATE_READY = Text("批下来了，证明可以下载了。", "Approved. Your certificate is ready.")
SHOWN_TOO = Text(
    "不用来取，什么时候下载都行，手机上出示也有效。",
    "No need to come: download it whenever you like, or show it on a phone.",
)
CERTIFICATE_OVER = Text("批过，证明现在不能用了。", "This was approved; the certificate is no longer valid.")
ASK_WHY = Text("为什么，打这一页上的电话问。", "Call the number on this page to ask why.")
LETTER_READY = Text("批下来了，决定书可以下载了。", "Approved. The decision letter is ready.")
NO_NEED_TO_COME = Text("不用来取，什么时候下载都行。", "No need to come: download it whenever you like.")
OUTCOMES: Mapping[Outcome, Text] = {
    "approve": Text("办好了", "Done"),
    "refuse": Text("没批", "Not approved"),
    "not_accepted": Text("没受理", "Not accepted"),
    "withdrawn": Text("撤回了", "Withdrawn"),
    "terminated": Text("不再办", "Ended"),
}
ENDED: Mapping[Outcome, tuple[Text, Text]] = {
    "refuse": (
        Text("没批。为什么，写在下面。", "Not approved. The reason is below."),
        Text(
            "不同意，可以申请复议，怎么申请写在决定书上。",
            "If you disagree you may ask for a review; the decision letter says how.",
        ),
    ),
    "not_accepted": (
        Text("没有受理。为什么，写在下面。", "Not accepted. The reason is below."),
        Text("要问就打电话，能办的我们告诉您怎么办。", "Call us: we tell you what can be done."),
    ),
    "withdrawn": (
        Text("按您说的撤回了。", "Withdrawn, as you wished."),
        Text("以后要办，随时再申请。", "You can apply again at any time."),
    ),
    "terminated": (
        Text("这件事不再办下去了。为什么，写在下面。", "This has been ended. The reason is below."),
        Text(
            "不同意，可以申请复议，怎么申请写在决定书上。",
            "If you disagree you may ask for a review; the letter says how.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The sentence on top of a case. `soon`: it usually takes seconds, so the page looks again by itself."""

    sentence: Text
    note: Text
    late: bool = False
    soon: bool = False


def waiting_for_number(case: CaseData, asked: QuestionData, today: date) -> Waiting:
    """The case is decided, and another authority's system has still to give the number."""
    sentence = Text(NUMBER.zh.format(who=asked.provider.zh), NUMBER.en.format(who=asked.provider.in_("en")))
    late = today > case.answer_by
    return Waiting(sentence, _late_note(case, today) if late else NOTHING_TO_DO, late)


def late_words(case: CaseData, today: date) -> Text:
    """Since when the result is late, and the date that binds now, of a case whose promised day has gone by."""
    promised, legal = case.answer_by, case.legal_due
    said = PROMISED.format(promised=day(promised), days=(today - promised).days)
    if promised == legal:
        return said
    then = (AT_LATEST if today <= legal else PAST_LAW).format(legal=day(legal))
    return Text(said.zh + then.zh, f"{said.in_('en')} {then.in_('en')}")


def _late_note(case: CaseData, today: date) -> Text:
    said = late_words(case, today)
    return Text(f"{said.zh}{SORRY.zh}{NOTHING_TO_DO.zh}", f"{said.en} {SORRY.en} {NOTHING_TO_DO.en}")


def waiting(
    case: CaseData,
    questions: tuple[QuestionData, ...],
    organisation: Text,
    today: date,
    licence: LicenceData | None = None,
) -> Waiting:
    """For whom we wait and until when, in one sentence, and what the reader must do. `licence` is what the case gave,
    or is about to give."""
    summary = case.summary
    late = summary.closed_at is None and today > summary.promised_due
    if summary.state == "closed":
        return _closed(case, licence)
    if summary.state == "making":
        note = _late_note(case, today) if today > case.answer_by else NOTHING_TO_DO
        return Waiting(_being_made(summary.outcome, licence), note, late, soon=True)
    if late:
        return _late(case, questions, organisation, today)
    if summary.state == "with_person":
        return Waiting(
            _until("正在等{who}的人来看", "Waiting for a person at {who}", organisation, case), NOTHING_TO_DO
        )
    return _checking(questions, case)


def _late(case: CaseData, questions: tuple[QuestionData, ...], organisation: Text, today: date) -> Waiting:
    """What was promised, how late it is, with whom it is stuck, and the date that binds now."""
    promised, legal = case.summary.promised_due, case.legal_due
    asked = [question.provider for question in questions if question.answered_at is None]
    who = asked[0] if asked and case.summary.state == "checking" else organisation
    words = LATE if today <= legal else LATE_BY_LAW
    marks = {"promised": day(promised), "days": (today - promised).days, "legal": day(legal)}
    return Waiting(
        Text(words.zh.format(who=who.zh, **marks), words.en.format(who=who.in_("en"), **marks)), LATE_NOTE, True
    )


def department_words(questions: tuple[QuestionData, ...], case: CaseData) -> Text | None:
    """What a department has not done, or has taken up and not yet answered; None when none keeps us waiting."""
    open_ones = [q for q in questions if q.answered_at is None]
    failing = [q for q in open_ones if q.state not in ("waiting", "accepted")]
    if failing:
        return _failing(failing[0], open_ones, case)
    return next((q.text for q in open_ones if q.state == "accepted"), None)


def _checking(questions: tuple[QuestionData, ...], case: CaseData) -> Waiting:
    open_ones = [q for q in questions if q.answered_at is None]
    failing = [q for q in open_ones if q.state not in ("waiting", "accepted")]
    if failing:
        return Waiting(_failing(failing[0], open_ones, case), _kept(failing[0], case), soon=True)
    taken = [q for q in open_ones if q.state == "accepted"]
    if taken:
        return Waiting(taken[0].text, BY.format(due=day(case.answer_by)))
    who = open_ones[0].provider if open_ones else Text("部门", "the department")
    awaited = _awaited(open_ones, case)
    sentence = CHECKING_FOR if awaited.zh else CHECKING
    asked = Text(
        sentence.zh.format(who=who.zh, people=awaited.zh), sentence.en.format(who=who.in_("en"), people=awaited.en)
    )
    return Waiting(asked, BY.format(due=day(case.answer_by)), soon=True)


def _failing(question: QuestionData, open_ones: list[QuestionData], case: CaseData) -> Text:
    """What a department has not done, and of whom answers are still to come."""
    names, words = _awaited(open_ones, case), question.text
    if not names.zh:
        return words
    return Text(FOR_WHOM.zh.format(words=words.zh, names=names.zh), FOR_WHOM.en.format(words=words.en, names=names.en))


def _awaited(open_ones: list[QuestionData], case: CaseData) -> Text:
    """Of whom the answers are still to come, where there are several people."""
    answers = case.fields["answers"]
    names = list(dict.fromkeys(name for q in open_ones if (name := forms.person_named(answers, q.party))))
    return Text("、".join(names), ", ".join(names))


def _kept(question: QuestionData, case: CaseData) -> Text:
    """Since when and how often we ask, and that nothing is lost."""
    if not question.attempts:
        return BY.format(due=day(case.answer_by))
    return KEPT.format(since=moment(question.asked_at), attempts=question.attempts, due=day(case.answer_by))


def _being_made(outcome: Outcome, licence: LicenceData | None) -> Text:
    if outcome == "approve":
        return CERTIFICATE_BEING_MADE if licence else LETTER_BEING_MADE
    return WITHDRAWING if outcome == "withdrawn" else LETTER_BEING_MADE


def _closed(case: CaseData, licence: LicenceData | None) -> Waiting:
    name = case.summary.applicant_name
    if not case.whole:
        return Waiting(RESULT_IS_THEIRS.format(name=name), NOT_SHOWN_TOGETHER.format(name=name))
    if case.summary.outcome == "approve":
        return Waiting(*_approved(licence))
    return Waiting(*ENDED[case.summary.outcome])


def _approved(licence: LicenceData | None) -> tuple[Text, Text]:
    """What there is to take away. A certificate that is over is not called valid."""
    if licence is None:
        return LETTER_READY, NO_NEED_TO_COME
    return (CERTIFICATE_READY, SHOWN_TOO) if licence.status == IN_FORCE else (CERTIFICATE_OVER, ASK_WHY)


def _until(zh: str, en: str, who: Text, case: CaseData) -> Text:
    due = day(case.answer_by)
    mark = ("，日期是暂定的", " (a provisional date)") if case.summary.due_is_provisional else ("", "")
    return Text(
        f"{zh.format(who=who.zh)}，最晚 {due}给您结果{mark[0]}。",
        f"{en.format(who=who.in_('en'))}; you will have the result by {due} at the latest{mark[1]}.",
    )


def line_of(case: CaseData) -> list[dict[str, Any]]:
    """The five stations of a case: done, now, stopped or to come, each with its date."""
    summary = case.summary
    reached = {"checking": 1, "with_person": 2, "making": 3, "closed": 5}[summary.state]
    answered = [need.answered_at for need in case.needs if need.answered_at]
    times: list[datetime | None] = [
        summary.opened_at,
        max(answered) if answered and not case.missing else None,
        case.decided_at,
        summary.closed_at,
        summary.closed_at,
    ]
    refused = summary.outcome == "refuse"
    words = (RECEIVED, CHECKED, REFUSED if refused else DECIDED, LETTER if refused else MADE, DONE)
    return [_station(word, times[n], n, reached, summary.outcome) for n, word in enumerate(words)]


def _station(word: Text, at: datetime | None, n: int, reached: int, outcome: str) -> dict[str, Any]:
    state = "done" if n < reached else "now" if n == reached else ""
    if n == 2 and outcome == "refuse":
        state = "stop"
    if state == "now":
        return {"word": word, "note": NOW, "state": state}
    return {"word": word, "note": station_date(at) if at and state else "", "state": state}


def station_date(at: datetime) -> Text:
    """A date short enough to stand under a station."""
    day = at.astimezone(clock.CHINA)
    return Text(f"{day.month}月{day.day}日", f"{day:%-d %b}")


def lamp_of(summary: CaseSummary, today: date) -> tuple[Text, str]:
    """The state of a case in a list: words and the lamp's shape (standards.md §1: near is up to five days).

    As the page of the case says: to the day it names while the promise is kept, from the promise once it is not.
    """
    if summary.state == "closed":
        return OUTCOMES[summary.outcome], "done" if summary.outcome == "approve" else "none"
    promised = summary.promised_due
    days = ((promised if today > promised else summary.answer_by) - today).days
    if days < 0:
        return Text(f"晚了 {-days} 天", f"{-days} days late"), "late"
    if days == 0:
        return Text("今天到期", "Due today"), "near"
    return Text(f"还有 {days} 天", f"{days} days left"), "near" if days <= 5 else ""
