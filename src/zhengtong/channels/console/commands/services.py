"""`zhengtong services`: check, publish and compare the folders that define services."""

import argparse
from pathlib import Path

from zhengtong.channels.console import places
from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Needs, Node
from zhengtong.kernel.text import Text

_FOLDER = Text("事项的文件夹", "folder of the service")


def _folder(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("folder", type=Path, help=_FOLDER.in_(node.language))


def _two(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("before", type=Path, help=_FOLDER.in_(node.language))
    parser.add_argument("after", type=Path, help=_FOLDER.in_(node.language))


def check(arguments: argparse.Namespace, node: Node) -> int:
    """0 when the folder, or every folder of a service below it, can be published; 1 when a finding is an error."""
    from zhengtong.offer.catalogue import api as catalogue

    folders = catalogue.service_folders(arguments.folder) or (arguments.folder,)
    findings = tuple(finding for folder in folders for finding in catalogue.check(folder))
    print("\n".join(catalogue.check_lines(findings, node.language)))
    return BAD if any(finding.severity == "error" for finding in findings) else GOOD


def load(arguments: argparse.Namespace, node: Node) -> int:
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.offer.catalogue import api as catalogue
    from zhengtong.offer.catalogue.data import NotLoadable

    try:
        version = catalogue.load(arguments.folder, actor=system("services load"), at=clock.now())
    except NotLoadable as refusal:
        print("\n".join(catalogue.check_lines(refusal.findings, node.language)))
        return BAD
    print("\n".join(catalogue.load_lines(version, node.language)))
    return GOOD


def diff(arguments: argparse.Namespace, node: Node) -> int:
    """0 when the two folders define the same, 1 when they differ or one is not there."""
    from zhengtong.offer.catalogue import api as catalogue

    if fault := places.folder_fault(arguments.before, node) or places.folder_fault(arguments.after, node):
        return fault
    changes = catalogue.diff_folders(arguments.before, arguments.after)
    print("\n".join(catalogue.diff_lines(changes, node.language)))
    return BAD if changes else GOOD


COMMAND = Group(
    "services",
    Text("检查、发布、比较事项的文件夹", "Check, publish and compare folders of services"),
    (
        Command(
            "check",
            Text("检查一个事项文件夹，或者里面的每一个", "Check a folder, or every one in it"),
            check,
            _folder,
            Needs.DJANGO,
        ),
        Command("load", Text("发布一个事项文件夹", "Publish a folder"), load, _folder),
        Command("diff", Text("两个文件夹差在哪", "What differs between two folders"), diff, _two, Needs.DJANGO),
    ),
)
