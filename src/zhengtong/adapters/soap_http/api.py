"""Departments that speak SOAP, configured by the settings of their connection."""

from collections.abc import Mapping

from zhengtong.adapters.records import api as records
from zhengtong.adapters.soap_http import _settings
from zhengtong.adapters.wire import api as wire
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import ConnectionData, Query


class SoapHttpDriver:
    """Fulfils `ProviderDriver`. Settings: see the README beside this file and demo/connections.yaml."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | None:
        """Ask once. ProviderError as the port says; BadSettings when the connection is wrongly configured."""
        forbid_in_transaction("asking a department")
        # Only who asks by SOAP needs zeep, which takes a third of a second to import.
        from zhengtong.adapters.soap_http._call import NotFoundFault, call
        from zhengtong.adapters.soap_http._transport import WireTransport

        settings = _settings.read(connection.settings)
        deadline = wire.Deadline(min(query.timeout, settings.timeout_seconds))
        marks, words = records.marks_of(query, settings.time_format), records.words_for(settings.fields, query)
        transport = WireTransport(connection.address + settings.wsdl, settings.headers, deadline, settings.most_bytes)
        try:
            tree = call(settings, connection.address, records.filled(settings.request, marks, words), transport)
        except NotFoundFault:
            return None
        if settings.result.meaning(tree, query) == "not_found":
            return None
        return records.take(settings.fields, records.at(tree, settings.record))
