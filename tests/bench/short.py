"""One bench run in short, to see that it still runs and that its check holds: `python short.py NAME`.

The sizes are so small that its figures say nothing.
"""

import dataclasses
import importlib
import sys
import tempfile
from pathlib import Path

import shape
from store import Store

_MOMENT = 0.1  # seconds, where a bench counts in them what others count in pieces
SMALL = {
    "SECONDS": 0.2,
    "UNCACHED_SECONDS": 0.2,
    "WARM_UP": 16,
    "COUNT": 16,
    "CASES": 32,
    "SENT": 16,
    "SMALL": 100,
    "LARGE": 1500,
    "SIZES": (100, 200, 300),
    "ROUNDS": 1,
    "BATCH": 500,
    "LOADED_SECONDS": 0.2,
    "SETTLED_SECONDS": 1.0,
}


def main() -> None:
    name = sys.argv[1].replace("-", "_")
    module = importlib.import_module(name)
    for constant, value in SMALL.items():
        usual = getattr(module, constant, value)
        setattr(module, constant, value if isinstance(usual, type(value)) else _MOMENT)
    with tempfile.TemporaryDirectory() as folder:
        bench = dataclasses.replace(module.BENCH, turns=1)
        print(shape.line(shape.run(name, bench, Path(folder) / "home", Store())))


if __name__ == "__main__":
    main()
