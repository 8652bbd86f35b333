"""The buttons of a case's steps: one primary, whose turn it is; what ends the case against the applicant last."""

from types import SimpleNamespace
from typing import Any

from zhengtong.channels.desk._process_words import turn_links
from zhengtong.delivery.cases.data import StepKey
from zhengtong.kernel.actor import system


def turn(name: str, *, bad: tuple[bool, ...] = (), at_any_time: bool = False) -> Any:
    row = SimpleNamespace(key=StepKey(name, 1), name=name, held_by_name="", due=None)
    step = SimpleNamespace(outcomes=[SimpleNamespace(bad=one) for one in bad])
    return SimpleNamespace(row=row, step=step, at_any_time=at_any_time)


def kinds(*turns: Any) -> list[tuple[str, str]]:
    standing: Any = SimpleNamespace(turns_of=lambda actor: turns)
    return [(one["label"], one["kind"]) for one in turn_links(standing, system("test"), "1" * 16)]


def test_what_ends_the_case_is_last_and_never_primary() -> None:
    stop = turn("stop", bad=(True,), at_any_time=True)
    visit, opinion = turn("visit"), turn("opinion", bad=(False, True))
    assert kinds(stop, visit, opinion) == [("visit", ""), ("opinion", "line"), ("stop", "bad")]


def test_what_may_come_at_any_time_is_no_primary_button_either() -> None:
    assert kinds(turn("objection", at_any_time=True)) == [("objection", "line")]
    assert kinds(turn("stop", bad=(True,))) == [("stop", "bad")]
