"""`zhengtong worker`: do what is due, until stopped."""

import argparse
import signal

from zhengtong.channels.console.registry import GOOD, Command, Node
from zhengtong.kernel.text import Text


def run(arguments: argparse.Namespace, node: Node) -> int:
    from zhengtong.channels.console.worker import Loops
    from zhengtong.kernel import work

    loops = Loops(work.registered())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loops.stop())
    loops.run()
    return GOOD


COMMAND = Command("worker", Text("后台办理到期的事，直到停下", "Do what is due in the background, until stopped"), run)
