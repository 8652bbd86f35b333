"""How much of what one person may do in a while, and what is said to who has done it."""

from dataclasses import dataclass
from typing import ClassVar

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

HOUR, DAY = 3600, 24 * 3600


class TooMany(Refusal):
    """Enough for now; `wait` is how many seconds until there is more, `next` what to do meanwhile."""

    code = "limit_reached"
    status = 429
    text = Text("这一阵子做得太多了，最多 {most} 次。", "That is enough for now: {most} at most.")
    next: ClassVar[Text] = Text(
        "明天再来，存过的都在。等不及的，请打电话或者到窗口。",
        "Come again tomorrow; what was saved is still there. If it cannot wait, call us or come to the counter.",
    )

    def __init__(self, *, most: int, wait: int) -> None:
        super().__init__(most=most, wait=wait)
        self.wait = wait


class TooManyDrafts(TooMany):
    """More applications were begun today than anybody means to send."""

    code = "too_many_drafts"
    text = Text("今天您已经开了 {most} 份申请，不能再开新的。", "You began {most} applications today; no more today.")


class TooManyApplications(TooMany):
    """More applications were sent today than one person has reason for."""

    code = "too_many_applications"
    text = Text("今天您已经交了 {most} 份申请，不能再交了。", "You sent {most} applications today; no more today.")


class TooManyFiles(TooMany):
    """More files were sent today than any step asks for."""

    code = "too_many_files"
    text = Text("今天您传的文件到了 {most} 个，这次的没有收下。", "{most} files a day are taken; these were not kept.")


class TooManyCalls(TooMany):
    """A program calls faster than any work needs."""

    code = "too_many_calls"
    text = Text(
        "一个小时最多查 {most} 次，已经到了。过 {wait} 秒再来。",
        "{most} calls an hour are answered; that was it. Come again in {wait} seconds.",
    )
    next = Text("到下一个整点再来。", "Come again at the next full hour.")


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one account may do something in a window of `window` seconds, unless the node's settings say else."""

    name: str
    most: int
    window: int
    refusal: type[TooMany]


DRAFTS = Limit("drafts", 100, DAY, TooManyDrafts)
APPLICATIONS = Limit("applications", 50, DAY, TooManyApplications)
FILES = Limit("files", 500, DAY, TooManyFiles)
CALLS = Limit("calls", 3600, HOUR, TooManyCalls)
LIMITS = {limit.name: limit for limit in (DRAFTS, APPLICATIONS, FILES, CALLS)}
