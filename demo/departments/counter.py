"""What the offices of the demo city that answer over HTTP have in common: a counter, a log, and ways to misbehave.

    python demo/departments/<office>.py --port 9102 --data FILE --log FILE

Who asked what for which purpose is in the office's own log before it answers. `--control FILE` makes it misbehave, for
tests and demonstrations: the file holds {"mode": "…", "seconds": 5} and is read at every request. Modes of every
office: hang, slow, drip, garble, huge, down, refuse, other_person, twice; an office may have more. `--port 0` takes a
free port; the first line printed says which. `--clock FILE` is the demo's clock.json, for who counts in legal days. The
data are read again when another file has been put in their place.
"""

import argparse
import hmac
import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LARGEST_REQUEST = 100_000
HUGE = 3_000_000
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Asked:
    """A request at the counter."""

    method: str
    path: str
    query: str
    body: bytes
    mode: str


@dataclass(frozen=True)
class Said:
    """An answer, and what the log keeps of the request; nothing is logged without an entry."""

    status: int
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    entry: Mapping[str, object] = field(default_factory=dict)


class Office:
    """An office: its people by resident ID, its token, and what it answers. Offices fill in `answer`."""

    TOKEN_HEADER = "X-Access-Token"

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.mark = options, ""
        self.look_again()

    def look_again(self) -> None:
        """Read the data, unless they are those that were read last."""
        mark = mark_of(self.options.data)
        if mark != self.mark:
            self.mark, self.rows = mark, self.read(json.loads(self.options.data.read_text("utf-8")))

    def read(self, rows: list[dict]) -> dict:
        """The rows of the file as the office looks them up: one a person, unless it says otherwise."""
        return {row["number"]: row for row in rows}

    def answer(self, asked: Asked) -> Said:
        raise NotImplementedError

    def find(self, name: str, number: str, mode: str) -> dict | None:
        """The row of a person of this number and name; somebody else's when the office misbehaves so."""
        row = self.rows.get(number)
        if row is None or row["name"] != name:
            return None
        return next(other for key, other in self.rows.items() if key != number) if mode == "other_person" else row

    def today(self) -> date:
        return today(self.options.clock)


def today(clock: Path | None) -> date:
    """The legal date in China: today, and as far ahead as the demo's clock was advanced."""
    offset = 0.0
    if clock is not None and clock.exists():
        offset = float(json.loads(clock.read_text())["offset_seconds"])
    return (datetime.now(CHINA) + timedelta(seconds=offset)).date()


def mark_of(path: Path) -> str:
    """Tells one file from another that is put in its place."""
    known = path.stat()
    return f"{known.st_ino}-{known.st_mtime_ns}"


def masked(number: str) -> str:
    return number[:6] + "********" + number[-4:]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def read_control(path: Path | None) -> dict:
    if path is None or not path.exists():
        return {}
    return json.loads(path.read_text("utf-8") or "{}")


_writing = threading.Lock()


def write_log(path: Path, entry: Mapping[str, object]) -> None:
    """Add an entry, durable before anything is answered."""
    with _writing, path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"时间": datetime.now(CHINA).isoformat(), **entry}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


class Counter(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    office: Office

    def do_GET(self) -> None:
        self.serve(b"")

    def do_POST(self) -> None:
        self.serve(self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST_REQUEST)))

    def serve(self, body: bytes) -> None:
        options = self.office.options
        control = read_control(options.control)
        if not hmac.compare_digest(self.headers.get(self.office.TOKEN_HEADER, ""), options.token):
            self.reply(Said(401))
            return
        path, _, query = self.path.partition("?")
        self.office.look_again()
        said = self.office.answer(Asked(self.command, path, query, body, control.get("mode", "")))
        if said.entry:
            write_log(options.log, said.entry)
        self.misbehave(said, control)

    def misbehave(self, said: Said, control: dict) -> None:
        mode = control.get("mode", "")
        if mode in ("hang", "slow"):
            time.sleep(float(control.get("seconds", 60 if mode == "hang" else 1)))
        if mode == "down":
            said = Said(503)
        if mode == "garble":
            said = Said(said.status, said.body[: len(said.body) // 2], said.kind)
        if mode == "huge":
            said = Said(said.status, said.body + b" " * HUGE, said.kind)
        self.reply(said, pause=0.1 if mode == "drip" else 0)

    def reply(self, said: Said, pause: float = 0) -> None:
        """With a pause, one byte at a time: each within any patience, the whole within none."""
        self.send_response(said.status)
        self.send_header("Content-Type", said.kind)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if not pause:
            self.wfile.write(said.body)
            return
        for byte in said.body:
            self.wfile.write(bytes([byte]))
            time.sleep(pause)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """The log of purposes is the only log: http.server's own lines would add nothing."""


def arguments(description: str, token: str) -> argparse.ArgumentParser:
    """What every office is started with."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--clock", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=token)
    return parser


def open_counter(office: Office) -> None:
    """Serve until the process ends."""
    handler = type("OfficeCounter", (Counter,), {"office": office})
    server = ThreadingHTTPServer(("127.0.0.1", office.options.port), handler)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
