"""`zhengtong bench [NAME]`: how fast this machine runs the platform, beside the bare work without it."""

import argparse
import json
import os
import subprocess
import sys
from typing import Any

from zhengtong.channels.console.bench_scripts import FOLDER, NOT_HERE
from zhengtong.channels.console.registry import BAD, GOOD, USAGE, Command, Needs, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

_UNKNOWN = Text("没有这一项：{name}。有这些：{names}。", "No bench {name}. There are: {names}.")
_FAILED = Text("{name} 没量成，原因见上。", "{name} was not measured; the reason is above.")
DATABASES = ("sqlite", "postgresql")
_HEADINGS = ("bench", "ours", "limit", "ratio", "goal", "cpu_ms", "p50_ms", "p99_ms", "unit")
_WIDTHS = (12, 12, 12, 7, 30, 9, 9, 9, 12)


def names() -> tuple[str, ...]:
    """Every bench there is: a file of the folder `bench` that says BENCH."""
    files = sorted(FOLDER.glob("*.py"))
    return tuple(path.stem.replace("_", "-") for path in files if "\nBENCH = " in path.read_text(encoding="utf-8"))


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    one = Text("量哪一项；不写就全量", "which to measure; all when left out")
    parser.add_argument("name", nargs="?", help=one.in_(node.language))
    on = Text("在哪种数据库上量：sqlite 或者 postgresql（自己起一个）", "on sqlite, or on postgresql, one of its own")
    parser.add_argument("--database", choices=DATABASES, default=DATABASES[0], help=on.in_(node.language))
    lines = Text("每项一行 JSON，给程序读", "a line of JSON each, for programs")
    parser.add_argument("--json", action="store_true", help=lines.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line of one bench is `{name, ours, limit, ratio, unit, detail}`; 1 when a check failed."""
    if not names():
        complain(NOT_HERE, node.language)
        return BAD
    if arguments.name and arguments.name not in names():
        complain(_UNKNOWN, node.language, name=arguments.name, names=", ".join(names()))
        return USAGE
    if not arguments.json:
        print(_row(_HEADINGS), flush=True)
    results = [
        _measure(name, arguments.database, node, as_json=arguments.json)
        for name in ([arguments.name] if arguments.name else names())
    ]
    return GOOD if all(results) else BAD


def _measure(name: str, database: str, node: Node, *, as_json: bool) -> bool:
    """Each bench has a process and a home of its own."""
    environ = {**os.environ, "PYTHONPATH": str(FOLDER.parent / "src")}
    words = [sys.executable, str(FOLDER / "run.py"), name, database]
    done = subprocess.run(words, env=environ, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        complain(_FAILED, node.language, name=name)
        return False
    line = done.stdout.strip().splitlines()[-1]
    print(line if as_json else _said(json.loads(line)), flush=True)
    return True


def _said(figures: dict[str, Any]) -> str:
    """A row, and below it what the bench has to say of it: of which size it is."""
    note = figures["detail"].get("note")
    return _row(_cells(figures)) + (f"\n  {note}" if note else "")


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    both = {**figures["detail"], **figures, "bench": figures["name"]}
    return tuple("—" if both[heading] is None else str(both[heading]) for heading in _HEADINGS)


def _row(cells: tuple[str, ...]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


COMMAND = Command("bench", Text("量一量有多快", "Measure how fast it is"), run, _arguments, needs=Needs.NOTHING)
