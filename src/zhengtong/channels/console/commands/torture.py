"""`zhengtong torture`: kills web, worker and database while people use them; nothing told may be lost."""

import argparse

from zhengtong.channels.console.bench_scripts import run_script
from zhengtong.channels.console.registry import Command, Needs, Node
from zhengtong.kernel.text import Text

_SEED = Text("随机数种子：停的时刻由它定", "the seed: it gives the moments of the kills")
_SECONDS = Text("跑多少秒", "for how many seconds")
_DATABASE = Text(
    "postgresql：自己起一个 PostgreSQL，也杀它；或者一个空库的地址，不杀它；不写用 SQLite",
    "postgresql: one of its own, killed too; or the URL of an empty database, not killed; SQLite without",
)
_CLIENTS = Text("多少个浏览器", "how many browsers")
_HELP = Text(
    "边用边杀网页、后台和数据库，再拿回执查丢没丢（自己建演示环境）",
    "Kill web, worker and database while people use them, and look for what was lost (in a demo home of its own)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("--seed", type=int, default=1, help=_SEED.in_(node.language))
    parser.add_argument("--seconds", type=float, default=20.0, help=_SECONDS.in_(node.language))
    parser.add_argument("--database", default="", metavar="URL", help=_DATABASE.in_(node.language))
    parser.add_argument("--clients", type=int, default=200, help=_CLIENTS.in_(node.language))


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
