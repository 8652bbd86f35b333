"""A demo home of a bench's own, made in this process."""

import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVICE = "old-age-allowance"


def make(folder: Path) -> None:
    """Make the demo city's home in `folder` and set Django up on it. Always SQLite, whatever the node uses."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo.json").write_text(json.dumps({"made_by": "zhengtong bench"}))
    os.environ["ZHENGTONG_HOME"] = str(folder)
    os.environ.pop("ZHENGTONG_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.config.settings"
    import django

    django.setup()
    _load()


def _load() -> None:
    from argparse import Namespace
    from contextlib import redirect_stdout
    from io import StringIO

    from zhengtong.channels.console.commands import load
    from zhengtong.config.console import node

    with redirect_stdout(StringIO()):
        if load.run(Namespace(folder=ROOT / "demo", migrate=True), node()):
            raise RuntimeError("the demo city could not be loaded")


def account(folder: Path) -> tuple[str, str]:
    """Login and password of the first resident of the demo."""
    line = (folder / "demo-accounts.txt").read_text().splitlines()[1].split("\t")
    return line[2], line[3]
