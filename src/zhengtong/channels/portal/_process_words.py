"""A case under a process in words: who does which step until when, the stations of its line, what the reader may do."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from zhengtong.channels.portal._case_words import (
    NOW,
    SORRY,
    Waiting,
    department_words,
    late_words,
    station_date,
)
from zhengtong.channels.ui.api import day
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys.standing import OpenTurn, Standing
from zhengtong.kernel import clock
from zhengtong.kernel.day_words import weekday_and_day
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import QuestionData

YOURS = Text("轮到您了：{step}。", "Your turn: {step}.")
STANDS = Text(
    "这几天不算在期限里（{why}），最多停到 {due}。", "These days do not count ({why}), until {due} at the most."
)
SHOWN = Text("正在{step}，{due}满。", "{step}: until {due}.")
OFFICE = Text("正在等{who}：{step}，最晚 {due}。", "Waiting for {who}: {step}, by {due}.")
OPEN_END = Text("正在等{who}：{step}。", "Waiting for {who}: {step}.")
DEPARTMENTS = Text("正在等部门答复：{step}。", "Waiting for departments: {step}.")
RESULT = Text("您什么都不用做。最晚 {due}给您结果。", "You need to do nothing. You will have the result by {due}.")
BY_DUE = Text("最晚 {due}给您结果。", "You will have the result by {due}.")
OVERDUE = Text(
    "正在等{who}：{step}。本该 {due}办完，晚了 {days} 天。",
    "Waiting for {who}: {step}. It was due {due}; {days} days late.",
)
MISSED = Text(
    "约好 {day}上门，没有去，或者去了还没记下来。正在等{who}办。",
    "We were to visit on {day}. We did not, or it is not noted yet. Waiting for {who}.",
)
ANOTHER = Text("您可以另选时间。", "You can choose another time.")
NOTHING = Text("您什么都不用做。", "You need to do nothing.")
ALSO = Text("同时：{others}。", "At the same time: {others}.")


def waiting(
    standing: Standing, case: CaseData, questions: tuple[QuestionData, ...], unsigned: Text | None, today: date
) -> Waiting:
    """For whom the case waits and until when, in one sentence; the reader's own turn comes first.

    The note names the department that keeps us waiting, and when we ask it again; before that whoever has yet to sign
    (`unsigned`), since nobody is asked about them until then.
    """
    turns = sorted(standing.waits_for, key=lambda turn: not turn.row.by_applicant)
    late = today > case.answer_by and not any(_stands_still(turn, today) for turn in turns)
    if not turns:
        return Waiting(standing.sentence, _result(case, None, today, NOTHING), late)
    first, others = turns[0], turns[1:]
    asked = department_words(questions, case)
    own = _own(first, standing, today)
    note = _stands(first) if _stands_still(first, today) else unsigned or _result(case, asked, today, own)
    if others and not first.row.by_applicant:
        note = _joined(_also(others), note)
    return Waiting(_sentence(first, standing, today), note, late)


def _own(turn: OpenTurn, standing: Standing, today: date) -> Text | None:
    """What the reader can do about it: nothing, or choose another time; None on their own turn, which says it."""
    if turn.row.by_applicant:
        return None
    return ANOTHER if _is_missed(turn, standing, today) else NOTHING


def _is_missed(turn: OpenTurn, standing: Standing, today: date) -> bool:
    return bool(turn.step.visits and standing.visit and standing.visit.is_missed(today))


def _result(case: CaseData, asked: Text | None, today: date, own: Text | None) -> Text:
    """When the result comes, or since when it is late, after what the reader can do."""
    if today > case.answer_by:
        late = _joined(late_words(case, today), SORRY)
        late = _joined(asked, late) if asked else late
        return _joined(late, own) if own else late
    if own is ANOTHER:
        return _joined(own, BY_DUE.format(due=day(case.answer_by)))
    by_due = BY_DUE.format(due=day(case.answer_by))
    if asked:
        return _joined(asked, by_due)
    return by_due if own is None else RESULT.format(due=day(case.answer_by))


def _sentence(turn: OpenTurn, standing: Standing, today: date) -> Text:
    row, name = turn.row, turn.row.name
    if row.by_applicant:
        return _filled(YOURS, step=name)
    if row.wait_until:
        last = row.wait_until.astimezone(clock.CHINA).date() - timedelta(days=1)
        return _filled(SHOWN, step=name, due=weekday_and_day(last))
    if not row.organisation:
        return _filled(DEPARTMENTS, step=name)
    if row.due and standing.visit and _is_missed(turn, standing, today):
        return _filled(MISSED, who=turn.office, day=weekday_and_day(standing.visit.slot.day))
    if row.due and row.is_late(today):
        days = (today - row.due).days
        return OVERDUE.format(who=turn.office, step=name, due=weekday_and_day(row.due), days=days)
    if row.due:
        return _filled(OFFICE, who=turn.office, step=name, due=weekday_and_day(row.due))
    return _filled(OPEN_END, who=turn.office, step=name)


def _stands_still(turn: OpenTurn, today: date) -> bool:
    """Whether the clock stands for a step: no day is late meanwhile."""
    return turn.row.stops is not None and today <= turn.row.stops.until


def _stands(turn: OpenTurn) -> Text:
    stops = turn.row.stops
    return _filled(STANDS, why=stops.why, due=weekday_and_day(stops.until)) if stops else Text("", "")


def _also(turns: list[OpenTurn]) -> Text:
    zh, en = "、".join(turn.row.name.zh for turn in turns), ", ".join(turn.row.name.in_("en") for turn in turns)
    return Text(ALSO.zh.format(others=zh), ALSO.en.format(others=en))


def line_of(standing: Standing) -> list[dict[str, Any]]:
    """The stations of the line: done with the date of its last step, now, stopped, or to come."""
    return [
        {
            "word": word.word,
            "note": NOW if word.state == "now" else _when(standing, word.id, word.state),
            "state": word.state,
        }
        for word in standing.words
    ]


def _when(standing: Standing, stage: str, state: str) -> Text | str:
    """The day the last step of a stage was done."""
    times = [row.done_at for row in standing.done if row.done_at and standing.stages.get(row.key.step) == stage]
    return station_date(max(times)) if times and state else ""


def own_turns(standing: Standing, case: CaseData) -> list[dict[str, Any]]:
    """What the reader may do now: each with its address."""
    number = case.summary.number
    return [
        {
            "name": turn.row.name,
            "hint": turn.step.hint or "",
            "href": reverse("portal.step", args=[number, turn.row.key.step, turn.row.key.occurrence]),
            "main": not turn.at_any_time,
        }
        for turn in standing.turns_of_applicant(whole=case.whole)
    ]


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, f"{first.in_('en')} {second.in_('en')}")


def _filled(words: Text, **marks: Text) -> Text:
    zh = {name: mark.zh for name, mark in marks.items()}
    en = {name: mark.in_("en") for name, mark in marks.items()}
    return Text(words.zh.format(**zh), words.en.format(**en))
