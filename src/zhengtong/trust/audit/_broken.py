"""What can be wrong with the log, in words."""

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.audit.data import Broken, BrokenKind

TEXTS: dict[BrokenKind, Text] = {
    "checkpoint_bad": Text(
        "检查点 {file} 的签名不对：它被改过，或者不是这里签的。",
        "The signature of {file} is not right: it was changed, or signed elsewhere.",
    ),
    "checkpoint_missing": Text(
        "检查点 {file} 不见了，它签过 {position} 条。",
        "{file} is missing; it had signed {position} entries.",
    ),
    "checkpoint_old": Text(
        "检查点 {file} 是旧的：已经签到 {position} 条，文件里没有这么多。",
        "{file} is an old one: {position} entries had been signed, the file says fewer.",
    ),
    "row_changed": Text(
        "第 {position} 条被改过：审计行 {row} 和写下时不一样。",
        "Entry {position} was changed: audit row {row} is not as it was written.",
    ),
    "row_missing": Text(
        "第 {position} 条不见了：它的审计行被删了。", "Entry {position} is missing: its audit row is gone."
    ),
    "row_forged": Text(
        "审计行 {row} 是塞进来的：它说自己是第 {position} 条，日志里没有它。",
        "Audit row {row} was slipped in: it says it is entry {position}, the log does not know it.",
    ),
    "subjects_differ": Text(
        "审计行 {row}（第 {position} 条）涉及谁，和索引对不上。",
        "Whom audit row {row} (entry {position}) is about does not agree with the index.",
    ),
    "tile_changed": Text(
        "文件 {file} 被改过：第 {item} 项不对，从日志第 {position} 条起。",
        "{file} was changed: item {item} is wrong, from entry {position} of the log on.",
    ),
    "tile_missing": Text(
        "文件 {file} 不见了，从日志第 {position} 条起。",
        "{file} is missing, from entry {position} of the log on.",
    ),
    "root_differs": Text(
        "检查点 {file} 的树根和 {position} 条算出来的不一样。",
        "The root in {file} is not that of the {position} entries.",
    ),
}


class LogBrokenError(Exception):
    """The log is not as it was signed. Nothing more is signed until a person has looked."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.text.en)
        self.broken = broken


class NotSequenced(Refusal):
    """The row is not yet in the log."""

    code = "audit_not_sequenced"
    status = 409
    text = Text("这一条还没进日志，过一两秒再试。", "This row is not yet in the log. Try again in a second or two.")


def broken(
    kind: BrokenKind,
    *,
    position: int | None = None,
    row: int | None = None,
    file: str = "",
    item: int | None = None,
) -> LogBrokenError:
    """The error for one finding."""
    text = TEXTS[kind].format(position=position, row=row, file=file, item=item)
    return LogBrokenError(Broken(kind, text, position, row, file, item))
