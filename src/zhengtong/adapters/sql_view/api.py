"""Departments that let a view be read: a dropped SQLite file or a PostgreSQL; configured by their connection."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from zhengtong.adapters.records import api as records
from zhengtong.adapters.sql_view import _postgresql, _settings, _sqlite
from zhengtong.adapters.sql_view._settings import ViewSettings
from zhengtong.adapters.wire import api as wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import BadSettings, ConnectionData, Query

Select = Callable[[str, Sequence[str]], list[dict[str, object]]]


class SqlViewDriver:
    """Fulfils `ProviderDriver`. Settings: see the README beside this file and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Read once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        settings = _settings.read(connection.settings)
        deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        select, mark = _reading(connection, settings, deadline)
        columns = settings.rows.columns(query.fields)
        rows = select(settings.statement(columns, mark), (query.id_number,))
        return records.record_of(settings.rows, query, rows, lambda most: len(select(settings.people(most), ())))


def _reading(connection: ConnectionData, settings: ViewSettings, deadline: wire.Deadline) -> tuple[Select, str]:
    """How a statement is run at the connection's address, and the mark of a value in it."""
    address, scheme = connection.address, urlsplit(connection.address).scheme
    if scheme == "file":
        return lambda statement, values: _sqlite.select(address, statement, values, deadline), "?"
    if scheme == "postgresql":
        password = settings.password
        return lambda statement, values: _postgresql.select(address, password, statement, values, deadline), "%s"
    raise BadSettings(f"a view is not read over {scheme}")
