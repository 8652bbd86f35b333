"""Checks of a file of regions, organisations and posts before any of it is taken in."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from zhengtong.kernel.codes import CodeError, credit_code
from zhengtong.kernel.definitions import File, Finding, Path, Unreadable, load_schema, read, violations
from zhengtong.kernel.text import Text
from zhengtong.trust.organisations.data import ADMIN_SETS

_SCHEMA = load_schema(FilePath(__file__).parent / "schemas" / "organisations.schema.json")

Lists = dict[str, list[dict[str, Any]]]
Problem = tuple[Path, str, Text, Text]


def checked(path: FilePath) -> tuple[Lists, tuple[Finding, ...]]:
    """The lists of a file and everything that is wrong with it; the lists are usable only without findings."""
    try:
        file = read(path)
    except Unreadable as unreadable:
        return {}, (unreadable.finding,)
    findings = [finding for _, finding in violations(file, _SCHEMA)] or list(_meaning(file))
    return file.value, tuple(sorted(findings, key=lambda finding: (finding.line, finding.column)))


def _meaning(file: File) -> Iterator[Finding]:
    for check in (_regions, _organisations, _posts):
        for path, code, text, mend in check(file.value):
            yield file.finding(path, code, text, mend)


def _twice(name: str, entries: list[dict[str, Any]], *keys: str) -> Iterator[Problem]:
    seen: set[tuple[str, ...]] = set()
    for index, entry in enumerate(entries):
        identity = tuple(entry[key] for key in keys)
        if identity in seen:
            said = " ".join(identity)
            yield (
                (name, index),
                "twice",
                Text(f"{said} 写了两次。", f"{said} stands here twice."),
                Text("留下一个。", "Keep one of them."),
            )
        seen.add(identity)


def _absent(path: Path, what: Text, code: str, place: str) -> Problem:
    return (
        path,
        f"unknown_{path[-1]}",
        Text(f"{what.zh} {code} 不在这个文件里。", f"{what.en} {code} is not in this file."),
        Text(f"改正代码，或在 {place} 里补上。", f"Mend the code, or add it under {place}."),
    )


def _regions(lists: Lists) -> Iterator[Problem]:
    regions = lists["regions"]
    levels = {entry["code"]: entry["level"] for entry in regions}
    yield from _twice("regions", regions, "code")
    for index, entry in enumerate(regions):
        parent, level = entry.get("parent"), entry["level"]
        if parent is not None and parent not in levels:
            yield _absent(("regions", index, "parent"), Text("上级", "parent"), parent, "regions")
        elif parent is not None and levels[parent] >= level:
            yield (
                ("regions", index, "parent"),
                "level",
                Text(f"上级 {parent} 的 level 不比 {level} 小。", f"Parent {parent} needs a level below {level}."),
                Text("level 从 1（国家）到 6（村）。", "Levels run from 1 (nation) to 6 (village)."),
            )


def _organisations(lists: Lists) -> Iterator[Problem]:
    regions = {entry["code"] for entry in lists["regions"]}
    yield from _twice("organisations", lists["organisations"], "code")
    for index, entry in enumerate(lists["organisations"]):
        path: Path = ("organisations", index)
        try:
            credit_code.parse(entry["code"])
        except CodeError as error:
            mend = Text("照证书上的统一社会信用代码写。", "Write it as the certificate of the body shows it.")
            yield (*path, "code"), "credit_code", error.text, mend
        if entry["region"] not in regions:
            yield _absent((*path, "region"), Text("区划", "region"), entry["region"], "regions")


def _posts(lists: Lists) -> Iterator[Problem]:
    codes = {entry["code"] for entry in lists["organisations"]}
    yield from _twice("posts", lists["posts"], "organisation", "name")
    for index, entry in enumerate(lists["posts"]):
        path: Path = ("posts", index)
        if entry["organisation"] not in codes:
            place = "organisations"
            yield _absent((*path, "organisation"), Text("机构", "organisation"), entry["organisation"], place)
        if len(ADMIN_SETS.intersection(entry["permissions"])) > 1:
            yield (
                (*path, "permissions"),
                "administrators_together",
                Text(
                    "系统、安全、审计三种管理员不能是同一个岗位。",
                    "System, security and audit administrator must be different posts.",
                ),
                Text("把这个岗位分开。", "Split this post."),
            )
