"""What the console says about the log, in both languages."""

from zhengtong.kernel.text import Text
from zhengtong.trust.audit.data import Proof, Report

_GOOD = Text("日志没问题：{size} 条都和写下时一样。", "The log is good: all {size} entries are as they were written.")
_BROKEN = Text("日志有问题。最先出错的地方：", "The log is not good. The first fault:")
_ROOT = Text("树根 {root}", "Root {root}")
_WAITING = Text(
    "还有 {waiting} 条刚写下，正等着进日志。", "{waiting} more rows have just been written and wait to enter the log."
)
_PROVED = Text(
    "审计行 {row} 是日志第 {position} 条，检查点签到 {size} 条。",
    "Audit row {row} is entry {position} of the log, under the checkpoint of {size} entries.",
)


def report_lines(report: Report) -> tuple[Text, ...]:
    """A report of `verify`, line by line. What waits can be told only of a good log."""
    if report.broken:
        return (_BROKEN, report.broken.text)
    lines = [_GOOD.format(size=report.size)] + ([_ROOT.format(root=report.root)] if report.size else [])
    return (*lines, *([_WAITING.format(waiting=report.waiting)] if report.waiting else []))


def proof_lines(proof: Proof) -> tuple[Text, ...]:
    """A proof in one sentence; the proof itself is `Proof.as_json`."""
    size = proof.checkpoint.split("\n")[1]
    return (_PROVED.format(row=proof.row, position=proof.position, size=size),)
