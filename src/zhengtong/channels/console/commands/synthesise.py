"""`zhengtong synthesise SERVICE`: a year of invented work through every step, for demos and measurements."""

import argparse
import json
from pathlib import Path

from zhengtong.channels.console import typed
from zhengtong.channels.console.registry import GOOD, Command, Node
from zhengtong.channels.console.say import say
from zhengtong.kernel.text import Text

_MONTH_DAYS = 30
_FAR = Text(
    "{day}：交了 {sent} 件，办了 {steps} 步，办完 {ended} 件，在办 {open} 件，一秒 {rate} 件。",
    "{day}: {sent} sent, {steps} steps done, {ended} ended, {open} open; {rate} a second.",
)


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    def told(zh: str, en: str) -> str:
        return Text(zh, en).in_(node.language)

    parser.add_argument("service", help=told("发布了的事项", "a service that is published"))
    parser.add_argument(
        "--applications", type=typed.count(node), default=3000, help=told("多少件", "how many applications")
    )
    parser.add_argument(
        "--days", type=typed.count(node), default=365, help=told("分在多少天里", "over how many days they arrive")
    )
    parser.add_argument("--seed", type=typed.whole(node), default=1, help=told("随机数从哪开始", "where chance begins"))
    people = told("申请的人，JSON：name、number；不写就编", "who applies, JSON: name, number; invented without")
    parser.add_argument("--people", type=Path, help=people)
    left = told("办到最后一天就停，没办完的留着给人办", "stop on the last day and leave what is under way to people")
    parser.add_argument("--unfinished", action="store_true", help=left)
    parser.add_argument("--json", action="store_true", help=told("最后一行写成 JSON", "the last line as JSON"))


def run(arguments: argparse.Namespace, node: Node) -> int:
    """0 when it ran to its end; what could not be done is counted and told."""
    from zhengtong.channels.console.synthesis.api import synthesise
    from zhengtong.channels.console.synthesis.data import Wanted

    counts = arguments.applications, arguments.days, arguments.seed
    wanted = Wanted(arguments.service, *counts, arguments.people, arguments.unfinished)
    report = None
    for days, report in enumerate(synthesise(wanted, node.home)):
        if not arguments.json and days % _MONTH_DAYS == 0:
            say(_FAR, node.language, **{**report.told(), "ended": report.ended.total()})
    if report:
        print(json.dumps(report.told(), ensure_ascii=False), flush=True)
    return GOOD


COMMAND = Command(
    "synthesise",
    Text("编一年的办件，一步一步办完（只限演示环境）", "Invent a year of work, done step by step (demo homes only)"),
    run,
    _arguments,
)
