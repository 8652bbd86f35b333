"""What is wrong in a drawing, with its place."""

from dataclasses import dataclass

from zhengtong.kernel.text import Text
from zhengtong.offer.workflow._xml import Place

UNSUPPORTED = Text("这里用了我们不支持的“{what}”。", "“{what}” is used here, which is not supported.")
USE = Text(
    "能用的有：用户任务和别的任务、脚本任务、排他网关、并行网关、事件网关、定时和消息事件、边界事件、子流程。",
    "Supported are tasks, script tasks, exclusive, parallel and event-based gateways, timer and message events, "
    "boundary events and sub-processes.",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the BPMN that must be mended."""

    place: Place
    code: str
    text: Text
    mend: Text


class Unsupported(Exception):
    """The file is no process we can run; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.place.line}: {p.text.en}" for p in problems))
        self.problems = tuple(problems)
