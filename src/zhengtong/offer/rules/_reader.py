"""What a schema cannot see in rules.yaml: expressions, citations, parameters' dates, names others rely on."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.expressions import ExpressionError, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File, Folder, Reader, load_schema, register_reader
from zhengtong.offer.rules._guide import MARK
from zhengtong.offer.rules._shape import PERSON, Place, asking_shape, offers, places, rows, shape_of

_SCHEMA = Path(__file__).parent / "schemas" / "rules.json"
_RESERVED = ("answers", "applicant", "parameters", "today")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def register() -> None:
    """Called once, at start-up."""
    register_reader(Reader("rules", ("rules.yaml",), load_schema(_SCHEMA), check_rules, offers))


def check_rules(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of rules.yaml beyond its schema."""
    found = [*_needs(file, folder), *_citations(file, folder), *_parameters(file)]
    yield from found
    yield from _marks(file)
    yield from _licence(file, folder)
    yield from _guides(file, folder)
    if not found:
        yield from _expressions(file, folder)


def _expressions(file: File, folder: Folder) -> Iterator[Finding]:
    files = folder.content()
    shape = Shape(shape_of(files))
    asking = [
        (Place(("needs", i, "when"), need["when"], "bool"), Shape(asking_shape(files, need)))
        for i, need in enumerate(file.value["needs"])
        if "when" in need
    ]
    for place, looked_at in [*asking, *((place, shape) for place in places(file.value))]:
        try:
            expressions.compile(place.source, looked_at, forbid_division=True, result=place.kind)
        except ExpressionError as error:
            text, at = error.text, f"（{place.source}）"
            yield file.finding(
                place.path,
                f"expression_{error.code}",
                Text(f"{text.zh}{at}", f"{text.en} ({place.source})"),
                Text(
                    "对照 needs、parameters 和表单里的问题改。",
                    "Compare it with the needs, the parameters and the form.",
                ),
            )


def _needs(file: File, folder: Folder) -> Iterator[Finding]:
    parties = {"applicant", *_questions(folder, "party")}
    people = set(_questions(folder, "people"))
    for i, need in enumerate(file.value["needs"]):
        each = need.get("each", False)
        if need["party"] not in (people if each else parties):
            kind = Text("问家里人（people）", "people") if each else Text("问“给谁办”", "party")
            yield file.finding(
                ("needs", i, "party"),
                "unknown_party",
                Text(
                    f"表单里没有{kind.zh}的问题“{need['party']}”。",
                    f"The form has no {kind.en} question “{need['party']}”.",
                ),
                Text(
                    "写 applicant，或“给谁办”那一题的编号；要每个人都查，写 people 那一题，加 each: true。",
                    "Write applicant or the id of a party question; for everybody, a people question with each: true.",
                ),
            )
        if "when" in need and not each:
            yield file.finding(
                ("needs", i, "when"),
                "when_without_each",
                Text(
                    "when 只用来挑人，要和 each: true 一起写。", "A need's “when” chooses persons: it goes with each."
                ),
                Text("加上 each: true，或者删去 when。", "Add each: true, or remove when."),
            )
        for name in sorted(set(need["fields"]) & set(PERSON)) if each else ():
            yield file.finding(
                ("needs", i, "fields", name),
                "reserved_name",
                Text(f"每个人的答复里已经有 {name}。", f"Evidence about each person has {name} already."),
                Text(f"从 fields 里删去 {name}。", f"Remove {name} from the fields."),
            )
        if need["id"] in _RESERVED:
            yield file.finding(
                ("needs", i, "id"),
                "reserved_name",
                Text(f"“{need['id']}”是保留的名字。", f"“{need['id']}” is a reserved name."),
                Text("换一个编号。", "Take another id."),
            )


def _questions(folder: Folder, kind: str) -> Iterator[str]:
    for page in folder.value("form.yaml").get("pages", ()):
        yield from (question["id"] for question in page.get("questions", ()) if question["kind"] == kind)


def _cited(rules: Mapping[str, Any]) -> Iterator[tuple[ValuePath, str]]:
    for name, parameter in rules["parameters"].items():
        for i, value in enumerate(parameter["values"]):
            yield ("parameters", name, "values", i, "cite"), value["cite"]
    for i, condition in enumerate(rules["conditions"]):
        yield ("conditions", i, "cite"), condition["cite"]
    yield ("result", "cite"), rules["result"]["cite"]
    for path, row in rows(rules):
        yield (*path, "cite"), row["cite"]
    if nothing := rules["result"].get("amount", {}).get("nothing"):
        yield ("result", "amount", "nothing", "cite"), nothing["cite"]


