"""Parsing the command line and running one command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from zhengtong.channels.console import ready
from zhengtong.channels.console.registry import BAD, GOOD, USAGE, Command, Group, Needs, Node, found
from zhengtong.channels.console.say import say_refusal
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text, language

_ABOUT = Text("政通：政务服务的命令行。", "Zhengtong: the command line of online government services.")
_USAGE = Text("用法：", "usage: ")
_COMMANDS = Text("命令", "commands")
_ARGUMENTS = Text("参数", "arguments")
_OPTIONS = Text("选项", "options")
_HELP = Text("显示这段说明", "show this help")
_WRONG = Text("这样写不对：{error}", "This cannot be read: {error}")


class _Parser(argparse.ArgumentParser):
    """argparse in the language of the node; a wrong command line ends with exit code 2."""

    def __init__(self, *, node: Node, text: Text, prog: str) -> None:
        super().__init__(prog=prog, description=text.in_(node.language), add_help=False, allow_abbrev=False)
        self._node = node
        self._positionals.title = _ARGUMENTS.in_(node.language)
        self._optionals.title = _OPTIONS.in_(node.language)
        self.add_argument("-h", "--help", action="help", help=_HELP.in_(node.language))

    def format_usage(self) -> str:
        return self._with_prefix(super().format_usage())

    def format_help(self) -> str:
        return self._with_prefix(super().format_help())

    def _with_prefix(self, text: str) -> str:
        return _USAGE.in_(self._node.language) + text.removeprefix("usage: ")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, _WRONG.format(error=message).in_(self._node.language) + "\n")


def parser(node: Node) -> argparse.ArgumentParser:
    """The whole command line."""
    root = _Parser(node=node, text=_ABOUT, prog="zhengtong")
    _add(root, list(found().values()), node, "zhengtong")
    return root


def _add(parent: argparse.ArgumentParser, entries: Sequence[Command | Group], node: Node, prog: str) -> None:
    places = parent.add_subparsers(title=_COMMANDS.in_(node.language), metavar="…", required=True, parser_class=_Parser)
    for entry in entries:
        word = f"{prog} {entry.name}"
        own = places.add_parser(entry.name, help=entry.help.in_(node.language), node=node, text=entry.help, prog=word)
        if isinstance(entry, Group):
            _add(own, entry.commands, node, word)
        else:
            entry.add_arguments(own, node)
            own.set_defaults(command=entry)


def run(argv: Sequence[str], node: Node, start_django: Callable[[], None]) -> int:
    """Run one command line; returns its exit code. `start_django` is called only for commands that need it, and
    nothing is made in a home that is not there."""
    arguments = parser(node).parse_args(argv)
    command: Command = arguments.command
    try:
        return _fault(command.needs, node, start_django) or command.run(arguments, node)
    except Refusal as refusal:
        say_refusal(refusal, language(node.language))
        return BAD
    except KeyboardInterrupt:
        return BAD


def _fault(needs: Needs, node: Node, start_django: Callable[[], None]) -> int:
    """GOOD when everything a command needs is there, else the exit code, and the reason has been told."""
    if needs >= Needs.DJANGO and (fault := ready.place_fault(node)):
        return fault
    if needs >= Needs.HOME and (fault := ready.home_fault(node)):
        return fault
    if needs >= Needs.DJANGO:
        start_django()
    return ready.node_fault(node) if needs >= Needs.NODE else GOOD
