"""Departments that speak XML over HTTP POST, configured by the settings of their connection."""

from collections.abc import Mapping

from zhengtong.adapters.wire import api as wire
from zhengtong.adapters.xml_http import _message, _settings
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import ConnectionData, Query

NAME = "xml_http"


class XmlHttpDriver:
    """Fulfils `ProviderDriver`. Settings: see `_settings.XmlSettings` and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Ask once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        settings = _settings.read(connection.settings)
        request = wire.Request(
            "POST",
            connection.address,
            _message.write(settings, query),
            headers={"Content-Type": "application/xml; charset=utf-8", **settings.headers},
        )
        deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        return _message.read(
            settings, query, wire.exchange(request, deadline=deadline, most_bytes=settings.most_bytes).body
        )
