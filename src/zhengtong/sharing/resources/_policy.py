"""Who may change the catalogue, and the refusals of this context. Default deny."""

from collections.abc import Sequence

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.errors import Forbidden, Refusal
from zhengtong.kernel.text import Text

MANAGE = "sharing.manage"


class NotGranted(Refusal):
    """No grant in force covers this organisation, service and use."""

    code = "not_granted"
    status = 403
    text = Text("没有查这项数据的许可。", "There is no permission to ask for these data.")


class BadDefinition(Refusal):
    """A file of the catalogue has faults; nothing of it was taken. `findings` names each with file and line."""

    code = "bad_definition"
    status = 422
    text = Text("{file} 有 {count} 处要改。", "{file}: {count} entries need a change.")
    findings: Sequence[Finding]

    def __init__(self, file: str, findings: Sequence[Finding]) -> None:
        super().__init__(file=file, count=len(findings))
        self.findings = tuple(findings)


def may_manage(actor: Actor) -> None:
    """Forbidden unless the actor manages the catalogue or is the system."""
    if not actor.may(MANAGE):
        raise Forbidden()
