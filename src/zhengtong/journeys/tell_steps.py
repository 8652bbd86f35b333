"""The people of a case are told when it is accepted, when it is their turn, and when the next stage begins.

What others may read on the way carries no word of the service's folder beside its name; the stage stands in the inbox
alone, where letters of one case would look the same without it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, StepKey
from zhengtong.delivery.cases.events import StepDone, StepOpened
from zhengtong.journeys._process import process_of
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.day_words import weekday_and_day
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow.data import Process
from zhengtong.trust.organisations import api as organisations

ACTOR = system("tell_steps")
YOURS = Text("{service}：轮到您了", "{service}: it is your turn")
YOURS_BODY = Text(
    "要办的是：{step}。到“我的”里打开这件事，照着做。", "What to do: {step}. Open your case and follow it."
)
CHOOSE = Text("{service}：请选上门的时间", "{service}: please choose when we come")
CHOOSE_BODY = Text("到“我的”里打开这件事，点一下就选好。", "Open your case and choose with one press.")
UNTIL = Text("最晚 {day}。", "By {day} at the latest.")
STOPS = Text("这几天不算在期限里，最多停到 {day}。", "These days do not count, until {day} at the most.")
ACCEPTED = Text("{service}受理了", "{service}: accepted")
ACCEPTED_BODY = Text(
    "我们收下来办了，{result}轮到您的时候，我们再告诉您。",
    "We have taken it up. {result} We write again when it is your turn.",
)
RESULT_BY = Text("最晚 {day}给您结果。", "You will have the result by {day}.")
RESULT_LATE = Text(
    "说好 {day}给您结果，已经晚了，对不起。", "The result was promised by {day} and is late; we are sorry."
)
STAGE = Text("{service}：办到“{stage}”了", "{service}: “{stage}” has begun")
STAGE_OUTSIDE = Text("{service}：到下一步了", "{service}: the next stage has begun")
STAGE_BODY = Text(
    "办到“{stage}”了。{now}{result}轮到您的时候，我们再告诉您。",
    "The stage “{stage}” has begun. {now} {result} We write again when it is your turn.",
)
OFFICE = Text("现在等{who}：{step}。", "Waiting for {who}: {step}.")
OFFICE_BY = Text("现在等{who}：{step}，最晚 {day}。", "Waiting for {who}: {step}, by {day}.")
LASTS = Text("{step}，{day}满。", "{step}, until {day}.")
UNDER_WAY = Text("现在办的是：{step}。", "Under way: {step}.")
_ONE_DAY = timedelta(days=1)


def when_done(event: StepDone) -> None:
    """Say that the application is accepted, and until when there is a result."""
    case, process = _looked_at(event.number)
    outcomes = process.steps[event.step].outcomes
    if case.summary.state == "in_process" and any(one.accepts and one.id == event.outcome for one in outcomes):
        _tell(case, ACCEPTED, _filled(ACCEPTED_BODY, result=_result(case)))


def when_opened(event: StepOpened) -> None:
    """Say what is the reader's to do and until when; else that a stage has begun, at its first step."""
    case, process = _looked_at(event.number)
    rows = cases.process_steps(event.number)
    key = StepKey(event.step, event.occurrence)
    opened = next(row for row in rows if row.key == key)
    step = process.steps[event.step]
    if case.summary.state != "in_process" or not step.stage:
        return
    if opened.by_applicant and opened.state == "open":
        body = _with_reason(_turn(process, opened, rows), _asked_by(opened, rows))
        _tell(case, CHOOSE if step.slots else YOURS, body)
    elif not opened.by_applicant and _begins_stage(process, opened, rows):
        _tell_stage(case, process, opened, rows)


def _looked_at(number: str) -> tuple[CaseData, Process]:
    case = cases.case(number, actor=ACTOR, at=clock.now())
    return case, process_of(catalogue.version(case.service_hash))


def _tell(case: CaseData, subject: Text, body: Text) -> None:
    with atomic():
        tell_parties(case, subject, body, actor=ACTOR, at=clock.now())


def _tell_stage(case: CaseData, process: Process, opened: ProcessStepData, rows: tuple[ProcessStepData, ...]) -> None:
    stage = process.steps[opened.key.step].stage
    word = next(one.word for one in process.timeline if one.id == stage)
    inbox, body = STAGE.format(service=case.summary.service_name, stage=word), _stage(case, process, word, stage, rows)
    with atomic():
        tell_parties(case, STAGE_OUTSIDE, body, inbox=inbox, actor=ACTOR, at=clock.now())


