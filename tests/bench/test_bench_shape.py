"""Figures of a bench, worked by hand; the load generator against a server whose answers are known."""

import json
import socket
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhengtong.channels.console.commands import bench as command
from zhengtong.channels.console.registry import BAD, GOOD, USAGE, Node

ROOT = Path(__file__).parents[2]
NODE = Node(home=Path(), port=8000, language="en", wsgi="")


@pytest.fixture(autouse=True)
def bench_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))


def figures(values: list[float], limits: list[float], *, higher: bool) -> dict[str, Any]:
    import shape

    left, right = iter(values), iter(limits)
    seen: list[Path] = []

    def ours(world: list[Path]) -> Any:
        return shape.Measured(next(left), cpu_ms=2.0, latencies_ms=range(1, 101))

    bench = shape.Bench(
        "s",
        "a goal",
        prepare=lambda folder, store: seen.append(folder) or seen,
        limit=lambda world: shape.Measured(next(right), cpu_ms=1.0),
        ours=ours,
        check=lambda world, turns: {"turns_seen": len(turns)},
        close=lambda world: world.clear(),
        turns=len(values),
        higher_is_better=higher,
    )
    found = shape.run("name", bench, Path("somewhere"), store())
    assert seen == [], "closed"
    return json.loads(shape.line(found))


def store() -> Any:
    from store import Store

    return Store()


def test_a_rate_is_compared_by_ours_over_limit_in_the_middle() -> None:
    found = figures([50.0, 10.0, 40.0], [100.0, 80.0, 10.0], higher=True)
    assert (found["ours"], found["limit"], found["ratio"], found["unit"]) == (40.0, 80.0, 0.5, "s")
    assert list(found) == ["name", "ours", "limit", "ratio", "unit", "detail"]
    detail = found["detail"]
    assert (detail["cpu_ms"], detail["limit_cpu_ms"], detail["errors"], detail["turns_seen"]) == (2.0, 1.0, 0, 3)
    # three times 1 … 100 in order: half of the 300 lie below the 151st, 51; 297 below the 298th, 100
    assert (detail["p50_ms"], detail["p99_ms"]) == (51, 100)


def test_a_time_is_compared_by_limit_over_ours() -> None:
    assert figures([40.0], [10.0], higher=False)["ratio"] == 0.25


def test_a_failed_check_prints_nothing_and_still_closes() -> None:
    import shape

    closed: list[str] = []

    def bad(world: str, turns: Any) -> dict[str, Any]:
        raise AssertionError("rows are missing")

    turn = shape.Measured(1.0)
    bench = shape.Bench("s", "", lambda f, s: "world", lambda w: turn, lambda w: turn, bad, closed.append, turns=1)
    with pytest.raises(AssertionError, match="rows are missing"):
        shape.run("name", bench, Path(), store())
    assert closed == ["world"]


@pytest.fixture
def answering() -> Iterator[int]:
    """A server that answers 201 to POST and 200 to all else, its body in two parts."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listener,), daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def _accept(listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket) -> None:
    with connection:
        while asked := connection.recv(65536):
            status = b"201 Created" if asked.startswith(b"POST") else b"200 OK"
            connection.sendall(b"HTTP/1.1 %s\r\nContent-Length: 10\r\n\r\nhello" % status)
            connection.sendall(b"world")


def load(plan: dict[str, Any]) -> dict[str, Any]:
    words = [sys.executable, str(ROOT / "bench" / "load.py")]
    done = subprocess.run(words, input=json.dumps(plan), capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_each_request_of_a_plan_is_sent_once(answering: int) -> None:
    get, post = "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\n\r\n"
    told = load({"port": answering, "expect": 200, "seconds": None, "connections": [[get, get, post], [get]]})
    assert told["statuses"] == {"200": 3, "201": 1}
    assert len(told["latencies_ms"]) == 4
    assert told["wrong"].startswith("HTTP/1.1 201")
    assert told["wrong"].endswith("helloworld")


def test_with_a_time_requests_start_over_until_it_has_passed(answering: int) -> None:
    told = load({"port": answering, "expect": 200, "seconds": 0.3, "connections": [["GET / HTTP/1.1\r\n\r\n"]]})
    assert told["statuses"]["200"] > 1
    assert 0.3 <= told["seconds"] < 5
    assert told["wrong"] == ""


def test_the_command_knows_every_bench() -> None:
    assert command.names() == (
        *("apply", "audit", "get-case", "growth", "guide-page", "licence", "list-cases", "setup", "start", "step"),
    )


def test_an_unknown_bench_is_said_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(Namespace(name="no-such", json=False, database="sqlite"), NODE) == USAGE
    assert "guide-page" in capsys.readouterr().err


def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: str) -> None:
    (tmp_path / "one.py").write_text("\nBENCH = 1\n")
    (tmp_path / "run.py").write_text(run)
    monkeypatch.setattr(command, "FOLDER", tmp_path)


LINE = {"name": "one", "ours": 3, "limit": 4, "ratio": 0.75, "unit": "s"}
LINE |= {"detail": {"goal": "≥ 1", "cpu_ms": 0.5, "p50_ms": None, "p99_ms": 2}}


def test_the_last_line_is_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planted(tmp_path, monkeypatch, f"print('talk')\nprint({json.dumps(LINE, ensure_ascii=False)!r})")
    assert command.run(Namespace(name="one", json=True, database="sqlite"), NODE) == GOOD
    assert json.loads(capsys.readouterr().out) == LINE
    assert command.run(Namespace(name=None, json=False, database="sqlite"), NODE) == GOOD
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["bench", "ours", "limit", "ratio", "goal", "cpu_ms", "p50_ms", "p99_ms", "unit"]
    assert row.split() == ["one", "3", "4", "0.75", "≥", "1", "0.5", "—", "2", "s"]


def test_a_bench_that_fails_is_a_bad_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(tmp_path, monkeypatch, "raise SystemExit(1)")
    assert command.run(Namespace(name="one", json=True, database="sqlite"), NODE) == BAD
