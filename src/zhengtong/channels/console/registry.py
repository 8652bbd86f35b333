"""What a command is, and which there are."""

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from zhengtong.channels.console import commands
from zhengtong.kernel.text import Text

GOOD, BAD, USAGE = 0, 1, 2


class Needs(IntEnum):
    """What a command works on; each holds the ones before."""

    NOTHING = 0
    DJANGO = 1
    """The platform's code and settings, with or without a home."""
    HOME = 2
    """A home in which a node was made, in whatever state."""
    NODE = 3
    """A node that could serve: a database of this version and all its keys."""


@dataclass(frozen=True, slots=True)
class Node:
    """What the command line is told about the running node by config."""

    home: Path
    port: int
    language: str
    wsgi: str
    """Where the web application is, as `package.module:name`."""


def no_arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    """A command without arguments."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `run` gets the parsed arguments and the node, and returns GOOD, BAD or USAGE.

    Imports of Django or of contexts belong inside `run`: `--help` must not wait for them.
    """

    name: str
    help: Text
    run: Callable[[argparse.Namespace, Node], int]
    add_arguments: Callable[[argparse.ArgumentParser, Node], None] = no_arguments
    needs: Needs = Needs.NODE


@dataclass(frozen=True, slots=True)
class Group:
    """Commands under a common word, e.g. `clock show` and `clock advance`."""

    name: str
    help: Text
    commands: tuple[Command, ...]


def found() -> dict[str, Command | Group]:
    """Every command and group by its word, in alphabetical order."""
    modules = [importlib.import_module(f"{commands.__name__}.{name}") for name in sorted(_module_names())]
    return {entry.name: entry for entry in (module.COMMAND for module in modules)}


def _module_names() -> Iterator[str]:
    return (module.name for module in pkgutil.iter_modules(commands.__path__) if not module.name.startswith("_"))


def words() -> tuple[str, ...]:
    """Every full command as typed after `zhengtong`: `serve`, `clock show` …"""
    return tuple(word for entry in found().values() for word in _words(entry))


def _words(entry: Command | Group) -> Iterator[str]:
    if isinstance(entry, Command):
        yield entry.name
    else:
        yield from (f"{entry.name} {command.name}" for command in entry.commands)