def _turn(process: Process, opened: ProcessStepData, rows: tuple[ProcessStepData, ...]) -> Text:
    """What to do, and until when where a day binds."""
    what = CHOOSE_BODY if process.steps[opened.key.step].slots else _filled(YOURS_BODY, step=opened.name)
    last = _last_day(process, opened, rows)
    if last:
        return _joined(what, _filled(UNTIL, day=weekday_and_day(last)))
    return _joined(what, _filled(STOPS, day=weekday_and_day(opened.stops.until))) if opened.stops else what


def _last_day(process: Process, opened: ProcessStepData, rows: tuple[ProcessStepData, ...]) -> date | None:
    """The last day by the step's own limit, or before the wait at its edge takes the case away."""
    edges = [row for row in rows if process.steps[row.key.step].attached_to == opened.key.step and row.wait_until]
    ends = [
        row.wait_until.astimezone(clock.CHINA).date() - _ONE_DAY
        for row in edges
        if row.wait_until and row.state == "open"
    ]
    return min([*ends, *([opened.due] if opened.due else [])], default=None)


def _asked_by(opened: ProcessStepData, rows: tuple[ProcessStepData, ...]) -> str:
    """What the clerk wrote whose step led here."""
    before = [row for row in rows if row.done_at and row.done_at <= opened.opened_at]
    return before[-1].reason if before else ""


def _with_reason(body: Text, why: str) -> Text:
    """What was written, a line a sentence, before what to do."""
    lines = [line.strip() for line in why.splitlines() if line.strip()]
    said = "".join(line if line[-1] in "。！？.!?" else f"{line}。" for line in lines)
    return Text(said + body.zh, f"{said} {body.en}") if said else body


def _begins_stage(process: Process, opened: ProcessStepData, rows: tuple[ProcessStepData, ...]) -> bool:
    """Whether it is the step to tell of a stage by: not the first, which the receipt tells; nor one that began with
    acceptance or with the reader's own turn, of which they get a letter anyway."""
    stage = process.steps[opened.key.step].stage
    of_stage = [row for row in rows if process.steps[row.key.step].stage == stage and row.kind != "system"]
    first = min(of_stage, key=lambda row: (row.opened_at, row.key.step, row.key.occurrence), default=None)
    if first is None or first.key != opened.key or stage == process.timeline[0].id:
        return False
    together = [row for row in of_stage if row.opened_at == opened.opened_at]
    is_told = any(row.by_applicant for row in together) or any(_accepted(process, row, opened) for row in rows)
    return not is_told and any(row.state == "open" for row in of_stage)


def _accepted(process: Process, row: ProcessStepData, opened: ProcessStepData) -> bool:
    outcomes = process.steps[row.key.step].outcomes
    return row.done_at == opened.opened_at and any(one.accepts and one.id == row.outcome for one in outcomes)


def _stage(case: CaseData, process: Process, word: Text, stage: str, rows: tuple[ProcessStepData, ...]) -> Text:
    now = [row for row in rows if row.state == "open" and process.steps[row.key.step].stage == stage]
    telling = min(now, key=lambda row: (not (row.organisation and row.kind == "person"), row.wait_until is None))
    return _filled(STAGE_BODY, stage=word, now=_now(telling), result=_result(case))


def _result(case: CaseData) -> Text:
    """By when the result comes; of a day that has gone by, that it is late."""
    words = RESULT_LATE if clock.today() > case.answer_by else RESULT_BY
    return _filled(words, day=weekday_and_day(case.answer_by))


def _now(row: ProcessStepData) -> Text:
    """Who does what until when."""
    if row.wait_until:
        last = row.wait_until.astimezone(clock.CHINA).date() - _ONE_DAY
        return _filled(LASTS, step=row.name, day=weekday_and_day(last))
    if not row.organisation:
        return _filled(UNDER_WAY, step=row.name)
    who = next(one.name for one in organisations.organisations() if one.code == row.organisation)
    if row.due:
        return _filled(OFFICE_BY, who=who, step=row.name, day=weekday_and_day(row.due))
    return _filled(OFFICE, who=who, step=row.name)


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, f"{first.en} {second.en}")


def _filled(words: Text, **marks: Text) -> Text:
    zh: Mapping[str, str] = {name: mark.zh for name, mark in marks.items()}
    return Text(words.zh.format(**zh), words.en.format(**{name: mark.in_("en") for name, mark in marks.items()}))
