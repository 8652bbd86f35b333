"""`zhengtong texts --applicant`: every sentence an applicant can meet, to be read as a villager would."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhengtong.channels.console import ready
from zhengtong.channels.console.registry import BAD, GOOD, Command, Needs, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from zhengtong.channels.console.wording.data import Met

_FAULT = Text("{place}：{why}{said}", "{place}: {why} {said}")
_COUNT = Text("共 {count} 句，{bad} 处要改。", "{count} sentences, {bad} faults.")


def _arguments(parser: argparse.ArgumentParser, node: Node) -> None:
    def told(zh: str, en: str) -> str:
        return Text(zh, en).in_(node.language)

    parser.add_argument("folders", type=Path, nargs="*", help=told("事项的文件夹", "folders of services"))
    met = told("办事的人会看到的话", "what applicants meet")
    parser.add_argument("--applicant", action="store_true", required=True, help=met)
    published = told("加上这里发布的每件事项", "add every service published here")
    parser.add_argument("--published", action="store_true", help=published)
    parser.add_argument("--json", action="store_true", help=told("每句一行 JSON", "a line of JSON each"))
    which = told("列哪种语言", "which language to list")
    parser.add_argument("--language", choices=LANGUAGES, default="zh-Hans", help=which)


def run(arguments: argparse.Namespace, node: Node) -> int:
    """0 when every sentence passes the checks a machine can make, else 1 with each fault on stderr."""
    from zhengtong.channels.console.wording import api as wording

    if arguments.published and (missing := ready.home_fault(node) or ready.node_fault(node)):
        return missing
    met = list(wording.for_applicants(_folders(arguments)))
    for one in met:
        print(_line(one, arguments))
    found = list(wording.faults(met))
    for fault in found:
        complain(_FAULT, node.language, place=fault.met.place, why=fault.why.in_(node.language), said=fault.met.text.zh)
    print(_COUNT.format(count=len(met), bad=len(found)).in_(node.language), file=sys.stderr)
    return BAD if found else GOOD


def _folders(arguments: argparse.Namespace) -> Iterator[Mapping[str, Any]]:
    from zhengtong.offer.catalogue import api as catalogue

    for root in arguments.folders:
        yield from map(catalogue.content_of, catalogue.service_folders(root))
    if arguments.published:
        yield from (version.files for version in catalogue.published_services())


def _line(met: "Met", arguments: argparse.Namespace) -> str:
    if arguments.json:
        told = {"zh": met.text.zh, "en": met.text.en, "place": met.place, "who": met.who.in_(arguments.language)}
        return json.dumps(told, ensure_ascii=False)
    words = met.text.in_(arguments.language).replace("\n", " ")
    return f"{words}\t{met.who.in_(arguments.language)}\t{met.place}"


COMMAND = Command(
    "texts",
    Text("列出办事的人会看到的每一句话", "List every sentence an applicant can meet"),
    run,
    _arguments,
    needs=Needs.DJANGO,
)
