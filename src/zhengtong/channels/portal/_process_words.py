"""A case under a process in words: who does which step until when, the stations of its line, what the reader may do."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from zhengtong.channels.portal._case_words import NOW, Waiting, department_words, station_date
from zhengtong.channels.ui.api import day
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys.standing import OpenTurn, Standing
from zhengtong.kernel import clock
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
ALSO = Text("同时：{others}。", "At the same time: {others}.")


def waiting(
    standing: Standing, case: CaseData, questions: tuple[QuestionData, ...], unsigned: Text | None, today: date
) -> Waiting:
    """For whom the case waits and until when, in one sentence; the reader's own turn comes first.

    The note names the department that keeps us waiting, and when we ask it again; before that whoever has yet to sign
    (`unsigned`), since nobody is asked about them until then.
    """
    late = today > case.answer_by
    turns = sorted(standing.waits_for, key=lambda turn: not turn.row.by_applicant)
    if not turns:
        return Waiting(standing.sentence, RESULT.format(due=day(case.answer_by)), late)
    first, others = turns[0], turns[1:]
    asked = department_words(questions, case)
    note = _stands(first) if first.row.stops else unsigned or _result(case, asked, first.row.by_applicant)
    if others and not first.row.by_applicant:
        note = _joined(_also(others), note)
    return Waiting(_sentence(first), note, late)


def _result(case: CaseData, asked: Text | None, is_yours: bool) -> Text:
    """When the result comes; that there is nothing to do is not said on the reader's own turn."""
    by_due = BY_DUE.format(due=day(case.answer_by))
    if asked:
        return _joined(asked, by_due)
    return by_due if is_yours else RESULT.format(due=day(case.answer_by))


def _sentence(turn: OpenTurn) -> Text:
    row, name = turn.row, turn.row.name
    if row.by_applicant:
        return _filled(YOURS, step=name)
    if row.wait_until:
        last = row.wait_until.astimezone(clock.CHINA).date() - timedelta(days=1)
        return _filled(SHOWN, step=name, due=_day(last))
    if not row.organisation:
        return _filled(DEPARTMENTS, step=name)
    if row.due:
        return _filled(OFFICE, who=turn.office, step=name, due=_day(row.due))
    return _filled(OPEN_END, who=turn.office, step=name)


def _stands(turn: OpenTurn) -> Text:
    stops = turn.row.stops
    return _filled(STANDS, why=stops.why, due=_day(stops.until)) if stops else Text("", "")


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


def own_turns(standing: Standing, number: str) -> list[dict[str, Any]]:
    """What the reader may do now: each with its address."""
    return [
        {
            "name": turn.row.name,
            "hint": turn.step.hint or "",
            "href": reverse("portal.step", args=[number, turn.row.key.step, turn.row.key.occurrence]),
            "main": not turn.at_any_time,
        }
        for turn in standing.turns_of_applicant()
    ]


def _day(on: date) -> Text:
    weekday = "一二三四五六日"[on.weekday()]
    return Text(f"{on.month}月{on.day}日（星期{weekday}）", f"{on:%A %-d %B}")


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, f"{first.in_('en')} {second.in_('en')}")


def _filled(words: Text, **marks: Text) -> Text:
    zh = {name: mark.zh for name, mark in marks.items()}
    en = {name: mark.in_("en") for name, mark in marks.items()}
    return Text(words.zh.format(**zh), words.en.format(**en))
