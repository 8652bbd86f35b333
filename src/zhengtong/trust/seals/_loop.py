"""The PDF library starts an event loop of its own, which is impossible in a thread where one is running."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def outside_any_loop(call: Callable[[], T]) -> T:
    """The result of `call`, made in this thread, or in another when an event loop runs here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return call()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()
