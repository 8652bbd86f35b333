"""What a schema cannot see in authorisation.yaml."""

from collections.abc import Iterator
from pathlib import Path

from zhengtong.delivery.authorisations._definition import FILE, person_shape
from zhengtong.delivery.authorisations._words import MARKS, unknown_marks
from zhengtong.kernel import expressions
from zhengtong.kernel.definitions import Finding, unknown_name
from zhengtong.kernel.expressions import ExpressionError
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File, Folder, Reader, load_schema, register_reader

_SCHEMA = Path(__file__).parent / "schemas" / "authorisation.json"


def register() -> None:
    """Called once, at start-up, after the readers of forms and rules."""
    register_reader(Reader("authorisation", (FILE,), load_schema(_SCHEMA), check_authorisation))


def check_authorisation(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of authorisation.yaml beyond its schema."""
    yield from _people(file, folder)
    yield from _covers(file, folder)
    yield from _cited(file, folder)
    yield from _marks(file)


def _people(file: File, folder: Folder) -> Iterator[Finding]:
    raw = file.value
    pages = folder.value("form.yaml").get("pages", ())
    known = [one["id"] for page in pages for one in page.get("questions", ()) if one["kind"] == "people"]
    if "people" in raw and raw["people"] not in known:
        yield unknown_name(file, ("people",), Text("问家里人的题", "people question"), raw["people"], known)
    elif "when" in raw and "people" not in raw:
        text = Text("when 只用来从家里人里挑人。", "“when” chooses among the people of a question.")
        yield file.finding(("when",), "when_without_people", text, Text("写上 people。", "Give people."))
    elif "when" in raw:
        try:
            expressions.compile(raw["when"], person_shape(folder.content(), raw), result="bool")
        except ExpressionError as error:
            mend = Text("对照表单里的问题改。", "Compare it with the questions of the form.")
            yield file.finding(("when",), f"expression_{error.code}", error.text, mend)


def _covers(file: File, folder: Folder) -> Iterator[Finding]:
    known = [need["id"] for need in folder.value("rules.yaml").get("needs", ())]
    for i, need in enumerate(file.value["covers"]):
        if need not in known:
            yield unknown_name(file, ("covers", i), Text("核对需要", "need"), need, known)


def _cited(file: File, folder: Folder) -> Iterator[Finding]:
    known = list(folder.value("service.yaml").get("basis", {}))
    if file.value["cite"] not in known:
        yield unknown_name(file, ("cite",), Text("依据", "basis"), file.value["cite"], known)


def _marks(file: File) -> Iterator[Finding]:
    for key in ("text", "promise"):
        for language, words in file.value[key].items():
            for name in unknown_marks(words):
                yield unknown_name(file, (key, language), Text("可填的记号", "mark"), name, list(MARKS))
