"""A real server for tests: granian in a process of its own, on a free port and a home of its own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import kept

ROOT = Path(__file__).parents[1]
START_SECONDS = 40.0


@contextmanager
def serving(env: Mapping[str, str] | None = None, files: Mapping[str, str] | None = None) -> Iterator[str]:
    """The base address of a running server, ended with the block.

    A fresh home is made. `files` are written into it first (path in the home → content, for instance
    `site.yaml` or `demo.json`); `env` adds variables, among them ZHENGTONG_HOME for a home that is made already.
    """
    with tempfile.TemporaryDirectory(prefix="zhengtong-serving-") as home:
        environ = {**_environ(home), **(env or {})}
        for name, content in (files or {}).items():
            (Path(environ["ZHENGTONG_HOME"]) / name).write_text(content, encoding="utf-8")
        if environ["ZHENGTONG_HOME"] == home:
            migrate(environ)
        port = free_port()
        process = _granian(environ, port)
        try:
            yield _when_up(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _environ(home: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "zhengtong.config.settings",
        "ZHENGTONG_HOME": home,
        "ZHENGTONG_STRICT_TEXTS": "1",
    }


def migrate(environ: Mapping[str, str]) -> None:
    """Make the database of a new home. On SQLite it comes, with its keys, from the one made first in this run."""
    if environ.get("ZHENGTONG_DATABASE_URL"):
        _migrate(environ)
    else:
        kept.copy(kept.kept("home", _make_home), Path(environ["ZHENGTONG_HOME"]))


def _make_home(home: Path) -> None:
    _migrate(_environ(str(home)))
    kept.close(home)


def filled(name: str, script: str, folder: Path) -> tuple[Path, Any]:
    """A home of its own in `folder`, filled by a Python script; and what the script wrote, as JSON, to `sys.argv[1]`.

    The script runs once for each `name`, so that tests which change the home may have one each.
    """

    def fill(made: Path) -> None:
        (made / "home").mkdir()
        environ = _environ(str(made / "home"))
        migrate(environ)
        subprocess.run([sys.executable, "-c", script, str(made / "told.json")], env=environ, check=True, cwd=ROOT)
        kept.close(made / "home")

    kept.copy(kept.kept(name, fill), folder)
    return folder / "home", json.loads((folder / "told.json").read_text())


def _migrate(environ: Mapping[str, str]) -> None:
    words = [sys.executable, "-m", "django", "migrate", "-v0"]
    done = subprocess.run(words, env=dict(environ), check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _granian(environ: Mapping[str, str], port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    return subprocess.Popen(
        [*command, "--workers", "1", "--blocking-threads", "1", "--no-log", "zhengtong.config.wsgi:application"],
        env=dict(environ),
        cwd=ROOT,
    )


def _when_up(process: "subprocess.Popen[bytes]", base: str) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        try:
            urlopen(base, timeout=2).close()
        except HTTPError:
            return base
        except (URLError, OSError):  # not there yet, or too busy to answer in time
            time.sleep(0.1)
        else:
            return base
    raise RuntimeError(f"the server did not answer within {START_SECONDS:.0f} s")
