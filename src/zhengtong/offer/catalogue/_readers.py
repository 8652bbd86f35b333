"""The files the catalogue itself understands."""

from collections.abc import Iterator
from pathlib import Path

from zhengtong.kernel.codes import CodeError, credit_code
from zhengtong.kernel.definitions import File, Finding, load_schema
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue._checklist import CHECKLIST, check_checklist
from zhengtong.offer.catalogue._folder import Folder
from zhengtong.offer.catalogue._service_checks import check_service, missing_file
from zhengtong.offer.catalogue._stories import check_story
from zhengtong.offer.catalogue.ports import Reader, register_reader

_SCHEMAS = Path(__file__).parent / "schemas"


def register() -> None:
    """Register the catalogue's own readers; called once, at start-up."""
    for reader in (
        Reader("service", ("service.yaml",), load_schema(_SCHEMAS / "service.json"), check_service),
        Reader("guide", ("guide.md",), None, _check_guide),
        Reader("texts", ("texts/en.yaml",), load_schema(_SCHEMAS / "texts.json"), _check_headings),
        Reader("licence", ("licence.yaml",), load_schema(_SCHEMAS / "licence.json"), _check_licence),
        Reader("checklist", (CHECKLIST,), load_schema(_SCHEMAS / "checklist.json"), check_checklist),
        Reader("documents", ("documents/*.typ",)),
        Reader("stories", ("stories/*.yaml",), load_schema(_SCHEMAS / "story.json"), check_story),
    ):
        register_reader(reader)


def _check_guide(file: File, _folder: Folder) -> Iterator[Finding]:
    if not _headings(file.value):
        yield file.finding(
            (),
            "guide_without_headings",
            Text("办事指南没有小标题。", "The guide has no headings."),
            Text("用“## 谁能申请”这样的小标题分开。", "Divide it by headings such as “## Who can apply”."),
        )


def _check_headings(file: File, folder: Folder) -> Iterator[Finding]:
    guide = folder.files.get("guide.md")
    if guide and len(_headings(guide.value)) != len(_headings(file.value["guide"])):
        yield file.finding(
            ("guide",),
            "guides_differ",
            Text(
                "英文指南的小标题和中文的数目不一样。",
                "The English guide has another number of headings than the Chinese.",
            ),
            Text("逐段对照，补齐。", "Compare section by section."),
        )


def _headings(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith("## ")]


def _check_licence(file: File, folder: Folder) -> Iterator[Finding]:
    if file.value.get("layout") not in (None, *folder.files):
        yield missing_file(file, ("layout",), file.value["layout"])
    if (file.value.get("issuer") == "upstream") != ("upstream" in file.value):
        yield file.finding(
            ("issuer",),
            "upstream",
            Text("issuer: upstream 要写明向谁要证号，self 不写。", "Say who gives the number, for upstream alone."),
            Text("补上或删去 upstream。", "Add or remove upstream."),
        )
    code = file.value.get("kind", {}).get("type_code")
    if code is None:
        return
    try:
        credit_code.parse(code[:18])
        well_formed = len(code) == 21 and code[18:].isdigit()
    except CodeError:
        well_formed = False
    if not well_formed:
        yield file.finding(
            ("kind", "type_code"),
            "licence_type_code",
            Text(
                "证照类型代码该是 21 位：统一社会信用代码加 3 位数字。",
                "A licence type code is a credit code and 3 digits.",
            ),
            Text("核对前 18 位的校验码和后 3 位数字。", "Check the credit code and the last 3 digits."),
        )
