"""What people type after a word of the command line, read; what cannot be read is said in the node's language."""

import argparse
import math
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from zhengtong.channels.console.registry import Node
from zhengtong.kernel.addresses import A_PORT, port_of
from zhengtong.kernel.text import Text

Read = TypeVar("Read")
_WRONG = Text("{value}：{mend}", "{value}: {mend}")
_WHOLE = Text("要写整数。", "a whole number is wanted.")
_WHOLE_FROM = Text("要写整数，最少 {least}。", "a whole number is wanted, {least} at least.")
_SECONDS = Text("要写大于 0 的秒数，比如 20。", "seconds are a number greater than 0, for instance 20.")
_DAY = Text("没有这一天，要写成 2026-11-30 这样。", "there is no such day; write it as 2026-11-30.")


def reader(by: Callable[[str], Read], mend: Text, node: Node) -> Callable[[str], Read]:
    """What argparse calls for a value: reads it with `by`, and says `mend` where that raises ValueError."""

    def read(value: str) -> Read:
        try:
            return by(value)
        except ValueError:
            raise argparse.ArgumentTypeError(_WRONG.format(value=value, mend=mend).in_(node.language)) from None

    return read


def whole(node: Node) -> Callable[[str], int]:
    """Reads any whole number."""
    return reader(int, _WHOLE, node)


def count(node: Node) -> Callable[[str], int]:
    """Reads a whole number of at least one."""
    return reader(_count, _WHOLE_FROM.format(least=1), node)


def seconds(node: Node) -> Callable[[str], float]:
    """Reads a time in seconds, more than none and not without end."""
    return reader(_seconds, _SECONDS, node)


def port(node: Node) -> Callable[[str], int]:
    """Reads a port to listen on."""
    return reader(port_of, A_PORT.format(default=node.port), node)


def day(node: Node) -> Callable[[str], date]:
    """Reads a day such as 2026-11-30."""
    return reader(date.fromisoformat, _DAY, node)


def _count(value: str) -> int:
    if (number := int(value)) < 1:
        raise ValueError(value)
    return number


def _seconds(value: str) -> float:
    if not 0 < (number := float(value)) < math.inf:
        raise ValueError(value)
    return number
