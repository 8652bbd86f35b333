"""What a schema cannot see in service.yaml: codes that add up, limits, citations, papers named.

The rules on forms of handling are those of provincial validators (standards of practice, see docs/glossary.md).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.codes import CodeError, credit_code, item_code
from zhengtong.kernel.definitions import File, Finding, Path
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue._folder import Folder, is_near
from zhengtong.offer.catalogue._typed import layout_of
from zhengtong.offer.catalogue.data import NUMBER_MARKS, OFFICE_MARK


def check_service(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of service.yaml beyond its schema."""
    service = file.value
    yield from _citations(file, service)
    yield from _codes(file, service)
    yield from _limits(file, service)
    yield from _visits_and_fee(file, service)
    yield from _phones(file, service)
    yield from _documents(file, service, folder)
    yield from _files(file, service, folder)
    yield from _offers(file, service, folder)


def _offers(file: File, service: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    """Another service may be published from elsewhere: one that lies nowhere near is only pointed out."""
    for i, id in enumerate(service.get("offers", ())):
        if id == service.get("id"):
            yield file.finding(
                ("offers", i),
                "offers_itself",
                Text("没批的人又被指回这一件事。", "A refused applicant is sent to the same service again."),
                Text("写别的事项的编号。", "Name another service."),
            )
        elif not is_near(id, folder.path):
            yield file.finding(
                ("offers", i),
                "offers_unknown",
                Text(
                    f"附近没有事项“{id}”。没发布的，没批的人看不到。",
                    f"No service “{id}” is near; shown once published.",
                ),
                Text("核对编号，或者先写好那件事项。", "Check the id, or write that service first."),
                warning=True,
            )


def _citations(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    for id, entry in service.get("basis", {}).items():
        if not entry.get("source") and not entry.get("unverified"):
            yield file.finding(
                ("basis", id),
                "citation_without_source",
                Text(f"依据“{id}”没写在哪里读到的。", f"The basis “{id}” does not say where it was read."),
                Text(
                    "读过就写 source；没读过写 unverified: true。", "Give source if it was read, else unverified: true."
                ),
            )
        elif entry.get("unverified"):
            yield file.finding(
                ("basis", id),
                "unverified",
                Text(f"依据“{id}”待核。", f"The basis “{id}” has not been verified."),
                Text("找到原文读过，写上 source。", "Read the article and give its source."),
                warning=True,
            )
    yield from _cited_exist(file, service)


def _cited_exist(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    cited: list[tuple[Path, Any]] = [(("limit", "basis"), service.get("limit", {}).get("basis"))]
    cited += [(("papers", i, "basis"), paper["basis"]) for i, paper in enumerate(service.get("papers", []))]
    cited.append((("fee", "basis"), service.get("fee", {}).get("basis")))
    cited += [(("remedies", i, "cite"), one["cite"]) for i, one in enumerate(service.get("remedies", []))]
    for name, raw in service.get("documents", {}).items():
        if not isinstance(raw, str):
            cited += [(("documents", name, "cites", i), id) for i, id in enumerate(raw.get("cites", []))]
    for path, id in cited:
        if id is not None and id not in service.get("basis", {}):
            yield unknown_citation(file, path, id, service.get("basis", {}))


def unknown_citation(file: File, path: Path, id: str, basis: Mapping[str, Any]) -> Finding:
    """A finding for a citation whose id is not in service.yaml."""
    return file.finding(
        path,
        "unknown_citation",
        Text(f"依据“{id}”在 service.yaml 的 basis 里没有。", f"The basis “{id}” is not in service.yaml."),
        Text(f"现有的是：{'、'.join(basis)}。", f"There are: {', '.join(basis)}."),
    )


def _codes(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    codes = service.get("codes", {})
    readers = (
        (("codes", "basic"), codes.get("basic"), item_code.parse_basic),
        (("codes", "implementation"), codes.get("implementation"), item_code.parse_implementation),
        (("organisation", "code"), service.get("organisation", {}).get("code"), credit_code.parse),
    )
    wrong = False
    for path, code, read in readers:
        try:
            _ = code is None or read(code)
        except CodeError as error:
            wrong = True
            yield file.finding(
                path, f"code_{error.code}", error.text, Text("对照原件改。", "Compare with the original.")
            )
    if not wrong and codes.get("implementation"):
        yield from _codes_agree(file, service)


def _codes_agree(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    parts = item_code.parse_implementation(service["codes"]["implementation"])
    expected = (
        (parts.office.code, service.get("organisation", {}).get("code"), "organisation.code"),
        (parts.level, str(service.get("level")), "level"),
        (parts.basic.code, service["codes"].get("basic"), "codes.basic"),
        (parts.basic.type, service.get("item_kind"), "item_kind"),
    )
    for in_code, elsewhere, name in expected:
        if in_code != elsewhere:
            yield file.finding(
                ("codes", "implementation"),
                "codes_disagree",
                Text(
                    f"实施编码里是 {in_code}，{name} 写的是 {elsewhere}。",
                    f"It holds {in_code}, but {name} says {elsewhere}.",
                ),
                Text("改成一样的。", "Make them agree."),
            )


def _limits(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    limit = service.get("limit", {})
    promised, legal = limit.get("promised", {}), limit.get("legal", {}).get("working_days")
    days = promised.get("working_days", 0)
    if legal is not None and days > legal:
        yield file.finding(
            ("limit", "promised"),
            "promise_beyond_law",
            Text(
                f"承诺 {days} 个工作日，比法定的 {legal} 个还长。",
                f"The promise of {days} working days exceeds the legal {legal}.",
            ),
            Text(f"承诺改成不超过 {legal}。", f"Promise at most {legal}."),
        )
    if promised and (service.get("handled") == "instant") != ("instant" in promised):
        yield file.finding(
            ("handled",),
            "handled_and_promise",
            Text(
                "即办件就要承诺即办；承诺了天数的是承诺件。",
                "An instant item promises instant; one with days is a promised item.",
            ),
            Text("handled 和 limit.promised 改成一致。", "Make handled and limit.promised agree."),
        )


def _visits_and_fee(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    visits, fee = service.get("visits", {}), service.get("fee", {})
    if visits.get("count") and "reason" not in visits:
        yield file.finding(
            ("visits",),
            "visit_without_reason",
            Text("要人到场，却没写为什么。", "A visit is required, but no reason is given."),
            Text(
                "在 visits.reason 写明必须现场办理的原因；说不出就改成 0。", "Give visits.reason, or make the count 0."
            ),
        )
    online = {"computer", "mobile"} & set(service.get("handling_forms", ()))
    if visits.get("count") == 0 and not online and "post" not in service.get("handling_forms", ()):
        yield file.finding(
            ("handling_forms",),
            "no_visit_but_no_way",
            Text(
                "写了不用跑，可是网上办不了，也不能邮寄。",
                "No visit is needed, yet it works neither online nor by post.",
            ),
            Text("handling_forms 加上 computer、mobile 或 post。", "Add computer, mobile or post to handling_forms."),
        )
    for key in ("amount", "basis", "online"):
        if fee.get("charged") and key not in fee:
            yield file.finding(
                ("fee",),
                "fee_incomplete",
                Text(f"收费却没写 fee.{key}。", f"A fee is charged, but fee.{key} is missing."),
                Text(f"写上 fee.{key}；没有依据的不能收。", f"Give fee.{key}; without a basis nothing may be charged."),
            )


def _phones(file: File, service: Mapping[str, Any]) -> Iterator[Finding]:
    if service.get("phone") and service["phone"] == service.get("complaint_phone"):
        yield file.finding(
            ("complaint_phone",),
            "same_phone",
            Text("咨询电话和监督电话是同一个。", "Enquiries and complaints have the same number."),
            Text("监督电话写另一家接的。", "Give a complaint number answered by someone else."),
        )


def _documents(file: File, service: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    for name, raw in service.get("documents", {}).items():
        if layout_of(raw) not in folder.files:
            yield missing_file(file, ("documents", name), layout_of(raw))
        if not isinstance(raw, str) and "number" in raw:
            yield from _number(file, ("documents", name, "number"), raw["number"])


def _number(file: File, path: Path, number: str) -> Iterator[Finding]:
    """The number of a paper tells year and serial once each, the office where it likes, and knows no other mark."""
    marks = sorted(re.findall(r"{[^{}]*}|[{}]", number.replace(OFFICE_MARK, "")))
    if marks != sorted(NUMBER_MARKS):
        text = Text("文号里要有一个 {year}、一个 {serial}，没有别的记号。", "A number has one {year}, one {serial}.")
        yield file.finding(path, "number_marks", text, Text("比如：民受〔{year}〕{serial}号。", "Write both, once."))


def missing_file(file: File, at: Path, name: str) -> Finding:
    """A finding for a file that is named but not there."""
    return file.finding(
        at,
        "missing_file",
        Text(f"没有文件 {name}。", f"There is no file {name}."),
        Text("补上这个文件，或改成有的名字。", "Add the file, or name one that exists."),
    )


def _files(file: File, service: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    if "guide.md" not in folder.files and not folder.is_base:
        yield missing_file(file, (), "guide.md")
    if "texts/en.yaml" not in folder.files and not folder.is_base:
        yield missing_file(file, (), "texts/en.yaml")
    promised = any(result.get("licence") for result in service.get("result", ()))
    if promised and "licence.yaml" not in folder.files:
        yield missing_file(file, ("result",), "licence.yaml")
    if service.get("process") == "bpmn":
        for name in ("process.bpmn", "process.yaml"):
            if name not in folder.files and not folder.is_base:
                yield missing_file(file, ("process",), name)
    if "form.yaml" in folder.files and not folder.is_base:
        yield from _what_applying_needs(file, service, folder)


def _what_applying_needs(file: File, service: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    """What is missed only when somebody has applied: rules that decide, and the papers every case is given."""
    if "rules.yaml" not in folder.files:
        yield missing_file(file, (), "rules.yaml")
    for use in sorted({"receipt", "decision"} - set(service.get("documents", {}))):
        yield file.finding(
            ("documents",),
            "missing_document",
            Text(f"documents 里没有 {use}，交了申请就要用。", f"documents names no {use}, and every case needs one."),
            Text(f"写上 {use}: documents/{use}.typ。", f"Write {use}: documents/{use}.typ."),
        )
