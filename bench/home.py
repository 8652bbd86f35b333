"""A demo home of a bench's own, made in this process."""

import json
import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVICE = "old-age-allowance"


def make(folder: Path, database: str = "") -> None:
    """Make the demo city's home in `folder` and set Django up on it. SQLite unless `database` is another's URL."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo.json").write_text(json.dumps({"made_by": "zhengtong bench"}))
    use(folder, database)
    load(ROOT / "demo")


def use(folder: Path, database: str = "") -> None:
    """Set Django up on a home that is there."""
    os.environ["ZHENGTONG_HOME"] = str(folder)
    os.environ.pop("ZHENGTONG_DATABASE_URL", None)
    if database:
        os.environ["ZHENGTONG_DATABASE_URL"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.config.settings"
    import django

    django.setup()


def load(data: Path) -> None:
    """Bring a folder of data into the home, as `zhengtong load --migrate` does."""
    from argparse import Namespace
    from contextlib import redirect_stdout
    from io import StringIO

    from zhengtong.channels.console.commands import load as command
    from zhengtong.config.console import node

    with redirect_stdout(StringIO()):
        if command.run(Namespace(folder=data, migrate=True), node()):
            raise RuntimeError(f"{data} could not be loaded")


def account(folder: Path) -> tuple[str, str]:
    """Login and password of the first resident of the demo."""
    line = (folder / "demo-accounts.txt").read_text().splitlines()[1].split("\t")
    return line[2], line[3]
