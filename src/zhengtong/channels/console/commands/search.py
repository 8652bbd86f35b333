"""`zhengtong search WORDS`: what people would find."""

import argparse

from zhengtong.channels.console.registry import BAD, GOOD, Command, Node
from zhengtong.channels.console.say import say
from zhengtong.kernel.text import Text, language

_NOTHING = Text("没找到。", "Nothing found.")


def _words(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("words", nargs="+", help=Text("照平时说话的样子写", "in everyday words").in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """0 when something was found, 1 when nothing was."""
    from zhengtong.offer.search import api as search

    hits = search.find(" ".join(arguments.words), language(node.language))
    for hit in hits:
        print(f"{hit.service}\t{hit.name.in_(node.language)}")
    if not hits:
        say(_NOTHING, node.language)
    return GOOD if hits else BAD


COMMAND = Command("search", Text("用平时的话找事项", "Find services by everyday words"), run, _words)
