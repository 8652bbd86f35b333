"""Runs one bench in a home of its own and prints its figures: `python bench/run.py NAME [sqlite|postgresql]`."""

import importlib
import signal
import sys
import tempfile
from pathlib import Path

from shape import line, run
from store import SQLITE, Store


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started ends, the home goes
    name, kind = [*sys.argv[1:], SQLITE][:2]
    bench = importlib.import_module(name.replace("-", "_")).BENCH
    with tempfile.TemporaryDirectory(prefix="zhengtong-bench-") as folder:
        store = Store(kind)
        try:
            figures = run(name, bench, Path(folder) / "home", store)
        finally:
            store.remove()
    print(line(figures))


if __name__ == "__main__":
    main()
