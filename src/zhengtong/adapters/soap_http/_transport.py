"""zeep's transport over our own wire: one deadline, one address, nothing else fetched."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree
from zeep.transports import Transport

from zhengtong.adapters.wire import api as wire
from zhengtong.sharing.gateway.ports import ProviderGarbled


@dataclass(frozen=True, slots=True)
class SoapReply:
    """What zeep looks at in an answer."""

    status_code: int
    content: bytes = field(repr=False)
    encoding: str = "utf-8"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/xml; charset=utf-8"})


class WireTransport(Transport):  # type: ignore[misc]  # zeep has no types
    """Reads one description, and posts to one address."""

    def __init__(self, wsdl: str, headers: Mapping[str, str], deadline: wire.Deadline, most_bytes: int) -> None:
        super().__init__()
        self._wsdl, self._headers = wsdl, headers
        self._deadline, self._most_bytes = deadline, most_bytes

    def load(self, url: str) -> bytes:
        """The description itself; ProviderGarbled when it wants anything else."""
        if url != self._wsdl:
            raise ProviderGarbled("the description refers to another document")
        request = wire.Request("GET", url, headers=self._headers)
        return wire.exchange(request, deadline=self._deadline, most_bytes=self._most_bytes).body

    def post_xml(self, address: str, envelope: object, headers: Mapping[str, str]) -> SoapReply:
        """A call. A fault comes with status 500, so that is no failure of the provider yet."""
        body = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        request = wire.Request("POST", address, body, headers={**headers, **self._headers})
        reply = wire.exchange(request, deadline=self._deadline, most_bytes=self._most_bytes, expected=(200, 500))
        return SoapReply(reply.status, reply.body)
