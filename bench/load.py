"""The load: a process of its own, raw sockets kept open, one request under way on each.

Reads a plan (JSON) from standard input and writes what happened to standard output:
  {"port": 8000, "expect": 200, "seconds": 5 | null, "connections": [["GET / HTTP/1.1\\r\\n…", …], …]}
A connection sends its requests in turn. With `seconds` it starts over when they are used up and stops when the time
has passed; without, each request is sent once.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from typing import Any


class Connection:
    """One socket with one request under way."""

    def __init__(self, port: int, requests: list[str], again: bool) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests, self._again = [request.encode() for request in requests], again
        self._next, self._sent_at, self._got = 0, 0, bytearray()

    def send(self) -> bool:
        """Send the next request; False when there is none left."""
        if self._next == len(self._requests):
            if not self._again:
                return False
            self._next = 0
        self._got.clear()
        self._sent_at = time.perf_counter_ns()
        self.socket.sendall(self._requests[self._next])
        self._next += 1
        return True

    def receive(self) -> tuple[int, float] | None:
        """Status and milliseconds of a whole answer; None while more is to come."""
        part = self.socket.recv(262_144)
        if not part:
            raise SystemExit(f"the server closed the connection after {bytes(self._got[:200])!r}")
        self._got += part
        end = self._got.find(b"\r\n\r\n")
        if end < 0 or len(self._got) < end + 4 + _length(bytes(self._got[:end])):
            return None
        return int(self._got[9:12]), (time.perf_counter_ns() - self._sent_at) / 1e6

    def answer(self) -> str:
        """The answer just received."""
        return self._got.decode(errors="replace")


def _length(head: bytes) -> int:
    """Length of the body by its header; the servers measured here always tell it."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Send the plan's requests; returns seconds, status codes, latencies and the first wrong answer."""
    seconds = plan["seconds"]
    connections = [Connection(plan["port"], requests, seconds is not None) for requests in plan["connections"]]
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    wrong = ""
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        until = begun + seconds if seconds is not None else float("inf")
        for connection in connections:
            if connection.send():
                selector.register(connection.socket, selectors.EVENT_READ, connection)
        while selector.get_map():
            for key, _ in selector.select():
                answer = key.data.receive()
                if answer is None:
                    continue
                statuses[answer[0]] += 1
                if answer[0] != plan["expect"] and not wrong:
                    wrong = key.data.answer()
                latencies.append(answer[1])
                if time.perf_counter() >= until or not key.data.send():
                    selector.unregister(key.data.socket)
        taken = time.perf_counter() - begun
    return {"seconds": taken, "statuses": statuses, "latencies_ms": latencies, "wrong": wrong}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
