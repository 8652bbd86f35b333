"""What departments told for a case and who looked at it, as rows of the case page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhengtong.channels.ui.api import full_day, moment
from zhengtong.delivery.cases.data import CaseData, NeedData
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import QuestionData
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import FieldData
from zhengtong.trust.audit.data import Look

WAITING = Text("还没答：{what}", "not answered yet: {what}")
ANSWERED = Text("答了：{what}", "answered: {what}")
NOT_FOUND = Text("答了：没有查到这个人", "answered: no such person")
SINCE = Text("{when} 问的。依据：{basis}", "Asked {when}. Basis: {basis}")
AT = Text("{when} 答的。依据：{basis}", "Answered {when}. Basis: {basis}")
LATER = Text("决定以后才答的，", "After the decision. ")
LOOKED = Text("{when}，{post}", "{when}, {post}")


def evidence_rows(case: CaseData, questions: tuple[QuestionData, ...]) -> list[dict[str, Any]]:
    """Which department was asked what, when it answered, and what it said. One statement for each resource."""
    asked = {question.id: question for question in questions}
    known = {need.resource for need in case.needs if need.values}
    fields = {code: resources.resource(code).fields for code in sorted(known)}
    needs = (need for need in case.needs if need.question in asked)
    return [_row(need, asked[need.question], fields.get(need.resource, ()), whole=case.whole) for need in needs]


def _row(need: NeedData, question: QuestionData, fields: Sequence[FieldData], *, whole: bool) -> dict[str, Any]:
    answered = need.answered_at
    what = question.resource_name
    did = _said(WAITING, what) if not answered else _said(ANSWERED, what) if need.values or not whole else NOT_FOUND
    source = (AT if answered else SINCE).format(when=moment(answered or question.asked_at), basis=need.basis)
    later = LATER if need.after_decision else Text("", "")
    return {
        "name": question.provider,
        "did": did,
        "source": Text(later.zh + source.zh, later.en + source.en),
        "said": _values(need.values or {}, fields),
    }


def _said(text: Text, what: Text) -> Text:
    return Text(text.zh.format(what=what.zh), text.en.format(what=what.in_("en")))


def _values(given: Mapping[str, Any], fields: Sequence[FieldData]) -> list[dict[str, Any]]:
    """Each plain value with its label from the catalogue, numbers masked."""
    plain = [field for field in fields if field.type != "list" and given.get(field.name) not in ("", None)]
    return [{"label": field.label, "value": _shown(field, given[field.name])} for field in plain]


def _shown(field: FieldData, value: Any) -> str:
    if field.type == "resident_id":
        return masks.mask_resident_id(str(value))
    if field.type == "date":
        return full_day(date.fromisoformat(str(value)))
    return str(value)


def _joined(*parts: str) -> Text:
    given = [part for part in parts if part]
    return Text("，".join(given), "; ".join(given))


def look_rows(looks: tuple[Look, ...], names: Mapping[str, Text]) -> list[dict[str, Any]]:
    """Who looked at the case: which office, in which post, why."""
    return [
        {
            "name": names.get(look.organisation, look.organisation),
            "did": look.action.text,
            "source": _joined(moment(look.at), look.post, look.reason),
        }
        for look in looks
    ]
