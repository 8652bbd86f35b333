"""What a schema cannot see in a story: how it ends."""

from collections.abc import Iterator

from zhengtong.kernel.definitions import File, Finding, unknown_name
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue._folder import Folder


def check_story(file: File, folder: Folder) -> Iterator[Finding]:
    """A story is walked to its end where there is a process to walk, and ends with papers the service has."""
    service, ends = folder.value("service.yaml"), file.value.get("ends")
    walked = ends is not None or len(file.value["do"]) > 1
    if walked and service.get("process") != "bpmn":
        text = Text("这个事项没有流程，故事走不到那里。", "This service has no process for the story to walk.")
        mend = Text("do 只写 submit，删去 ends。", "Let do be submit alone, and remove ends.")
        yield file.finding(("ends",) if ends else ("do",), "story_without_process", text, mend)
    if ends is None:
        if walked:
            text = Text("写了各步怎么办，没写最后怎么样。", "What people do is told, and not how it ends.")
            yield file.finding(("do",), "story_without_end", text, Text("加上 ends。", "Add ends."))
        return
    yield from _papers(file, folder)
    for field in ("amount_fen", "paid_from"):
        if field in ends and ends["outcome"] != "approve":
            text = Text(f"没批就没有 {field}。", f"There is no {field} where nothing was approved.")
            yield file.finding(("ends", field), "story_amount", text, Text("删去。", "Remove it."))


def _papers(file: File, folder: Folder) -> Iterator[Finding]:
    known = folder.value("service.yaml").get("documents", {})
    for i, paper in enumerate(file.value["ends"]["papers"]):
        if paper not in known:
            yield unknown_name(file, ("ends", "papers", i), Text("文书", "paper"), paper, list(known))
