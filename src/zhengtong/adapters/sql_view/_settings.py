"""The settings of a view, and the one statement they lead to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhengtong.adapters.records import api as records
from zhengtong.sharing.gateway.ports import BadSettings

_NAME = re.compile(r"[^\W\d]\w{0,59}")


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """Which view is read, whom its rows are about, and how long we wait."""

    view: str
    rows: records.Rows
    password: str = field(repr=False)
    timeout_seconds: float = 10

    def statement(self, columns: Sequence[str], mark: str) -> str:
        """The SELECT; `mark` is the driver's place for a value. Names were checked by `read`."""
        chosen, subject = ", ".join(f'"{column}"' for column in columns), self.rows.subject
        limit = self.rows.most + 1  # one more than is allowed shows that there are too many
        return f'SELECT {chosen} FROM "{self.view}" WHERE "{subject}" = {mark} LIMIT {limit}'  # noqa: S608 -- names are checked

    def people(self, most: int) -> str:
        """The SELECT that gives the number of each person the view is about, as far as `most`."""
        return f'SELECT DISTINCT "{self.rows.subject}" FROM "{self.view}" LIMIT {most:d}'  # noqa: S608 -- names are checked


def read(settings: Mapping[str, object]) -> ViewSettings:
    """The settings of a connection; BadSettings names what is missing, or a name that is none."""
    return records.settings_of(_read, settings)


def _read(tree: Mapping[str, Any]) -> ViewSettings:
    rows = records.read_rows(tree)
    for name in (tree["view"], rows.subject, rows.name, *rows.columns([each.name for each in rows.fields])):
        if name and not _NAME.fullmatch(name):
            raise BadSettings(f"{name} is no name of a view or column")
    return ViewSettings(tree["view"], rows, str(tree.get("password", "")), float(tree.get("timeout_seconds", 10)))
