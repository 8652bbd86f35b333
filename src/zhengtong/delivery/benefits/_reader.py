"""benefit.yaml: what a schema cannot see in it, told with its line and its mend."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File, Folder, Reader, load_schema, register_reader

FILE = "benefit.yaml"
_SCHEMA = Path(__file__).parent / "schemas" / "benefit.json"
_MONEY = "money"
_MARK = re.compile(r"\{(\w+)\}")


def register() -> None:
    """Called once, at start-up."""
    register_reader(Reader("benefit", (FILE,), load_schema(_SCHEMA), check_benefit))


def check_benefit(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of benefit.yaml beyond its schema."""
    yield from _amount(file, folder)
    yield from _questions(file, folder)
    yield from _citations(file, folder)
    yield from _days(file)
    yield from _reasons(file)
    yield from _steps(file, folder)
    yield from _months(file, folder)
    yield from _most(file, folder)


def _amount(file: File, folder: Folder) -> Iterator[Finding]:
    if "rules.yaml" not in folder.files:  # the catalogue says so already
        return
    money = _money_values(folder.value("rules.yaml").get("result", {}))
    if file.value["amount"] not in money:
        known = "、".join(sorted(money)) or "（没有）"
        yield file.finding(
            ("amount",),
            "unknown_amount",
            Text(
                f"rules.yaml 没有算出金额“{file.value['amount']}”。",
                f"rules.yaml works out no amount “{file.value['amount']}”.",
            ),
            Text(f"现有的金额是：{known}。", f"Its amounts are: {', '.join(sorted(money)) or '(none)'}."),
        )


def _money_values(result: Mapping[str, Any]) -> set[str]:
    """Names of the rules' values that are money: the sum, and values of that kind."""
    values = {name for name, entry in result.get("values", {}).items() if entry["kind"] == _MONEY}
    return values | ({result["amount"]["id"]} if "amount" in result else set())


def _questions(file: File, folder: Folder) -> Iterator[Finding]:
    asked = {q["id"]: q for page in folder.value("form.yaml").get("pages", ()) for q in page.get("questions", ())}
    pay = file.value["pay"]
    wanted = {"account": "bank_account", "account_name": "text"}
    if pay["to"] != "applicant":
        wanted["to"] = "party"
    for field, kind in wanted.items():
        if asked.get(pay[field], {}).get("kind") != kind:
            yield file.finding(
                ("pay", field),
                "unknown_question",
                Text(
                    f"表单里没有“{pay[field]}”这一题，或者它不是 {kind}。",
                    f"The form has no question “{pay[field]}” of the kind {kind}.",
                ),
                Text(f"写 form.yaml 里一道 {kind} 题的编号。", f"Name a question of the kind {kind} in form.yaml."),
            )
    yield from _may_lack_account(file, asked.get(pay["account"], {}))


def _may_lack_account(file: File, question: Mapping[str, Any]) -> Iterator[Finding]:
    """An account that is not always asked for needs a word on where the money goes without it."""
    optional = "when" in question or question.get("required") is False
    if optional and "without_account" not in file.value["pay"]:
        yield file.finding(
            ("pay",),
            "no_account",
            Text(
                "卡号不是人人都填，没填的钱打到哪里没写。", "Not everybody gives an account; where does the money go?"
            ),
            Text("写上 pay.without_account，或者让这一题必填。", "Write pay.without_account, or always ask."),
        )


def _cited(benefit: Mapping[str, Any]) -> Iterator[tuple[ValuePath, str]]:
    for part in ("first_month", "review", "taper", "recalculated"):
        if part in benefit:
            yield (part, "cite"), benefit[part]["cite"]
    for what, reasons in benefit["reasons"].items():
        for i, reason in enumerate(reasons):
            yield ("reasons", what, i, "cite"), reason["cite"]


def _citations(file: File, folder: Folder) -> Iterator[Finding]:
    basis = folder.value("service.yaml").get("basis", {})
    for path, id in _cited(file.value):
        if id not in basis:
            yield file.finding(
                path,
                "unknown_citation",
                Text(f"依据“{id}”在 service.yaml 的 basis 里没有。", f"The basis “{id}” is not in service.yaml."),
                Text(f"现有的是：{'、'.join(basis)}。", f"There are: {', '.join(basis)}."),
            )


