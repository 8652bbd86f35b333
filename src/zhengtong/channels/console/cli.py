"""Parsing the command line and running one command."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

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
_COMMAND = Text("命令", "command")
_WRONG = Text("这样写不对：{error}", "This cannot be read: {error}")
_MISSING = Text("还缺 {names}。", "{names} is missing.")
_UNKNOWN = Text("不认识 {words}。", "{words} is unknown.")
_NO_VALUE = Text("后面要写上值。", "a value must follow.")
_NO_CHOICE = Text("{value}：没有这一项，有这些：{choices}。", "{value}: no such one, there are: {choices}.")


class _Parser(argparse.ArgumentParser):
    """argparse in the language of the node; a wrong command line ends with exit code 2.

    What people mostly get wrong is said here or by `typed`; the rest is in argparse's own English.
    """

    def __init__(self, *, node: Node, text: Text, prog: str) -> None:
        words = text.in_(node.language)
        super().__init__(prog=prog, description=words, add_help=False, allow_abbrev=False, exit_on_error=False)
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

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error(self._said(_UNKNOWN, words=" ".join(unknown)))
        return found

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse does, but what is required is looked for here: argparse must not say it first."""
        required = [action for action in self._actions if action.required]
        try:
            with _not_required(required):
                found, unknown = super().parse_known_args(args, namespace)
        except argparse.ArgumentError as wrong:
            self.error(f"{wrong.argument_name or ''} {wrong.message}".strip())
        if missing := [_name(action) for action in required if getattr(found, action.dest) is action.default]:
            self.error(self._said(_MISSING, names=" ".join(missing)))
        return found, unknown

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, self._said(_WRONG, error=message) + "\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = " ".join(map(str, action.choices))
            raise argparse.ArgumentError(action, self._said(_NO_CHOICE, value=value, choices=choices))

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            raise argparse.ArgumentError(action, _NO_VALUE.in_(self._node.language)) from None

    def _said(self, text: Text, **params: object) -> str:
        return text.format(**params).in_(self._node.language)


@contextmanager
def _not_required(actions: Sequence[argparse.Action]) -> Iterator[None]:
    for action in actions:
        action.required = False
    try:
        yield
    finally:
        for action in actions:
            action.required = True


def _name(action: argparse.Action) -> str:
    """As it is typed, or as usage names it."""
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def parser(node: Node) -> argparse.ArgumentParser:
    """The whole command line."""
    root = _Parser(node=node, text=_ABOUT, prog="zhengtong")
    _add(root, list(found().values()), node, "zhengtong")
    return root


def _add(parent: argparse.ArgumentParser, entries: Sequence[Command | Group], node: Node, prog: str) -> None:
    title, metavar = _COMMANDS.in_(node.language), _COMMAND.in_(node.language)
    places = parent.add_subparsers(title=title, dest="word", metavar=metavar, required=True, parser_class=_Parser)
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
