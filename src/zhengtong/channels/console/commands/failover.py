"""`zhengtong failover`: the database's leading host is lost while people use it; how long nobody can go on."""

import argparse

from zhengtong.channels.console.bench_scripts import run_script
from zhengtong.channels.console.registry import Command, Needs, Node
from zhengtong.kernel.text import Text

_SEED = Text("随机数种子：谁先申请由它定", "the seed: it gives the order of the people")
_SECONDS = Text("一共平静多少秒，三次出事之前各三分之一", "seconds of calm in all, a third before each blow")
_CLIENTS = Text("多少个浏览器", "how many browsers")
_HELP = Text(
    "两台数据库主机，拔网线、断电、换主，看停多久、丢没丢（自己建，要 root）",
    "Two database hosts lose cable, power and lead: how long nobody is answered, what is lost (its own; root)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("--seed", type=int, default=1, help=_SEED.in_(node.language))
    parser.add_argument("--seconds", type=float, default=60.0, help=_SECONDS.in_(node.language))
    parser.add_argument("--clients", type=int, default=60, help=_CLIENTS.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line is a JSON object with the seconds of each outage and counts; 1 when anything is lost or double."""
    given = {"seed": arguments.seed, "seconds": arguments.seconds, "clients": arguments.clients}
    return run_script("failover.py", given, node)


COMMAND = Command("failover", _HELP, run, _arguments, needs=Needs.NOTHING)
