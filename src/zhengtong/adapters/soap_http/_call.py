"""One call of an operation, by a description that is kept for a while."""

from collections.abc import Mapping
from typing import Any

from lxml import etree
from zeep import Client, Settings
from zeep.exceptions import Error, Fault, LookupError, TransportError, ValidationError
from zeep.helpers import serialize_object
from zeep.wsdl import Document

from zhengtong.adapters.soap_http._settings import SoapSettings
from zhengtong.adapters.soap_http._transport import WireTransport
from zhengtong.kernel import clock
from zhengtong.sharing.gateway.ports import ProviderDown, ProviderError, ProviderGarbled, ProviderRefused

_KEPT_SECONDS = 600
_STRICT = Settings(strict=True, xml_huge_tree=False, forbid_dtd=True, forbid_entities=True, forbid_external=True)
_described: dict[str, tuple[float, Document]] = {}


class NotFoundFault(Exception):
    """The provider says by a fault that it knows no such person."""


def call(settings: SoapSettings, address: str, arguments: Mapping[str, Any], transport: WireTransport) -> object:
    """The answer of the operation as a tree. NotFoundFault when a fault says so; ProviderError otherwise."""
    try:
        client = Client(_document(address + settings.wsdl, transport), transport=transport, settings=_STRICT)
        operation = client.create_service(settings.binding, address)[settings.operation]
        return serialize_object(operation(**arguments), dict)
    except Fault as fault:
        return _by_fault(settings, fault)
    except TransportError as error:
        raise _by_status(error.status_code) from error
    except (ValidationError, AttributeError, LookupError, TypeError) as error:
        raise ProviderGarbled(f"the service is described otherwise: {type(error).__name__}") from error
    except (Error, etree.XMLSyntaxError, ValueError) as error:
        raise ProviderGarbled("the answer is no SOAP of this service") from error


def _by_fault(settings: SoapSettings, fault: Fault) -> object:
    """What a fault means; the words of the fault are left behind, they may name a person."""
    meaning = settings.faults.get(str(fault.code).rpartition(":")[2])
    if meaning == "not_found":
        raise NotFoundFault() from fault
    if meaning == "refused":
        raise ProviderRefused("the provider refused") from fault
    raise ProviderGarbled("an unknown fault") from fault


def _by_status(status: int) -> ProviderError:
    return ProviderDown("a server error without a fault") if status >= 500 else ProviderGarbled("the answer is no XML")


def _document(wsdl: str, transport: WireTransport) -> Document:
    read_at, document = _described.get(wsdl, (float("-inf"), None))
    if document is None or clock.monotonic() - read_at > _KEPT_SECONDS:
        document = Document(wsdl, transport, settings=_STRICT)
        _described[wsdl] = (clock.monotonic(), document)
    return document
