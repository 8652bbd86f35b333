"""What happened to a case, as rows of a log; answers that came one after the other stand together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from zhengtong.delivery.cases.data import StepData
from zhengtong.kernel.text import Text

ANSWERED = "answered"
TIMES = Text("{words}，{count} 份", "{words}: {count}")


def history(steps: Sequence[StepData], words: Callable[[StepData], Text]) -> list[dict[str, Any]]:
    """Each entry with its time and its words. Among answers that follow each other those of the same words are one row,
    at the time of the one that stands first."""
    return [row for code, run in groupby(steps, lambda step: step.code) for row in _rows(code, run, words)]


def _rows(code: str, run: Iterable[StepData], words: Callable[[StepData], Text]) -> Iterator[dict[str, Any]]:
    if code != ANSWERED:
        yield from ({"at": step.at, "words": words(step)} for step in run)
        return
    alike: dict[Text, list[StepData]] = {}
    for step in run:
        alike.setdefault(words(step), []).append(step)
    for said, same in alike.items():
        told = said if len(same) == 1 else TIMES.format(words=said, count=len(same))
        yield {"at": same[0].at, "words": told}
