"""Parsing the command line and running one command."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from zhengtong.channels.console.registry import BAD, USAGE, Command, Group, Node, found
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
    """Run one command line; returns its exit code. `start_django` is called only for commands that need it."""
    arguments = parser(node).parse_args(argv)
    command: Command = arguments.command
    if command.needs_django:
        start_django()
    try:
        return command.run(arguments, node)
    except Refusal as refusal:
        say_refusal(refusal, language(node.language))
        return BAD
    except KeyboardInterrupt:
        return BAD
