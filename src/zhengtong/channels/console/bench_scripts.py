"""Scripts of the folder `bench`: they make worlds of their own, so each runs in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import Text

FOLDER = Path(__file__).parents[4] / "bench"
NOT_HERE = Text("这里没有 bench 文件夹，请在源码里运行。", "There is no folder bench here: run this in the sources.")


def run_script(name: str, options: Mapping[str, object], node: Node) -> int:
    """Run one with `--option=value` each; its last line is a JSON object. BAD when it found anything wrong."""
    script = FOLDER / name
    if not script.is_file():
        complain(NOT_HERE, node.language)
        return BAD
    environ = {**os.environ, "PYTHONPATH": str(FOLDER.parent / "src")}
    words = [sys.executable, str(script), *(f"--{option}={value}" for option, value in options.items())]
    return BAD if subprocess.run(words, env=environ, check=False).returncode else GOOD
