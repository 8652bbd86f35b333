"""Scripts of the folder `bench`: they make worlds of their own, so each runs in a process of its own."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from zhengtong.channels.console import typed
from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

FOLDER = Path(__file__).parents[4] / "bench"
NOT_HERE = Text("这里没有 bench 文件夹，请在源码里运行。", "There is no folder bench here: run this in the sources.")
_SEED = Text("随机数种子：谁在什么时候做什么由它定", "the seed: it gives who does what when")
_SECONDS = Text("跑多少秒", "for how many seconds")
_CLIENTS = Text("多少个浏览器", "how many browsers")


def add_crowd(parser: argparse.ArgumentParser, node: Node, *, seconds: float, clients: int) -> None:
    """The arguments of every script in which many people act."""
    parser.add_argument("--seed", type=typed.whole(node), default=1, help=_SEED.in_(node.language))
    parser.add_argument("--seconds", type=typed.seconds(node), default=seconds, help=_SECONDS.in_(node.language))
    parser.add_argument("--clients", type=typed.count(node), default=clients, help=_CLIENTS.in_(node.language))


def run_script(name: str, options: Mapping[str, object], node: Node) -> int:
    """Run one with `--option=value` each; its last line is a JSON object. BAD when it found anything wrong."""
    script = FOLDER / name
    if not script.is_file():
        complain(NOT_HERE, node.language)
        return BAD
    environ = {**os.environ, "PYTHONPATH": str(FOLDER.parent / "src")}
    words = [sys.executable, str(script), *(f"--{option}={value}" for option, value in options.items())]
    return BAD if subprocess.run(words, env=environ, check=False).returncode else GOOD
