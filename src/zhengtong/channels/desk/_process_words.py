"""A case under a process in a clerk's words: who does which step until when, and which of them are the clerk's."""

from datetime import date
from typing import Any

from django.urls import reverse

from zhengtong.channels.desk._words import filled
from zhengtong.journeys.standing import OpenTurn, Standing
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.text import Text

APPLICANT, PLATFORM = Text("申请人", "the applicant"), Text("平台", "the platform")
TURN, UNTIL = Text("{who}：{step}", "{who}: {step}"), Text("（最晚 {due}）", " (by {due})")
PAST = Text("（本该 {due}办完，晚了）", " (was due {due}, late)")
UNKEPT = Text(
    "这一步{who}已经办了，您刚才写的没有记下。", "{who} has done this step; what you wrote just now was not kept."
)
UNKEPT_AS = Text(
    "这一步{who}已经办了：{came}。您刚才写的没有记下。",
    "{who} has done this step: {came}. What you wrote just now was not kept.",
)
LATE = Text(
    "超过 {limit}没告知，从 {since} 收到那天起就算受理。",
    "Nothing was said in {limit}: it counts as accepted since {since}.",
)
LATE_NOTE = Text("期限从那天算。依据：{cite}。", "The limits run from that day. By {cite}.")
WORKING, PLAIN = Text("{n} 个工作日", "{n} working days"), Text("{n} 天", "{n} days")
HELD, DUE = Text("{name}在办", "{name} is at it"), Text("{due}到期", "due {due}")


def process_sentence(standing: Standing) -> tuple[Text, Text]:
    """Whom the case waits for: the first in one sentence, the others beside it."""
    turns = [_turn(turn) for turn in standing.waits_for] or [standing.sentence]
    others = Text("；".join(one.zh for one in turns[1:]), "; ".join(one.en for one in turns[1:]))
    return turns[0], others


def turn_links(standing: Standing, actor: Actor, number: str) -> list[dict[str, Any]]:
    """The steps that are the clerk's to do, with who holds them and until when: the one whose turn it is first and
    alone as the primary button, what can only go against the applicant last."""
    turns = sorted(standing.turns_of(actor), key=lambda turn: (_only_bad(turn), turn.at_any_time))
    return [
        {
            "label": turn.row.name,
            "kind": _kind(turn, is_first=place == 0),
            "note": _note(turn),
            "href": reverse("desk.step", args=[number, turn.row.key.step, turn.row.key.occurrence]),
        }
        for place, turn in enumerate(turns)
    ]


def late_words(turn: OpenTurn, today: date) -> tuple[Text, Text] | None:
    """What the clerk reads before accepting after the last day of the step: since when it counts as accepted, and by
    which article. None where it is not late, or the folder has no such rule."""
    limit, article = turn.step.limit, turn.late_article(today)
    if article is None or limit is None:
        return None
    length = (WORKING if limit.working else PLAIN).format(n=limit.count)
    since = day_words(clock.china_date(turn.row.opened_at))
    return LATE.format(limit=length, since=since), LATE_NOTE.format(cite=article)


def unkept_words(standing: Standing | None, step: str) -> Text | str:
    """Who had done a step, `visit.1`, before it was sent once more, and what came of it; empty where none was."""
    done = standing.done if standing else ()
    row = next((one for one in done if f"{one.key.step}.{one.key.occurrence}" == step), None)
    if standing is None or row is None:
        return ""
    came = standing.came_of(row)
    return filled(UNKEPT_AS, who=row.done_by, came=came) if came else filled(UNKEPT, who=row.done_by)


def _only_bad(turn: OpenTurn) -> bool:
    return bool(turn.step.outcomes) and all(outcome.bad for outcome in turn.step.outcomes)


def _kind(turn: OpenTurn, *, is_first: bool) -> str:
    """Which button a step is."""
    if _only_bad(turn):
        return "bad"
    return "" if is_first and not turn.at_any_time else "line"


def _turn(turn: OpenTurn) -> Text:
    who = APPLICANT if turn.row.by_applicant else turn.office if turn.row.organisation else PLATFORM
    said = filled(TURN, who=who, step=turn.row.name)
    until = PAST if turn.row.is_late(clock.today()) else UNTIL
    due = filled(until, due=day_words(turn.row.due)) if turn.row.due else Text("", "")
    return Text(said.zh + due.zh, said.en + due.en)


def _note(turn: OpenTurn) -> Text:
    if turn.row.held_by_name:
        return filled(HELD, name=turn.row.held_by_name)
    return filled(DUE, due=day_words(turn.row.due)) if turn.row.due else Text("", "")
