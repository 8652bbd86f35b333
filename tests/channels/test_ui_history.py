"""The log of a case on a page: answers that came one after the other stand together, everything else alone."""

from datetime import datetime, timedelta

from zhengtong.channels.ui.api import history
from zhengtong.delivery.cases.data import StepData
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text

AT = datetime(2026, 11, 23, 9, tzinfo=clock.CHINA)


def step(minutes: int, code: str, zh: str) -> StepData:
    return StepData(AT + timedelta(minutes=minutes), code, Text(zh, zh), "")


def test_answers_in_a_row_stand_together() -> None:
    steps = [
        step(9, "decided", "定了"),
        step(8, "answered", "甲答复了"),
        step(7, "answered", "乙答复了"),
        step(6, "answered", "甲答复了"),
        step(5, "accepted", "受理了"),
        step(4, "answered", "甲答复了"),
    ]
    told = [(row["at"], row["words"].zh) for row in history(steps, lambda one: one.text)]
    assert told == [
        (AT + timedelta(minutes=9), "定了"),
        (AT + timedelta(minutes=8), "甲答复了，2 份"),
        (AT + timedelta(minutes=7), "乙答复了"),
        (AT + timedelta(minutes=5), "受理了"),
        (AT + timedelta(minutes=4), "甲答复了"),
    ]


def test_the_same_words_of_another_kind_stay_apart() -> None:
    steps = [step(2, "note", "记下了"), step(1, "note", "记下了")]
    assert len(history(steps, lambda one: one.text)) == 2
