"""`zhengtong licence verify FILE`: is this certificate genuine and in force."""

import argparse
from pathlib import Path

from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Node
from zhengtong.channels.console.say import complain, say
from zhengtong.kernel.text import Text

_NO_FILE = Text("{path}：没有这个文件。", "{path}: no such file.")
_GOOD = Text(
    "{name}，{issuer}签发，持证人 {holder}，{status}。", "{name}, issued by {issuer}, holder {holder}, {status}."
)
_BAD = Text("不能当真：", "Not to be trusted:")


def _file(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument("file", type=Path, help=Text("证照的 PDF 文件", "the PDF of the licence").in_(node.language))


def verify(arguments: argparse.Namespace, node: Node) -> int:
    """0 when seal, register and status agree; 1 says what does not."""
    from zhengtong.delivery.licences import api as licences

    path: Path = arguments.file
    if not path.is_file():
        complain(_NO_FILE, node.language, path=path)
        return BAD
    report = licences.verify_file(path.read_bytes())
    if not report.good or report.licence is None:
        say(_BAD, node.language)
        print("\n".join(f"  {problem.in_(node.language)}" for problem in report.problems))
        return BAD
    found = report.licence
    words = {"name": found.kind.in_(node.language), "issuer": found.issuer, "holder": found.holder}
    say(_GOOD, node.language, **words, status=found.status.text.in_(node.language))
    return GOOD


COMMAND = Group(
    "licence",
    Text("电子证照", "E-licences"),
    (Command("verify", Text("查一份证照文件是真是假", "Check the file of a licence"), verify, _file),),
)
