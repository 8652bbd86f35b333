"""Departments that speak XML over HTTP POST, configured by the settings of their connection."""

from collections.abc import Mapping

from zhengtong.adapters.xml_http import _message, _settings, _wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import ConnectionData, Query

NAME = "xml_http"


class XmlHttpDriver:
    """Fulfils `ProviderDriver`. Settings: see `_settings.XmlSettings` and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Ask once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        settings = _settings.read(connection.settings)
        answer = _wire.post(
            connection.address,
            _message.write(settings, query),
            settings.headers,
            seconds=min(query.timeout, settings.timeout_seconds),
            most_bytes=settings.most_bytes,
        )
        return _message.read(settings, query, answer)
