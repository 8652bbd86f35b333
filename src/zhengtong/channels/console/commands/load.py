"""`zhengtong load FOLDER`: take in what a place is: site, offices, shared data, services.

A folder holds any of `site.yaml`, `bank.yaml`, `limits.yaml`, `calendar/*.yaml`, `organisations.yaml`,
`resources.yaml`, `connections.yaml`, `services/…/service.yaml`, and, for a demo home, `accounts.yaml`. Loading twice
changes nothing.
"""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from zhengtong.channels.console import places, ready, year_notices
from zhengtong.channels.console.commands import migrate
from zhengtong.channels.console.registry import BAD, GOOD, Command, Needs, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.calendar import NoticeError
from zhengtong.kernel.text import Text

_TAKEN = Text("{path} 收下了。", "{path} taken in.")


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("folder", type=Path, help=Text("资料所在的文件夹", "the folder to take in").in_(node.language))
    first = Text("先把数据库升级到这一版", "first bring the database to this version")
    parser.add_argument("--migrate", action="store_true", help=first.in_(node.language))


def run(arguments: argparse.Namespace, node: Node) -> int:
    folder: Path = arguments.folder
    if fault := places.folder_fault(folder, node):
        return fault
    if arguments.migrate:
        migrate.run(argparse.Namespace(beside=False), node)
    elif fault := ready.home_fault(node) or ready.node_fault(node):
        return fault
    notices = sorted((folder / "calendar").glob("*.yaml"))
    try:
        year_notices.check(notices)
    except NoticeError as error:
        complain(error.text, node.language)
        return BAD
    for path in (*_copy(folder, node.home), *year_notices.take(notices, node.home), *_load(folder)):
        say(_TAKEN, node.language, path=path)
    year_notices.recompute()
    return GOOD


def _copy(folder: Path, home: Path) -> Iterator[Path]:
    """What a running node reads from its home, besides the calendar."""
    for path in (folder / "site.yaml", folder / "bank.yaml", folder / "limits.yaml"):
        if path.exists():
            shutil.copyfile(path, home / path.name)
            yield path


def _load(folder: Path) -> Iterator[Path]:
    """Files that become rows, lowest tier first."""
    from django.conf import settings

    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.offer.catalogue import api as catalogue
    from zhengtong.sharing.resources import api as resources
    from zhengtong.trust.identity import api as identity
    from zhengtong.trust.organisations import api as organisations

    actor, at = system("load"), clock.now()
    loaders = [("organisations.yaml", organisations.load), ("resources.yaml", resources.load)]
    loaders.append(("connections.yaml", resources.load))
    if settings.ZHENGTONG_DEMO:
        loaders.append(("accounts.yaml", identity.load_demo_accounts))
    for name, load in loaders:
        if (folder / name).exists():
            load(folder / name, actor=actor, at=at)
            yield folder / name
    for definition in sorted((folder / "services").rglob("service.yaml")):
        catalogue.load(definition.parent, actor=actor, at=at)
        yield definition.parent


COMMAND = Command(
    "load",
    Text("收下一地的资料：站点、机构、共享目录、事项", "Take in a place's site, offices, data and services"),
    run,
    _arguments,
    Needs.DJANGO,
)
