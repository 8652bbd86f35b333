"""The command line in the test's own process, for a node as a test wants it."""

from pathlib import Path

from zhengtong.channels.console import cli
from zhengtong.channels.console.registry import Node


def node(home: Path = Path(), language: str = "zh-Hans") -> Node:
    """A node of this home and language; nothing is there until a test puts it."""
    return Node(home=home, port=8000, language=language, wsgi="zhengtong.config.wsgi:application")


def run(*argv: str, home: Path = Path(), language: str = "zh-Hans") -> int:
    """Runs a line; its exit code, however it ended."""
    try:
        return cli.run(argv, node(home, language), lambda: None)
    except SystemExit as end:
        return int(end.code or 0)
