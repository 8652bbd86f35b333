"""One POST under one deadline for everything: resolving, connecting, sending, every header and every byte back."""

import asyncio
import ssl
from collections.abc import Mapping
from functools import lru_cache

import httpx

from zhengtong.sharing.gateway.ports import ProviderDown, ProviderGarbled, ProviderRefused, ProviderSlow


def post(address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, most_bytes: int) -> bytes:
    """The body of the answer. No redirects, no proxies of the environment, no compression, at most `most_bytes`.

    A name server that hangs is bounded by the system's resolver, not by `seconds`.
    """
    return asyncio.run(_post(address, body, headers, seconds, most_bytes))


async def _post(address: str, body: bytes, headers: Mapping[str, str], seconds: float, most_bytes: int) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await _exchange(address, body, headers, seconds, most_bytes)
    except TimeoutError as error:
        raise ProviderSlow(f"no whole answer in {seconds:g} s") from error
    except httpx.ConnectTimeout as error:
        raise ProviderDown("no connection in time") from error
    except httpx.TimeoutException as error:
        raise ProviderSlow(type(error).__name__) from error
    except httpx.TransportError as error:
        raise ProviderDown(type(error).__name__) from error


async def _exchange(address: str, body: bytes, headers: Mapping[str, str], seconds: float, most_bytes: int) -> bytes:
    client = httpx.AsyncClient(
        timeout=httpx.Timeout(seconds), follow_redirects=False, trust_env=False, verify=_certificates()
    )
    async with client, client.stream("POST", address, content=body, headers=_headers(headers)) as response:
        _check(response)
        received = bytearray()
        async for chunk in response.aiter_raw():
            received += chunk
            if len(received) > most_bytes:
                raise ProviderGarbled(f"more than {most_bytes} bytes")
        return bytes(received)


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {"Content-Type": "application/xml; charset=utf-8", "Accept-Encoding": "identity", **headers}


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status in (401, 403):
        raise ProviderRefused(f"HTTP {status}")
    if status >= 500 or status == 429:
        raise ProviderDown(f"HTTP {status}")
    if status != 200 or response.headers.get("Content-Encoding", "identity") != "identity":
        raise ProviderGarbled(f"HTTP {status}")


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The system's trusted authorities, read once: reading them costs more than the exchange."""
    return ssl.create_default_context()
