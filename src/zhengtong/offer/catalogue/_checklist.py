"""checklist.yaml: written once, asked of the applicant in the form and looked at by whoever visits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.definitions import File, Finding
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue._folder import Folder
from zhengtong.offer.catalogue._service_checks import unknown_citation

CHECKLIST = "checklist.yaml"


def check_checklist(file: File, folder: Folder) -> Iterator[Finding]:
    """Ids used twice, articles that service.yaml does not give, a list nobody looks at."""
    items = file.value.get("items", [])
    counts = Counter(item["id"] for item in items)
    basis = folder.value("service.yaml").get("basis", {})
    for place, item in enumerate(items):
        if counts[item["id"]] > 1:
            text = Text(f"编号“{item['id']}”用了不止一次。", f"The id “{item['id']}” is used more than once.")
            mend = Text("换一个没用过的编号。", "Take an id that is not in use.")
            yield file.finding(("items", place, "id"), "id_twice", text, mend)
        if item["cite"] not in basis:
            yield unknown_citation(file, ("items", place, "cite"), item["cite"], basis)
    if not _is_used(folder):
        yield file.finding(
            (),
            "idle_checklist",
            Text("有检查清单，表单和流程都没用它。", "There is a checklist that neither form nor process uses."),
            Text(
                "在 form.yaml 的页或 process.yaml 的步骤里写 checklist: true，不然删去。",
                "Say checklist: true on a page of form.yaml or a step of process.yaml, or remove it.",
            ),
        )


def items_of(files: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The items of a checked folder's checklist as they are written; none where it has no checklist."""
    return tuple(files.get(CHECKLIST, {}).get("items", ()))


def _is_used(folder: Folder) -> bool:
    pages = folder.value("form.yaml").get("pages", ())
    steps = folder.value("process.yaml").get("steps", {}).values()
    return any("checklist" in one for one in (*pages, *steps))