def _days(file: File) -> Iterator[Finding]:
    days = file.value["list"]
    if days["arrives_by"] <= days["day"]:
        yield file.finding(
            ("list", "arrives_by"),
            "days_reversed",
            Text("到账的日子早于做名册的日子。", "Money is promised before the list is made."),
            Text("把名册提前，或者把到账推后。", "Make the list earlier, or promise a later day."),
        )


def _reasons(file: File) -> Iterator[Finding]:
    for what, reasons in file.value["reasons"].items():
        seen: set[str] = set()
        for i, reason in enumerate(reasons):
            if reason["id"] in seen:
                yield file.finding(
                    ("reasons", what, i, "id"),
                    "reason_twice",
                    Text(f"理由“{reason['id']}”写了两次。", f"The reason “{reason['id']}” stands twice."),
                    Text("改编号，或者删掉一条。", "Change the id, or take one out."),
                )
            seen.add(reason["id"])


def _steps(file: File, folder: Folder) -> Iterator[Finding]:
    """The steps benefit.yaml speaks of are in process.yaml, of the kind each must have."""
    steps = folder.value("process.yaml").get("steps", {})
    set_by, first = file.value.get("set_by", {}), file.value["first_month"]
    asked = {q["id"]: q["kind"] for q in steps.get(set_by.get("step"), {}).get("questions", ())}
    wrong = [
        ("enrol_at" in file.value and steps.get(file.value["enrol_at"], {}).get("kind") != "system", ("enrol_at",)),
        ("step" in first and first["step"] not in steps, ("first_month", "step")),
        (bool(set_by) and asked.get(set_by["question"]) != _MONEY, ("set_by", "question")),
    ]
    for is_wrong, path in wrong:
        if is_wrong:
            yield file.finding(
                path,
                "unknown_step",
                Text("process.yaml 里没有这样的步骤。", "process.yaml has no such step."),
                Text(
                    "enrol_at 写 system 步骤，first_month.step 写步骤，set_by 写 money 题。",
                    "enrol_at is a step of kind system, first_month.step any, set_by one that asks for money.",
                ),
            )


def _months(file: File, folder: Folder) -> Iterator[Finding]:
    """The months of a review are a whole number the rules work out."""
    values = folder.value("rules.yaml").get("result", {}).get("values", {})
    name = file.value.get("review", {}).get("months_by_rule")
    if name is not None and values.get(name, {}).get("kind") != "int":
        yield file.finding(
            ("review", "months_by_rule"),
            "unknown_months",
            Text(f"rules.yaml 没有算出整数“{name}”。", f"rules.yaml works out no whole number “{name}”."),
            Text("在 rules.yaml 的 result.values 里加上，kind: int。", "Add it to result.values with kind: int."),
        )


def _most(file: File, folder: Folder) -> Iterator[Finding]:
    """What an amount set by people may not exceed is money the rules work out; so are the marks of its text values."""
    most = file.value.get("set_by", {}).get("most")
    if most is None:
        return
    result = folder.value("rules.yaml").get("result", {})
    money = _money_values(result)
    if most["value"] not in money:
        yield file.finding(
            ("set_by", "most", "value"),
            "unknown_most",
            Text(f"rules.yaml 没有算出金额“{most['value']}”。", f"rules.yaml works out no amount “{most['value']}”."),
            Text("在 rules.yaml 的 result.values 里加上，kind: money。", "Add it to result.values with kind: money."),
        )
    text = Text.read(most["text"])
    for mark in sorted({*_MARK.findall(text.zh), *_MARK.findall(text.en)} - {*money, *result.get("values", {})}):
        yield file.finding(
            ("set_by", "most", "text"),
            "unknown_mark",
            Text(f"rules.yaml 没有算出“{mark}”。", f"rules.yaml works out no “{mark}”."),
            Text("写 result.values 里的名字。", "Write a name of result.values."),
        )
