"""`zhengtong audit`: is the log whole, and the proof of one entry."""

import argparse

from zhengtong.channels.console import typed
from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Node
from zhengtong.channels.console.say import complain, say_refusal
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


def verify(arguments: argparse.Namespace, node: Node) -> int:
    """0 when every row, tile and the checkpoint agree; 1 names the first broken entry."""
    from zhengtong.trust.audit import api as audit

    report = audit.verify()
    print("\n".join(line.in_(node.language) for line in audit.report_lines(report)))
    return GOOD if report.good else BAD


def _row(parser: argparse.ArgumentParser, node: Node) -> None:
    parser.add_argument(
        "row", type=typed.count(node), help=Text("审计记录的编号", "id of the audit row").in_(node.language)
    )
    parser.add_argument("--json", action="store_true", help=Text("给程序读", "for programs").in_(node.language))


def prove(arguments: argparse.Namespace, node: Node) -> int:
    from zhengtong.trust.audit import api as audit

    try:
        proof = audit.prove(row=arguments.row)
    except Refusal as refusal:
        say_refusal(refusal, node.language)
        return BAD
    except audit.LogBrokenError as error:
        complain(error.broken.text, node.language)
        return BAD
    if arguments.json:
        print(proof.as_json())
    else:
        print("\n".join(line.in_(node.language) for line in audit.proof_lines(proof)))
    return GOOD


COMMAND = Group(
    "audit",
    Text("审计记录：查有没有被改，给出证明", "The audit log: check that nothing was changed, prove an entry"),
    (
        Command("verify", Text("从头查到尾", "Check it from end to end"), verify),
        Command("prove", Text("证明一条记录在里面", "Prove that an entry is in it"), prove, _row),
    ),
)
