"""Reading a view of a dropped SQLite file."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from zhengtong.adapters.wire import api as wire
from zhengtong.sharing.gateway.ports import ProviderDown, ProviderGarbled, ProviderSlow

_STEPS_BETWEEN_LOOKS = 1000
_SILENT = ("interrupted", "database is locked")


def select(address: str, statement: str, values: Sequence[str], deadline: wire.Deadline) -> list[dict[str, object]]:
    """The rows of a statement. ProviderDown without a file, ProviderSlow when it takes too long or is locked."""
    path = Path(unquote(urlsplit(address).path))
    if not path.is_file():  # a directory, or a pipe that would never end, is no database
        raise ProviderDown("the file is not there")
    try:
        with closing(
            sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=deadline.left())
        ) as database:
            database.row_factory = sqlite3.Row
            database.set_progress_handler(lambda: _is_over(deadline), _STEPS_BETWEEN_LOOKS)
            return [dict(row) for row in database.execute(statement, values)]
    except sqlite3.OperationalError as error:
        if str(error) in _SILENT:
            raise ProviderSlow(f"no rows in {deadline.seconds:g} s") from error
        raise ProviderGarbled("the view cannot be read") from error
    except sqlite3.DatabaseError as error:
        raise ProviderGarbled("the file is no database") from error


def _is_over(deadline: wire.Deadline) -> bool:
    try:
        return deadline.left() <= 0
    except ProviderSlow:
        return True
