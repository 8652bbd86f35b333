"""Applications sent over HTTP while the web server is killed again and again; a checker then looks for each receipt.

    python bench/torture.py --seed 1 --seconds 20

A client notes a number (flushed to the disk) as soon as it has been told it. One that got no answer sends the same
again under the same key until it gets one, so every key must have ended as one case.
"""

import argparse
import http.client
import json
import os
import random
import secrets
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import home
import people
from server import Server, get

CLIENTS = 4
_ANSWER_SECONDS, _PATIENCE_SECONDS = 20, 90.0
_TOKEN = secrets.token_hex(16)
_BODY = json.dumps({"service": home.SERVICE, "answers": people.ANSWERS})


@dataclass(slots=True)
class Run:
    """What the clients and the one who kills share. `port` is where the server listens now."""

    receipts: Path
    port: int = 0
    repeated: int = 0
    refused: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, number: str) -> None:
        """Keep a number as a person keeps a receipt: it survives whatever is killed."""
        with self.lock, self.receipts.open("a", encoding="utf-8") as file:
            file.write(number + "\n")
            file.flush()
            os.fsync(file.fileno())


def torture(folder: Path, seed: int, seconds: float, *, wsgi: str = "", path: str = "") -> dict[str, object]:
    """Send and kill for so long; returns the counts, with what is wrong under `lost`, `double` and `broken`."""
    home.make(folder)
    run = Run(folder.with_name("receipts.txt"))
    run.receipts.touch()
    session = people.sessions()
    clients = [threading.Thread(target=_client, args=(run, next(session))) for _ in range(CLIENTS)]
    moments, kills = random.Random(seed), 0
    application = wsgi or "zhengtong.config.wsgi:application"
    env = {"PYTHONPATH": path} if path else {}
    server = _start(run, application, env)
    until = time.monotonic() + seconds
    for client in clients:
        client.start()
    while time.monotonic() < until:
        time.sleep(moments.uniform(0.3, 2.0))
        server.kill()
        kills += 1
        server = _start(run, application, env)
    run.ending.set()
    for client in clients:
        client.join()
    server.kill()
    told = run.receipts.read_text(encoding="utf-8").split()
    return {
        "seed": seed,
        "kills": kills,
        "acknowledged": len(told),
        "repeated": run.repeated,
        **check(folder, told, run),
    }


def check(folder: Path, told: list[str], run: Run) -> dict[str, object]:
    """Compare the receipts with the database the killed server left."""
    with closing(sqlite3.connect(folder / "zhengtong.sqlite3")) as database:
        numbers = [row[0] for row in database.execute("SELECT number FROM cases_case ORDER BY number")]
        sent = database.execute("SELECT count(*) FROM applications_application WHERE sent_at IS NOT NULL").fetchone()[0]
        whole = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    broken = list(run.refused)
    if not whole:
        broken.append("integrity_check")
    if sent != len(numbers):
        broken.append(f"{sent} applications sent, {len(numbers)} cases")
    if [int(number[-8:]) for number in numbers] != list(range(1, len(numbers) + 1)):
        broken.append("numbers have a gap or a double")
    double = len(told) - len(set(told)) + len(set(numbers) - set(told))
    return {"cases": len(numbers), "lost": sorted(set(told) - set(numbers)), "double": double, "broken": broken}


def _start(run: Run, wsgi: str, env: dict[str, str]) -> Server:
    server = Server(wsgi, env)
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if server.ask(get("/")):
                run.port = server.port
                return server
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not come up")


def _client(run: Run, session: str) -> None:
    while not run.ending.is_set():
        _send(run, session, secrets.token_hex(16))


def _send(run: Run, session: str, key: str) -> None:
    """One application, until it is acknowledged."""
    headers = {"Content-Type": "application/json", "Cookie": f"sessionid={session}; csrftoken={_TOKEN}"}
    headers |= {"X-CSRFToken": _TOKEN, "Idempotency-Key": key}
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", run.port, timeout=_ANSWER_SECONDS)) as connection:
                connection.request("POST", people.PATH, _BODY, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            run.repeated += 1
            time.sleep(0.05)
            continue
        if status == http.HTTPStatus.CREATED:
            run.note(json.loads(text)["case"])
        else:
            run.refused.append(f"{status} {text[:200]}")
        return
    run.refused.append("no answer")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhengtong-torture-") as folder:
        found = torture(Path(folder) / "home", arguments.seed, arguments.seconds)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["lost"] or found["double"] or found["broken"] or not found["acknowledged"] else 0


if __name__ == "__main__":
    sys.exit(main())
