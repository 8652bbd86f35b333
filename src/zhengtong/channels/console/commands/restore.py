"""`zhengtong restore FILE`: a backup into an empty home."""

import argparse
from pathlib import Path

from zhengtong.channels.console.commands.backup import PASSPHRASE_VARIABLE, passphrase
from zhengtong.channels.console.registry import GOOD, USAGE, Command, Needs, Node
from zhengtong.channels.console.say import say
from zhengtong.kernel.text import Text

_DONE = Text("恢复好了，{home} 可以用了。", "Restored; {home} is ready.")


def _source(parser: argparse.ArgumentParser, node: Node) -> None:
    words = Text("备份文件；口令在环境变量 {name}", "the backup; its passphrase is in {name}")
    parser.add_argument("file", type=Path, help=words.format(name=PASSPHRASE_VARIABLE).in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """Wholly or not at all: a wrong passphrase or a damaged file changes nothing."""
    from zhengtong.trust.backup import api as backups

    if not (words := passphrase(node)):
        return USAGE
    backups.restore(arguments.file, node.home, words)
    say(_DONE, node.language, home=node.home)
    return GOOD


COMMAND = Command(
    "restore", Text("把备份恢复到空的节点", "Restore a backup into an empty node"), run, _source, Needs.DJANGO
)
