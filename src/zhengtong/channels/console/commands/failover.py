"""`zhengtong failover`: the database's leading host is lost while people use it; how long nobody can go on."""

import argparse

from zhengtong.channels.console.bench_scripts import add_crowd, run_script
from zhengtong.channels.console.registry import Command, Needs, Node
from zhengtong.kernel.text import Text

_HELP = Text(
    "两台数据库主机，拔网线、断电、换主，看停多久、丢没丢（自己建，要 root）",
    "Two database hosts lose cable, power and lead: how long nobody is answered, what is lost (its own; root)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    add_crowd(parser, node, seconds=60.0, clients=60)


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line is a JSON object with the seconds of each outage and counts; 1 when anything is lost or double."""
    given = {"seed": arguments.seed, "seconds": arguments.seconds, "clients": arguments.clients}
    return run_script("failover.py", given, node)


COMMAND = Command("failover", _HELP, run, _arguments, needs=Needs.NOTHING)
