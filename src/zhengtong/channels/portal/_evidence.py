"""What departments told for a case and who looked at it, as rows of the case page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhengtong.channels.ui.api import full_day, moment, moments, people_named, yuan
from zhengtong.delivery.cases.data import CaseData, NeedData, OwnEvidence
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.gateway.data import QuestionData
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import FieldData, ResourceData
from zhengtong.trust.audit.data import Look

WAITING = Text("还没答：{what}", "not answered yet: {what}")
NEVER = Text("没有答：{what}", "did not answer: {what}")
UNASKED = Text("没有问：{what}", "not asked: {what}")
ONCE_SIGNED = Text("您签了才问", "Asked once you have signed")
ANSWERED = Text("答了：{what}", "answered: {what}")
NOT_FOUND = Text("答了：没有查到这个人", "answered: no such person")
SINCE = Text("{when} 问的。依据：{basis}", "Asked {when}. Basis: {basis}")
NO_GRANT = Text("{when} 收下的，查这项的许可正在续办", "Kept {when}; the permission to ask is being renewed")
AT = Text("{when} 答的。依据：{basis}", "Answered {when}. Basis: {basis}")
AS_ABOVE = Text("同上一条", "as above")
LATER = Text("决定以后才答的，", "After the decision. ")
HIDDEN = Text("答了：{what}。只给本人看", "answered: {what}. For that person alone")
ABOUT = Text("{provider}，问的是{name}", "{provider}, about {name}")
OF = Text("{name}：{label}", "{name}: {label}")
OWN_TITLE = Text("{service}，{office}，{when}", "{service}, {office}, {when}")
TIMES = Text("{count} 次，最近一次 {when}", "{count} times, last {when}")


def evidence_rows(case: CaseData, questions: tuple[QuestionData, ...]) -> list[dict[str, Any]]:
    """Which department was asked what, when it answered, and what it said, or how it stands and when we ask again; what
    it did alike for several people stands together. One statement for each resource."""
    asked = {question.id: question for question in questions}
    known = {need.resource for need in case.needs if need.values}
    fields = {code: resources.resource(code).fields for code in sorted(known)}
    alike: dict[tuple[str, Text, bool, str], list[NeedData]] = {}
    for need in case.needs:
        if need.question in asked:
            question = asked[need.question]
            is_over = question.state == "ended"
            did = _did(need, question.resource_name, whole=case.whole, is_over=is_over)
            alike.setdefault((need.resource, did, need.after_decision, question.state), []).append(need)
    rows, above = [], ""
    for (code, did, _, _), needs in alike.items():
        question = asked[needs[-1].question]
        basis = AS_ABOVE if question.basis == above else Text(question.basis, question.basis)
        rows.append(_row(case, needs, (did, basis), question, fields.get(code, ())))
        above = question.basis
    return rows


def _row(
    case: CaseData,
    needs: Sequence[NeedData],
    words: tuple[Text, Text],
    question: QuestionData,
    fields: Sequence[FieldData],
) -> dict[str, Any]:
    did, basis = words
    answered = [need.answered_at for need in needs if need.answered_at]
    names = [forms.person_named(case.fields["answers"], need.party) for need in needs]
    told = (AT if answered else SINCE) if question.basis else NO_GRANT
    when = moments(answered or [question.asked_at])
    source = told.format(when=when, basis=basis)
    before = (LATER if needs[0].after_decision else Text("", "")) if answered else _spaced(question.text)
    about = "、".join(name for name in names if name)
    said = [row for need, name in zip(needs, names, strict=True) for row in _values(need.values or {}, fields, name)]
    return {
        "name": ABOUT.format(provider=question.provider, name=about) if about else question.provider,
        "did": did,
        "source": Text(before.zh + source.zh, before.en + source.en),
        "said": said,
    }


def _spaced(sentence: Text) -> Text:
    """A sentence that another follows."""
    return Text(sentence.zh, f"{sentence.in_('en')} ")


def _did(need: NeedData, what: Text, *, whole: bool, is_over: bool) -> Text:
    """What became of a question. `is_over`: it was decided, and nobody waits for an answer any more."""
    if not need.question and need.answered_at is None:
        return _said(UNASKED, what)
    if need.answered_at is None:
        return _said(NEVER if is_over else WAITING, what)
    if need.hidden:
        return _said(HIDDEN, what)
    return _said(ANSWERED, what) if need.values or not whole else NOT_FOUND


def own_title(own: OwnEvidence, offices: Mapping[str, Text]) -> Text:
    """For which case, of which office, begun when."""
    office, when = offices.get(own.organisation, Text(own.organisation, "")), moment(own.opened_at)
    marks = {"service": own.service_name, "office": office}
    return Text(
        OWN_TITLE.zh.format(when=when, **{name: mark.zh for name, mark in marks.items()}),
        OWN_TITLE.en.format(when=when, **{name: mark.in_("en") for name, mark in marks.items()}),
    )


def own_rows(own: OwnEvidence, sources: Mapping[str, ResourceData]) -> list[dict[str, Any]]:
    """What departments said about the reader; a basis that is that of the row above is not written out again."""
    rows, above = [], ""
    for need in own.needs:
        basis = AS_ABOVE if need.basis == above else Text(need.basis, need.basis)
        rows.append(_own_row(need, sources.get(need.resource), basis, is_over=own.is_decided))
        above = need.basis if need.answered_at else above
    return rows


def _own_row(need: NeedData, source: ResourceData | None, basis: Text, *, is_over: bool) -> dict[str, Any]:
    what = source.name if source else Text(need.resource, "")
    answered = need.answered_at
    when = AT.format(when=moment(answered), basis=basis) if answered else ""
    return {
        "name": source.provider.name if source else need.provider,
        "did": _did(need, what, whole=True, is_over=is_over),
        "source": when if need.question or is_over else ONCE_SIGNED,
        "said": _values(need.values or {}, source.fields if source else ()),
    }


def _said(text: Text, what: Text) -> Text:
    return Text(text.zh.format(what=what.zh), text.en.format(what=what.in_("en")))


def _values(given: Mapping[str, Any], fields: Sequence[FieldData], about: str = "") -> list[dict[str, Any]]:
    """Each plain value with its label from the catalogue and whom it is about, numbers masked; people by name."""
    lists = [(field, people_named(given.get(field.name) or ())) for field in fields if field.type == "list"]
    told = [*own_values(given, fields), *((field, names) for field, names in lists if names)]
    return [{"label": _label(field, about), "value": value} for field, value in told]


def own_values(given: Mapping[str, Any], fields: Sequence[FieldData]) -> list[tuple[FieldData, str]]:
    """The plain fields an answer holds, each with its value as people read it, numbers masked."""
    plain = [field for field in fields if field.type != "list" and given.get(field.name) not in ("", None)]
    return [(field, _shown(field, given[field.name])) for field in plain]


def _label(field: FieldData, about: str) -> Text:
    return OF.format(name=about, label=field.label) if about else field.label


def _shown(field: FieldData, value: Any) -> str:
    if field.type == "resident_id":
        return masks.mask_resident_id(str(value))
    if field.type == "date":
        return full_day(date.fromisoformat(str(value)))
    if field.type == "money":
        return yuan(value)
    return str(value)


def _joined(*parts: Text | str) -> Text:
    given = [part if isinstance(part, Text) else Text(part, part) for part in parts if part]
    return Text("，".join(one.zh for one in given), "; ".join(one.in_("en") for one in given))


def look_rows(looks: tuple[Look, ...], names: Mapping[str, Text]) -> list[dict[str, Any]]:
    """Who looked at the case: which office, in which post, why; looks of one post stand together with their reasons."""
    alike: dict[tuple[str, str, Text], list[Look]] = {}
    for look in looks:
        alike.setdefault((look.organisation, look.post, look.action.text), []).append(look)
    return [_looks_row(same, names) for same in alike.values()]


def _looks_row(looks: Sequence[Look], names: Mapping[str, Text]) -> dict[str, Any]:
    look = max(looks, key=lambda one: one.at)
    when = moment(look.at) if len(looks) == 1 else TIMES.format(count=len(looks), when=moment(look.at))
    reasons = "、".join(dict.fromkeys(one.reason for one in looks if one.reason))
    return {
        "name": names.get(look.organisation, look.organisation),
        "did": look.action.text,
        "source": _joined(when, look.post, reasons),
    }
