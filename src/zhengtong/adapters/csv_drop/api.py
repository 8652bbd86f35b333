"""Departments that drop a CSV file every day; configured by their connection."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from zhengtong.adapters.csv_drop import _folder, _settings
from zhengtong.adapters.csv_drop._settings import DropSettings
from zhengtong.adapters.records import api as records
from zhengtong.adapters.wire import api as wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import ConnectionData, ProviderGarbled, Query

_LINES_BETWEEN_LOOKS = 5000


class CsvDropDriver:
    """Fulfils `ProviderDriver`. Settings: see the README beside this file and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Look once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("reading a department's file")
        settings = _settings.read(connection.settings)
        deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        path = _folder.newest(settings, Path(unquote(urlsplit(connection.address).path)))
        people: set[str] = set()
        rows = list(_rows_about(settings, query, _folder.content(settings, path), people, deadline))
        return records.record_of(settings.rows, query, rows, lambda _: len(people))


def _rows_about(
    settings: DropSettings, query: Query, text: str, people: set[str], deadline: wire.Deadline
) -> Iterator[Mapping[str, object]]:
    """The rows that bear the number; `people` gets that of every row."""
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=settings.delimiter, strict=True)
    subject, needed = settings.rows.subject, settings.rows.columns(query.fields)
    try:
        if missing := sorted(set(needed) - set(reader.fieldnames or ())):
            raise ProviderGarbled(f"the file lacks the column {missing[0]}")
        for number, row in enumerate(reader):
            if number % _LINES_BETWEEN_LOOKS == 0:
                deadline.left()
            people.add(row[subject])
            if row[subject] == query.id_number:
                yield row
    except csv.Error as error:
        raise ProviderGarbled("the file is no CSV") from error
