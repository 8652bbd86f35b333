"""What the command line prints: one finding, version or change a line, in a language."""

import json
from collections.abc import Iterable
from typing import Any

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Change, ServiceVersion

_CLEAN = Text("没有问题。", "Nothing to mend.")
_COUNTS = Text("{errors} 处要改，{warnings} 处提醒，其中依据待核 {unverified} 处。",
               "{errors} to mend, {warnings} warnings, of which {unverified} citations unverified.")  # fmt: skip
_LOADED = Text("已发布 {name}，第 {number} 版，{hash}；依据待核 {unverified} 处。",
               "Published {name}, version {number}, {hash}; {unverified} citations unverified.")  # fmt: skip
_SAME = Text("两版一样。", "The versions are the same.")
_NONE = Text("（没有）", "(none)")


def check_lines(findings: Iterable[Finding], language: str) -> tuple[str, ...]:
    """`file:line:column: text mend`, then a line of counts."""
    found = tuple(findings)
    lines = tuple(_finding_line(finding, language) for finding in found)
    errors = sum(finding.severity == "error" for finding in found)
    unverified = sum(finding.code == "unverified" for finding in found)
    counts = _COUNTS.format(errors=errors, warnings=len(found) - errors, unverified=unverified)
    return (*lines, (counts if found else _CLEAN).in_(language))


def load_lines(version: ServiceVersion, language: str) -> tuple[str, ...]:
    """One line on what was published."""
    name = version.service.name.in_(language)
    return (
        _LOADED.format(name=name, number=version.number, hash=version.hash, unverified=version.unverified).in_(
            language
        ),
    )


def diff_lines(changes: Iterable[Change], language: str) -> tuple[str, ...]:
    """`path: before → after`, one a line."""
    lines = tuple(f"{c.path}: {_value(c.before, language)} → {_value(c.after, language)}" for c in changes)
    return lines or (_SAME.in_(language),)


def _finding_line(finding: Finding, language: str) -> str:
    kind = Text("错", "error") if finding.severity == "error" else Text("提醒", "warning")
    return f"{finding.place}: {kind.in_(language)}: {finding.text.in_(language)} {finding.mend.in_(language)}"


def _value(value: Any, language: str) -> str:
    return _NONE.in_(language) if value is None else json.dumps(value, ensure_ascii=False)
