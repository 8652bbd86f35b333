"""From the compiler's report to places in the layout."""

import re

from zhengtong.office.documents.data import LayoutProblem

_REPORT = re.compile(r"error: (?P<message>[^\n]*)(?P<rest>(?:(?!\nerror: )[\s\S])*)")
_PLACE = re.compile(r"┌─ (?:.*/)?(?P<file>[^/\n]+\.typ):(?P<line>\d+):(?P<column>\d+)")
_SEARCHED = re.compile(r" \(searched at [^)]*\)")


def problems_in(diagnostic: str, message: str) -> tuple[LayoutProblem, ...]:
    """Every error of a report, in its order; at least one."""
    found = tuple(_problem(match) for match in _REPORT.finditer(diagnostic))
    return found or (LayoutProblem(0, 0, message.splitlines()[0] if message else "unknown"),)


def _problem(match: re.Match[str]) -> LayoutProblem:
    place = _PLACE.search(match["rest"])
    message = _SEARCHED.sub("", match["message"]).strip()
    if message.startswith(("failed to download package", "package not found", "failed to load package")):
        message = "packages are not allowed"
    if place is None:
        return LayoutProblem(0, 0, message)
    return LayoutProblem(int(place["line"]), int(place["column"]) + 1, message, place["file"])
