"""What is wrong in a file somebody wrote, and where its values stand."""

from dataclasses import dataclass
from typing import Any, Literal

from zhengtong.kernel.text import Text

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where a value stands inside a file: keys and places in lists."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a definition: where (lines and columns count from 1), what, and how to mend it."""

    file: str
    line: int
    column: int
    code: str
    text: Text
    mend: Text
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.text.zh} {self.mend.zh} / {self.text.en} {self.mend.en}"

    @property
    def place(self) -> str:
        """`file:line:column`, as editors jump to it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a real file, which may belong to the base folder."""

    file: str
    line: int
    column: int


@dataclass(slots=True)
class File:
    """A file that was read. `value` is the parsed YAML, or the text itself."""

    name: str
    value: Any
    places: dict[Path, Mark]

    def mark(self, path: Path = ()) -> Mark:
        """Where a value stands, or its nearest parent that stands anywhere."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]

    def finding(self, path: Path, code: str, text: Text, mend: Text, *, warning: bool = False) -> Finding:
        """A finding at the place of `path`."""
        at = self.mark(path)
        return Finding(at.file, at.line, at.column, code, text, mend, "warning" if warning else "error")
