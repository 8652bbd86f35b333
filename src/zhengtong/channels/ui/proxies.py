"""Who asks, behind proxies: what a proxy says of the asker counts only when the proxy is one of ours."""

import ipaddress
from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
_SCHEME = "HTTP_X_FORWARDED_PROTO"
_NOT_FROM_A_PROXY = "not from a trusted proxy"


def asker(get_response: Handler) -> Handler:
    """Put the address of who asks into REMOTE_ADDR, as the nearest proxy of ours saw it.

    From anybody else than `ZHENGTONG_TRUSTED_PROXIES` the headers X-Forwarded-For and X-Forwarded-Proto say nothing;
    both stay there, so that a demo account still sees that something passed the request on.
    """
    trusted = [ipaddress.ip_network(one) for one in settings.ZHENGTONG_TRUSTED_PROXIES]

    def handle(request: HttpRequest) -> HttpResponseBase:
        if _is_one_of(str(request.META.get("REMOTE_ADDR", "")), trusted):
            request.META["REMOTE_ADDR"] = _behind(request, trusted)
        elif _SCHEME in request.META:
            request.META[_SCHEME] = _NOT_FROM_A_PROXY
        return get_response(request)

    return handle


def _behind(request: HttpRequest, trusted: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> str:
    """The last address on the way that is no proxy of ours; what stands before it anybody may have written."""
    nearest = str(request.META["REMOTE_ADDR"])
    way = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    for address in reversed([one.strip() for one in way]):
        if not _is_address(address):
            return nearest
        nearest = address
        if not _is_one_of(address, trusted):
            return nearest
    return nearest


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_one_of(address: str, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in networks)
