"""A home of its own for tests that start processes: on SQLite, or on a fresh database of the embedded PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

import servers
from zhengtong.kernel.identifiers import new_id

ROOT = Path(__file__).parents[1]
CONSOLE = (sys.executable, "-m", "zhengtong.config.console")


def new_home(folder: Path, *, demo: bool = False, **env: str) -> dict[str, str]:
    """The environment of a new, migrated home in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if demo:
        (folder / "demo.json").write_text("{}")
    environ = {**servers._environ(str(folder)), **env}
    if url := os.environ.get("ZHENGTONG_DATABASE_URL"):
        environ["ZHENGTONG_DATABASE_URL"] = _new_database(url)
    servers.migrate(environ)
    return environ


def _new_database(url: str) -> str:
    name = f"home_{new_id().lower()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def run(environ: Mapping[str, str], *words: str) -> str:
    """Run `zhengtong …` in a home; its output is shown when it fails."""
    done = subprocess.run([*CONSOLE, *words], env=dict(environ), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
