"""Refusals of this context, for `api` to re-export."""

from collections.abc import Sequence

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


class BadOrganisationsFile(Refusal):
    """A file of organisations is not taken in; `findings` name file, line and mend."""

    code = "bad_organisations_file"
    status = 422
    text = Text("机构文件有 {count} 处要改：{first}", "The file of organisations needs {count} changes: {first}")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(count=len(findings), first=str(findings[0]))
        self.findings = tuple(findings)
