"""`zhengtong calendar load FILE`: a year's notice of days off, as the State Council publishes it each autumn."""

import argparse
from pathlib import Path

from zhengtong.channels.console import places, year_notices
from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.calendar import NoticeError
from zhengtong.kernel.text import Text

_TAKEN = Text(
    "{path} 收下了，重算了暂定的期限：{moved} 件改了日期，都发了通知。",
    "{path} taken in; provisional dates were counted again: {moved} moved, and their people are told.",
)


def _file(parser: argparse.ArgumentParser, node: Node) -> None:
    words = Text("放假安排的 YAML 文件", "the YAML file of the notice")
    parser.add_argument("file", type=Path, help=words.in_(node.language))


def load(arguments: argparse.Namespace, node: Node) -> int:
    """0 when taken; 1 when the file is missing or wrong, with the mend, and nothing is changed."""
    path: Path = arguments.file
    if fault := places.file_fault(path, node):
        return fault
    try:
        [taken] = year_notices.take([path], node.home)
    except NoticeError as error:
        complain(error.text, node.language)
        return BAD
    say(_TAKEN, node.language, path=taken, moved=year_notices.recompute())
    return GOOD


COMMAND = Group(
    "calendar",
    Text("放假安排和工作日", "Days off and working days"),
    (
        Command(
            "load",
            Text("收下一年的放假安排，重算暂定的期限", "Take in a year's notice, recount due dates"),
            load,
            _file,
        ),
    ),
)
