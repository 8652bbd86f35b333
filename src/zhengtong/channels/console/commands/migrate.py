"""`zhengtong migrate`: bring the database to the form this version needs."""

import argparse

from zhengtong.channels.console.registry import BAD, GOOD, Command, Needs, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.text import Text

_DONE = Text("数据库已是这一版的样子。", "The database has the form of this version.")
_BESIDE = Text(
    "上一版还开着，不停：锁不等过两秒；有一步非停不可，就一步都不做",
    "the version before works on: no wait for a lock over two seconds; nothing is done when a step needs a stop",
)
_NOT_ON_SQLITE = Text(
    "SQLite 上两版不能一起开。停下上一版，再运行 zhengtong migrate。",
    "Two versions cannot share SQLite. Stop the one before, then run zhengtong migrate.",
)
_STOP = Text(
    "{name} 要停下来做：{reason} 停下上一版，再运行 zhengtong migrate。",
    "{name} needs a stop: {reason} Stop the version before, then run zhengtong migrate.",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("--beside", action="store_true", help=_BESIDE.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """Makes the home and its keys when there is no database yet. Nobody else may read a home."""
    from django.core.management import call_command

    node.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    node.home.chmod(0o700)
    if not arguments.beside:
        call_command("migrate", interactive=False, verbosity=0)
    elif not _beside(node):
        return BAD
    say(_DONE, node.language)
    return GOOD


def _beside(node: Node) -> bool:
    """Migrate while the version before works on; False, and said why, when that cannot be."""
    from zhengtong.kernel import beside

    if not beside.is_possible():
        complain(_NOT_ON_SQLITE, node.language)
        return False
    stops = beside.stops()
    for name, reason in stops.items():
        complain(_STOP, node.language, name=name, reason=reason.in_(node.language))
    if not stops:
        beside.migrate()
    return not stops


COMMAND = Command(
    "migrate", Text("把数据库升级到这一版", "Bring the database to this version"), run, _arguments, needs=Needs.DJANGO
)
