"""A year of invented applications in the demo city, through every step, with the departments running.

    .venv/bin/python demo/year.py minimum-living-allowance --applications 3000
    .venv/bin/python demo/year.py minimum-living-allowance --applications 40 --days 30 --unfinished

What stands behind `year.py` is what `zhengtong synthesise` takes. The home is ZHENGTONG_HOME (default `var`), which is
made when it is not there; killed and run again, it goes on. Nobody may work in the home meanwhile: legal time moves.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import run
import yaml

import offices
from zhengtong.channels.console.supervisor import end_with_parent

LITTLE = 110_000
"""Fen a month and head; the standard of the demo city is less."""
AGAIN_SECONDS = 20
"""How soon a provider that has taken a question is asked again; see connections.yaml."""
HOPEFUL = 6
"""Of the households that have more, every so many apply all the same."""


def poor(folder: Path) -> Path:
    """A file of who applies: households whose wages and pensions come to little a head, and some who hope in vain."""
    wages = {row["number"]: sum(one["fen"] for one in row["incomes"]) // 12 for row in _rows(folder, "taxes")}
    pensions = {row["number"]: row.get("pension", 0) for row in _rows(folder, "social_insurance")}
    households: dict[str, list[dict]] = {}
    for row in _rows(folder, "household_register"):
        households.setdefault(row["household"], []).append(row)
    known = _with_accounts()
    chosen: list[dict] = []
    for nth, members in enumerate(households.values()):
        monthly = sum(wages.get(one["number"], 0) + pensions.get(one["number"], 0) for one in members)
        if known & {one["number"] for one in members}:
            continue
        if monthly < LITTLE * len(members) or nth % HOPEFUL == 0:
            chosen += members
    path = folder / "applicants.json"
    path.write_text(json.dumps(chosen, ensure_ascii=False), "utf-8")
    return path


def _with_accounts() -> set[str]:
    """Who signs in themself is left alone: their applications are theirs."""
    listed = yaml.safe_load((run.HERE / "accounts.yaml").read_text("utf-8"))
    return {one["id_number"] for one in (*listed["residents"], *listed["staff"])}


def _ask_seldom(connections: Path) -> None:
    """A day of legal time takes seconds here; whoever answers days later need not be asked all the while."""
    written = connections.read_text("utf-8")
    connections.write_text(written.replace("again_seconds: 2\n", f"again_seconds: {AGAIN_SECONDS}\n"), "utf-8")


def _rows(folder: Path, department: str) -> list[dict]:
    rows: list[dict] = json.loads((folder / f"{department}.json").read_text("utf-8"))
    return rows


def main() -> int:
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ["ZHENGTONG_HOME"] = str(run.HOME)
    city = offices.City(run.HOME, 0)
    with contextlib.ExitStack() as stack:
        stack.enter_context(run.held_home())
        run.make_home(city)
        folder = run.connections(offices.open_all(city, stack))
        _ask_seldom(folder / "connections.yaml")
        run.run_quietly("load", str(folder))
        people = poor(city.folder)
        words = run.command("synthesise", *sys.argv[1:], "--people", str(people))
        return subprocess.call(words, preexec_fn=end_with_parent)


if __name__ == "__main__":
    raise SystemExit(main())
