"""One request and its answer: resolving, connecting, sending, every header and every byte back."""

import asyncio
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx

from zhengtong.adapters.wire._deadline import Deadline
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway.ports import ProviderDown, ProviderGarbled, ProviderRefused, ProviderSlow


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `parameters` become the query of the address; `headers` may hold a secret."""

    method: str
    address: str
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    body: bytes = field(repr=False)


def exchange(request: Request, *, deadline: Deadline, most_bytes: int, expected: Collection[int] = (200,)) -> Reply:
    """Send and wait for the whole answer, with one of the `expected` statuses and at most `most_bytes`.

    ProviderDown, ProviderSlow, ProviderRefused or ProviderGarbled for anything else. A name server that hangs is
    bounded by the system's resolver, not by the deadline.
    """
    forbid_in_transaction("asking over HTTP")
    return asyncio.run(_bounded(request, deadline, most_bytes, expected))


async def _bounded(request: Request, deadline: Deadline, most_bytes: int, expected: Collection[int]) -> Reply:
    try:
        async with asyncio.timeout(deadline.left()):
            return await _exchange(request, deadline.left(), most_bytes, expected)
    except TimeoutError as error:
        raise ProviderSlow(f"no whole answer in {deadline.seconds:g} s") from error
    except httpx.ConnectTimeout as error:
        raise ProviderDown("no connection in time") from error
    except httpx.TimeoutException as error:
        raise ProviderSlow(type(error).__name__) from error
    except httpx.TransportError as error:
        raise ProviderDown(type(error).__name__) from error


async def _exchange(request: Request, seconds: float, most_bytes: int, expected: Collection[int]) -> Reply:
    client = httpx.AsyncClient(
        timeout=httpx.Timeout(seconds), follow_redirects=False, trust_env=False, verify=_certificates()
    )
    outgoing = client.build_request(
        request.method,
        request.address,
        content=request.body or None,
        headers={"Accept-Encoding": "identity", **request.headers},
        params=dict(request.parameters) or None,
    )
    async with client:
        response = await client.send(outgoing, stream=True)
        _check(response, expected)
        received = bytearray()
        async for chunk in response.aiter_raw():
            received += chunk
            if len(received) > most_bytes:
                raise ProviderGarbled(f"more than {most_bytes} bytes")
        return Reply(response.status_code, bytes(received))


def _check(response: httpx.Response, expected: Collection[int]) -> None:
    status = response.status_code
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise ProviderGarbled("a compressed answer")
    if status in expected:
        return
    if status in (401, 403):
        raise ProviderRefused(f"HTTP {status}")
    if status >= 500 or status == 429:
        raise ProviderDown(f"HTTP {status}")
    raise ProviderGarbled(f"HTTP {status}")


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The system's trusted authorities, read once: reading them costs more than the exchange."""
    return ssl.create_default_context()
