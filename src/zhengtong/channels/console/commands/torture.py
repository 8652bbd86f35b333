"""`zhengtong torture`: kills the web server while applications come in; nothing told may be lost."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from zhengtong.channels.console.registry import BAD, GOOD, Command, Needs, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

_SCRIPT = Path(__file__).parents[5] / "bench" / "torture.py"
_NOT_HERE = Text("这里没有 bench 文件夹，请在源码里运行。", "There is no folder bench here: run this in the sources.")
_SEED = Text("随机数种子：停的时刻由它定", "the seed: it gives the moments of the kills")
_SECONDS = Text("跑多少秒", "for how many seconds")
_HELP = Text(
    "边收申请边杀网页进程，再查丢没丢（自己建演示环境）",
    "Kill the web server while applications come in, and look for what was lost (in a demo home of its own)",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("--seed", type=int, default=1, help=_SEED.in_(node.language))
    parser.add_argument("--seconds", type=float, default=20.0, help=_SECONDS.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """The last line is a JSON object of counts; 1 when anything is lost, double or broken."""
    if not _SCRIPT.is_file():
        complain(_NOT_HERE, node.language)
        return BAD
    environ = {**os.environ, "PYTHONPATH": str(_SCRIPT.parents[1] / "src")}
    words = [sys.executable, str(_SCRIPT), "--seed", str(arguments.seed), "--seconds", str(arguments.seconds)]
    return BAD if subprocess.run(words, env=environ, check=False).returncode else GOOD


COMMAND = Command("torture", _HELP, run, _arguments, needs=Needs.NOTHING)
