"""`zhengtong rehearse`: an upgrade while people use it, the version before beside this one; nobody may notice."""

import argparse
from pathlib import Path

from zhengtong.channels.console import places
from zhengtong.channels.console.bench_scripts import add_crowd, run_script
from zhengtong.channels.console.registry import Command, Needs, Node
from zhengtong.kernel.text import Text

_FROM = Text("上一版源码的文件夹", "the folder of the sources of the version before")
_HELP = Text(
    "边用边升级，新旧两版一起开，看谁没得到答复、丢没丢（自己建演示环境和 PostgreSQL）",
    "Upgrade while people use it, old and new side by side: who got no answer, what is lost (its own demo home)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("--from", dest="old", type=Path, required=True, help=_FROM.in_(node.language))
    add_crowd(parser, node, seconds=60.0, clients=30)


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line is a JSON object of counts and seconds; 1 when anything is lost, double, broken or unanswered."""
    if fault := places.folder_fault(arguments.old, node):
        return fault
    given = {"seed": arguments.seed, "seconds": arguments.seconds, "clients": arguments.clients}
    return run_script("rehearse.py", {"from": arguments.old.absolute(), **given}, node)


COMMAND = Command("rehearse", _HELP, run, _arguments, needs=Needs.NOTHING)
