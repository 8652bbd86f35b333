"""`zhengtong torture`: kills web, worker and database while people use them; nothing told may be lost."""

import argparse

from zhengtong.channels.console.bench_scripts import add_crowd, run_script
from zhengtong.channels.console.registry import Command, Needs, Node
from zhengtong.kernel.text import Text

_DATABASE = Text(
    "postgresql：自己起一个 PostgreSQL，也杀它；或者一个空库的地址，不杀它；不写用 SQLite",
    "postgresql: one of its own, killed too; or the URL of an empty database, not killed; SQLite without",
)
_HELP = Text(
    "边用边杀网页、后台和数据库，再拿回执查丢没丢（自己建演示环境）",
    "Kill web, worker and database while people use them, and look for what was lost (in a demo home of its own)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    add_crowd(parser, node, seconds=20.0, clients=200)
    parser.add_argument("--database", default="", metavar="URL", help=_DATABASE.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line is a JSON object of counts; 1 when anything is lost, double or broken."""
    given = {
        "seed": arguments.seed,
        "seconds": arguments.seconds,
        "clients": arguments.clients,
        "database": arguments.database,
    }
    return run_script("torture.py", given, node)


COMMAND = Command("torture", _HELP, run, _arguments, needs=Needs.NOTHING)
