"""`zhengtong clock`: what time it is before the law, and moving it in a demo home."""

import argparse
import re
from datetime import timedelta

from zhengtong.channels.console import typed
from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Needs, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_NOW = Text("办事时间：{legal}；实际时间：{real}", "Legal time: {legal}; real time: {real}")
_NO_SPAN = Text("写成 7d、12h 或者 30m。", "write 7d, 12h or 30m.")
_REFUSED = Text(
    "只有演示环境能拨快时间，也只能往前拨。演示环境由 make demo 建立。",
    "Only a demo home (made by make demo) may move legal time, and only forward.",
)


def duration(text: str) -> timedelta:
    """`7d`, `12h` or `30m` as a span of time; ValueError for anything else."""
    match = re.fullmatch(r"(\d{1,5})([dhm])", text)
    if match is None:
        raise ValueError(text)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def show(arguments: argparse.Namespace, node: Node) -> int:
    legal, real = clock.now().astimezone(clock.CHINA), clock.real_now().astimezone(clock.CHINA)
    say(_NOW, node.language, legal=f"{legal:%Y-%m-%d %H:%M:%S}", real=f"{real:%Y-%m-%d %H:%M:%S}")
    return GOOD


def advance(arguments: argparse.Namespace, node: Node) -> int:
    try:
        clock.advance(arguments.by)
    except clock.ClockRefusedError:
        complain(_REFUSED, node.language)
        return BAD
    return show(arguments, node)


def _by(parser: argparse.ArgumentParser, node: Node) -> None:
    words = Text("拨快多少：7d、12h、30m", "by how much: 7d, 12h, 30m")
    parser.add_argument("by", type=typed.reader(duration, _NO_SPAN, node), help=words.in_(node.language))


COMMAND = Group(
    "clock",
    Text("办事时间：看，或在演示环境里拨快", "Legal time: see it, or advance it in a demo home"),
    (
        Command("show", Text("现在几点", "What time it is"), show, needs=Needs.DJANGO),
        Command(
            "advance",
            Text("拨快时间（只限演示环境）", "Advance legal time (demo homes only)"),
            advance,
            _by,
            Needs.DJANGO,
        ),
    ),
)
