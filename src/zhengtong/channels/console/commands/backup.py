"""`zhengtong backup FILE`: everything of this node in one sealed file."""

import argparse
import os
from pathlib import Path

from zhengtong.channels.console.registry import GOOD, USAGE, Command, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.text import Text

PASSPHRASE_VARIABLE = "ZHENGTONG_BACKUP_PASSPHRASE"  # noqa: S105 -- the name of the variable, not the passphrase
_NO_PASSPHRASE = Text(
    "没有口令：先 export {name}='至少十二个字、只有自己记得住的一句话'。",
    "No passphrase: first export {name}='a sentence of twelve characters or more'.",
)
_DONE = Text("备份好了：{path}", "Backed up to {path}")


def _destination(parser: argparse.ArgumentParser, node: Node) -> None:
    words = Text("备份写到哪个文件；口令在环境变量 {name}", "file to write; the passphrase is in {name}")
    parser.add_argument("file", type=Path, help=words.format(name=PASSPHRASE_VARIABLE).in_(node.language))


def passphrase(node: Node) -> str:
    """The passphrase from the environment; empty, and the reason is told, when there is none."""
    found = os.environ.get(PASSPHRASE_VARIABLE, "")
    if not found:
        complain(_NO_PASSPHRASE, node.language, name=PASSPHRASE_VARIABLE)
    return found


def run(arguments: argparse.Namespace, node: Node) -> int:
    """Refuses without a passphrase."""
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.trust.backup import api as backups

    if not (words := passphrase(node)):
        return USAGE
    backups.backup(arguments.file, words, actor=system("backup"), at=clock.now())
    say(_DONE, node.language, path=arguments.file)
    return GOOD


COMMAND = Command("backup", Text("加密备份整个节点", "Back up this node, encrypted"), run, _destination)
