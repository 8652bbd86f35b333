"""`zhengtong migrate`: bring the database to the form this version needs."""

import argparse

from zhengtong.channels.console.registry import GOOD, Command, Needs, Node
from zhengtong.channels.console.say import say
from zhengtong.kernel.text import Text

_DONE = Text("数据库已是这一版的样子。", "The database has the form of this version.")


def run(arguments: argparse.Namespace, node: Node) -> int:
    """Makes the home and its keys when there is no database yet. Nobody else may read a home."""
    from django.core.management import call_command

    node.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    node.home.chmod(0o700)
    call_command("migrate", interactive=False, verbosity=0)
    say(_DONE, node.language)
    return GOOD


COMMAND = Command(
    "migrate", Text("把数据库升级到这一版", "Bring the database to this version"), run, needs=Needs.DJANGO
)
