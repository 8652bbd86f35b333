"""Faults of a catalogue file: against the schema, and between its parts."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path, Unreadable, load_schema, violations
from zhengtong.kernel.definitions import read as read_file
from zhengtong.kernel.text import Text

_SCHEMA = load_schema(FilePath(__file__).parent / "schemas" / "sharing.schema.json")

Known = Mapping[str, Mapping[str, Any]]
_Fault = tuple[Path, str, Text, Text]


def read(path: FilePath) -> tuple[File | None, tuple[Finding, ...]]:
    """The content of a file and its faults against the schema; no content when it is no YAML."""
    try:
        file = read_file(path)
    except Unreadable as unreadable:
        return None, (unreadable.finding,)
    return file, tuple(finding for _, finding in violations(file, _SCHEMA))


def between_parts(file: File, known: Known) -> tuple[Finding, ...]:
    """Faults that no schema sees. `known` holds the definitions of resources published before, by code."""
    entries = file.value.get("resources", [])
    definitions = {**known, **{entry["code"]: entry for entry in entries}}
    faults = [*_of_resources(entries), *_of_connections(file.value.get("connections", []), definitions)]
    for index, grant in enumerate(file.value.get("grants", [])):
        faults += [
            (("grants", index, *steps), code, text, mend) for steps, code, text, mend in _of_grant(grant, definitions)
        ]
    return tuple(file.finding(*fault) for fault in faults)


def _of_resources(entries: list[Mapping[str, Any]]) -> Iterator[_Fault]:
    for index, entry in enumerate(entries):
        steps: Path = ("resources", index)
        subject = next((field for field in entry["fields"] if field["name"] == entry["subject_field"]), None)
        if subject is None or subject["type"] != "resident_id":
            yield (
                (*steps, "subject_field"),
                "subject_field",
                Text(
                    "subject_field 不是这个目录里的身份证号项。", "subject_field is no resident_id field of this entry."
                ),
                Text("写数据项里类型为 resident_id 的名字。", "Name a field of type resident_id."),
            )
        if entry["share_kind"] == "conditional" and "conditions" not in entry:
            yield (
                steps,
                "conditions",
                Text("有条件共享没有写使用条件。", "A conditional entry states no conditions."),
                Text("补上共享范围和使用用途（条例第十五条）。", "Add scope and use (art. 15)."),
            )
        if entry["share_kind"] == "withheld" and "withheld_because" not in entry:
            yield (
                steps,
                "withheld_because",
                Text("不予共享没有写理由和依据。", "A withheld entry states no reason and law."),
                Text("补上理由和法律依据（条例第十五条）。", "Add the reason and the law (art. 15)."),
            )


def _of_connections(entries: list[Mapping[str, Any]], definitions: Known) -> Iterator[_Fault]:
    for index, entry in enumerate(entries):
        if entry["resource"] not in definitions:
            yield (("connections", index, "resource"), *_unknown_resource(entry["resource"]))


def _of_grant(grant: Mapping[str, Any], definitions: Known) -> Iterator[_Fault]:
    resource = definitions.get(grant["resource"])
    if resource is None:
        yield (("resource",), *_unknown_resource(grant["resource"]))
        return
    names = {field["name"] for field in resource["fields"]}
    for index, name in enumerate(grant["fields"]):
        if name not in names:
            yield (
                ("fields", index),
                "unknown_field",
                Text(f"目录里没有数据项 {name}。", f"The entry has no field {name}."),
                Text(f"可以写的有：{'、'.join(sorted(names))}。", f"Possible: {', '.join(sorted(names))}."),
            )
    if resource["share_kind"] == "withheld":
        yield (
            ("resource",),
            "withheld",
            Text("这项数据不予共享，不能登记许可。", "These data are withheld and cannot be granted."),
            Text("删去这条许可。", "Remove this grant."),
        )
    yield from _of_dates(grant)


def _of_dates(grant: Mapping[str, Any]) -> Iterator[_Fault]:
    try:
        in_order = date.fromisoformat(grant["since"]) <= date.fromisoformat(grant["until"])
    except ValueError:
        in_order = False
    if not in_order:
        yield (
            ("until",),
            "dates",
            Text("起止日期不成立。", "The dates do not make a period."),
            Text("since 要早于或等于 until，都是真实日期。", "since must not be after until; both must be real dates."),
        )


def _unknown_resource(code: str) -> tuple[str, Text, Text]:
    return (
        "unknown_resource",
        Text(f"目录里没有 {code}。", f"The catalogue has no {code}."),
        Text("先登记这个目录，或改正代码。", "Register the entry first, or mend the code."),
    )
