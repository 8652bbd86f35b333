"""Departments that let a view be read: a dropped SQLite file or a PostgreSQL; configured by their connection."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from zhengtong.adapters.records import api as records
from zhengtong.adapters.sql_view import _postgresql, _settings, _sqlite
from zhengtong.adapters.wire import api as wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import BadSettings, ConnectionData, Query


class SqlViewDriver:
    """Fulfils `ProviderDriver`. Settings: see the README beside this file and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Read once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        settings = _settings.read(connection.settings)
        deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        columns, values = settings.rows.columns(query.fields), settings.values(query)
        scheme = urlsplit(connection.address).scheme
        if scheme == "file":
            rows = _sqlite.select(connection.address, settings.statement(columns, "?"), values, deadline)
        elif scheme == "postgresql":
            statement = settings.statement(columns, "%s")
            rows = _postgresql.select(connection.address, settings.password, statement, values, deadline)
        else:
            raise BadSettings(f"a view is not read over {scheme}")
        return records.record_of(settings.rows, query, rows)