def _citations(file: File, folder: Folder) -> Iterator[Finding]:
    basis = folder.value("service.yaml").get("basis", {})
    for path, id in _cited(file.value):
        if id not in basis:
            yield file.finding(
                path,
                "unknown_citation",
                Text(f"依据“{id}”在 service.yaml 的 basis 里没有。", f"The basis “{id}” is not in service.yaml."),
                Text(f"现有的是：{'、'.join(basis)}。", f"There are: {', '.join(basis)}."),
            )


def _parameters(file: File) -> Iterator[Finding]:
    for name, parameter in file.value["parameters"].items():
        path: ValuePath = ("parameters", name)
        if not _NAME.match(name):
            text = Text(f"参数名“{name}”不合写法。", f"“{name}” is no name for a parameter.")
            yield file.finding(
                path, "name", text, Text("用小写字母、数字、下划线。", "Use small letters, digits and _.")
            )
        yield from _periods(file, (*path, "values"), parameter["values"])
        wanted = str if parameter["unit"] == "text" else int
        for i, value in enumerate(parameter["values"]):
            if not isinstance(value["value"], wanted):
                yield file.finding(
                    (*path, "values", i, "value"),
                    "unit",
                    Text(
                        f"单位是 {parameter['unit']}，值写成了 {value['value']!r}。",
                        f"{value['value']!r} does not fit {parameter['unit']}.",
                    ),
                    Text("文字加引号，数写整数。", "Quote text; write numbers as integers."),
                )


def _periods(file: File, path: ValuePath, values: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """Periods are real days, in order, and do not overlap."""
    last = ""
    for i, value in enumerate(values):
        until = value.get("until", "9999-12-31")
        if not (_is_day(value["from"]) and _is_day(until)):
            text = Text("没有这一天。", "There is no such day.")
            yield file.finding((*path, i), "date", text, Text("写成 2026-01-01。", "Write 2026-01-01."))
        elif value["from"] <= last or until < value["from"]:
            text = Text(
                "这一段和前一段重叠，或者先后颠倒。", "This period overlaps the one before, or ends before it begins."
            )
            yield file.finding(
                (*path, i), "period", text, Text("按先后排，前一段写 until。", "Put them in order; end the earlier.")
            )
        last = until


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _marks(file: File) -> Iterator[Finding]:
    """Every {mark} of a reason is one of its inputs, in both languages."""
    reasons: list[tuple[ValuePath, Mapping[str, Any]]] = [
        (("conditions", i), condition) for i, condition in enumerate(file.value["conditions"])
    ]
    worded = [(path, "reason", entry) for path, entry in [*reasons, (("result",), file.value["result"])]]
    worded += [(path, "label", row) for path, row in rows(file.value)]
    if nothing := file.value["result"].get("amount", {}).get("nothing"):
        worded.append((("result", "amount", "nothing"), "reason", nothing))
    for path, field, entry in worded:
        for language, text in entry[field].items():
            unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - set(
                entry.get("inputs", {})
            )
            for name in sorted(unknown):
                yield file.finding(
                    (*path, field, language),
                    "unknown_mark",
                    Text(f"{{{name}}} 在 inputs 里没有。", f"The mark {{{name}}} is not among the inputs."),
                    Text(f"在 inputs 里加上 {name}。", f"Add {name} to inputs."),
                )


def _licence(file: File, folder: Folder) -> Iterator[Finding]:
    result = file.value["result"]
    values = {*result.get("values", {}), result.get("amount", {}).get("id")}
    for i, field in enumerate(folder.value("licence.yaml").get("fields", ())):
        if field["value"] not in values:
            yield folder.files["licence.yaml"].finding(
                ("fields", i, "value"),
                "unknown_value",
                Text(f"rules.yaml 没有算出“{field['value']}”。", f"rules.yaml works out no value “{field['value']}”."),
                Text(
                    f"现有的是：{'、'.join(sorted(v for v in values if v))}。", "Use one of the values of rules.yaml."
                ),
            )


def _guides(file: File, folder: Folder) -> Iterator[Finding]:
    guides = (("guide.md", folder.files.get("guide.md")), ("texts/en.yaml", folder.files.get("texts/en.yaml")))
    for name, guide in guides:
        text = guide.value if name == "guide.md" and guide else folder.value(name).get("guide", "")
        for mark in sorted(set(MARK.findall(text)) - set(file.value["parameters"])):
            yield folder.files[name].finding(
                () if name == "guide.md" else ("guide",),
                "unknown_parameter",
                Text(
                    f"指南里的 {{{mark}}} 不是 rules.yaml 的参数。",
                    f"{{{mark}}} in the guide is no parameter of rules.yaml.",
                ),
                Text("写 rules.yaml 里有的参数名。", "Name a parameter of rules.yaml."),
            )
