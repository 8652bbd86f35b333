"""What a schema cannot see in form.yaml."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.expressions import ExpressionError
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import (
    File,
    Folder,
    Reader,
    load_schema,
    missing_checklist,
    register_reader,
)
from zhengtong.offer.forms._check_entries import check_entries, every_question, places, questions
from zhengtong.offer.forms._check_words import check_words
from zhengtong.offer.forms._names import APPLICANT
from zhengtong.offer.forms._shape import answers_shape
from zhengtong.offer.forms.data import SELF_CHECK

_SCHEMA = Path(__file__).parent / "schemas" / "form.json"


def register() -> None:
    """Called once, at start-up."""
    register_reader(Reader("form", ("form.yaml",), load_schema(_SCHEMA), check_form, _offers))


def _offers(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"answers": answers_shape(raw)}


def check_form(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of form.yaml beyond its schema."""
    yield from _twice(file)
    yield from _questions(file)
    yield from check_entries(file)
    yield from check_words(file)
    yield from _named(file)
    yield from _expressions(file)
    yield from _subject(file, folder)
    yield from _self_check(file, folder)


def _twice(file: File) -> Iterator[Finding]:
    pages: list[tuple[ValuePath, Mapping[str, Any]]] = [(("pages", i), p) for i, p in enumerate(file.value["pages"])]
    for entries in (pages, list(questions(file.value))):
        counts = Counter(entry["id"] for _, entry in entries)
        for path, entry in entries:
            if counts[entry["id"]] > 1:
                yield file.finding(
                    (*path, "id"),
                    "id_twice",
                    Text(f"编号“{entry['id']}”用了不止一次。", f"The id “{entry['id']}” is used more than once."),
                    Text("换一个没用过的编号。", "Take an id that is not in use."),
                )


def _questions(file: File) -> Iterator[Finding]:
    for path, question in every_question(file.value):
        needs_choices, needs_allow = question["kind"] == "choice", question["kind"] == "party"
        if needs_choices != ("choices" in question):
            yield file.finding(
                path,
                "choices",
                Text(
                    f"“{question['id']}”：选择题要有 choices，别的题不能有。",
                    f"“{question['id']}”: only a choice has choices.",
                ),
                Text("补上或删去 choices。", "Add or remove choices."),
            )
        if needs_allow != ("allow" in question):
            yield file.finding(
                path,
                "allow",
                Text(
                    f"“{question['id']}”：问“给谁办”要有 allow，别的题不能有。",
                    f"“{question['id']}”: only a party has allow.",
                ),
                Text("补上或删去 allow。", "Add or remove allow."),
            )
        if "member" in question.get("allow", ()) and "members_of" not in question:
            yield file.finding(
                path,
                "members_of",
                Text(
                    f"“{question['id']}”可以选家里人，却没说从哪里知道。",
                    f"“{question['id']}” offers family without a source.",
                ),
                Text("写上 members_of: 资源代码。", "Give members_of: the resource's code."),
            )


def _named(file: File) -> Iterator[Finding]:
    """`name_of` stands at a text and names people the form asks for."""
    known = [APPLICANT, *(q["id"] for _, q in questions(file.value) if q["kind"] in ("party", "people"))]
    for path, question in every_question(file.value):
        wrong = [one for one in question.get("name_of", ()) if one not in known]
        if wrong or ("name_of" in question and question["kind"] != "text"):
            yield file.finding(
                (*path, "name_of"),
                "name_of",
                Text(
                    f"“{question['id']}”的 name_of 只能用在 text 题上，写表单里问到的人。",
                    f"“{question['id']}”: name_of is for a text and names people the form asks for.",
                ),
                Text(f"能写的是：{'、'.join(known)}。", f"It may name: {', '.join(known)}."),
            )


def _expressions(file: File) -> Iterator[Finding]:
    for place in places(file.value):
        try:
            expressions.compile(place.source, place.shape, forbid_division=True, result=place.kind)
        except ExpressionError as error:
            yield file.finding(place.path, f"expression_{error.code}", error.text, MEND)


MEND = Text("对照表单里的问题和已知内容改。", "Compare it with the questions and the known values.")


def _subject(file: File, folder: Folder) -> Iterator[Finding]:
    wanted = folder.value("service.yaml").get("parties", {}).get("subject_question")
    parties = [question["id"] for _, question in questions(file.value) if question["kind"] == "party"]
    if wanted and wanted not in parties:
        yield folder.files["service.yaml"].finding(
            ("parties", "subject_question"),
            "subject_question",
            Text(f"form.yaml 里没有问“给谁办”的问题“{wanted}”。", f"form.yaml has no party question “{wanted}”."),
            Text(f"现有的是：{'、'.join(parties) or '没有'}。", f"There are: {', '.join(parties) or 'none'}."),
        )


def _self_check(file: File, folder: Folder) -> Iterator[Finding]:
    for place, page in enumerate(file.value["pages"]):
        if page.get("checklist"):
            yield from missing_checklist(file, ("pages", place), folder)
    for path, question in questions(file.value):
        if question["id"].startswith(SELF_CHECK):
            text = Text(f"“{SELF_CHECK}”开头的编号留给清单。", f"Ids beginning with “{SELF_CHECK}” are reserved.")
            yield file.finding((*path, "id"), "reserved_name", text, Text("换一个编号。", "Take another id."))
