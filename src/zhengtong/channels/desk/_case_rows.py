"""The people, answers and papers of a case as a clerk sees them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from zhengtong.channels.desk._words import OUTCOMES
from zhengtong.channels.ui.api import moment, yuan
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.cases.data import CaseData, DecisionData, Line, PaperData, StepData
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Told
from zhengtong.trust.identity.data import PersonData

APPLICANT, HELPER = Text("申请人", "Applicant"), Text("替他申请的", "Applied for them")
ID_NUMBER, PHONE = Text("身份证号", "Resident ID"), Text("手机号", "Phone")
TOGETHER = Text("算下来", "Comes to")
WHY_EXTEND, READ_BY = Text("为什么要延", "Why"), Text("申请人看得到", "The applicant reads it")
WHY, OTHER_WHY = Text("为什么要看", "Why you need them"), Text("别的原因", "Another reason")
REASONS = (
    Choice("打电话核实", Text("打电话核实", "To call them")),
    Choice("核对证件", Text("核对证件", "To compare a document")),
    Choice("写公函", Text("写公函", "To write an official letter")),
)


def title_of(case: CaseData) -> Text:
    """Whose case of what."""
    name, service = case.summary.applicant_name, case.summary.service_name
    return Text(f"{name}，{service.zh}", f"{name}, {service.in_('en')}")


def people_rows(case: CaseData, people: Mapping[str, PersonData], whole: bool) -> list[dict[str, Any]]:
    """The applicant and who applied for them, numbers masked unless `whole`."""
    summary = case.summary
    # The name that was given for this case; who was never proven has no other.
    rows = _person(APPLICANT, replace(people[summary.applicant], name=summary.applicant_name), whole)
    return rows if summary.operator == summary.applicant else [*rows, *_person(HELPER, people[summary.operator], whole)]


def _person(label: Text, person: PersonData, whole: bool) -> list[dict[str, Any]]:
    number = person.id_number if whole else masks.mask_resident_id(person.id_number)
    rows = [answer_row(label, person.name), answer_row(ID_NUMBER, number)]
    if person.phone:
        rows.append(answer_row(PHONE, person.phone if whole else masks.mask_phone(person.phone)))
    return rows


def answer_row(label: Text, value: Text | str) -> dict[str, Any]:
    """A label with what stands beside it, by nobody's word and not to be changed."""
    return {"label": label, "value": value, "source": "", "href": "", "verb": ""}


def answer_rows(case: CaseData, operator: PersonData, whole: bool) -> list[dict[str, Any]]:
    """What was written in the form."""
    own = {"name": operator.name, "id_number": operator.id_number}
    facts: Facts = {"answers": case.fields["answers"], "known": {}, "applicant": own, "today": clock.today()}
    form = forms.form_of(catalogue.version(case.service_hash))
    return [_told_row(told, whole) for told in with_places(forms.told_as_sent(form, facts))]


def _told_row(told: Told, whole: bool) -> dict[str, Any]:
    entry = f"{told.page}.{told.entry}" if told.entry else ""
    return {**answer_row(told.label, _said(told, whole)), "group": told.group or "", "entry": entry}


def _said(told: Told, whole: bool) -> Text | str:
    if told.question.kind == "phone" and not whole:
        return masks.mask_phone(str(told.answer))
    if told.question.kind in ("resident_id", "bank_account") and whole:
        return str(told.answer)
    return told.said


def told_rows(told: Iterable[Told]) -> list[dict[str, Any]]:
    """Answers in words, numbers masked."""
    return [_told_row(one, False) for one in told]


def paper_rows(case: CaseData) -> list[dict[str, Any]]:
    """The papers of the case that are made: number, who made it and when."""
    number = case.summary.number
    return [
        {"title": one.title, "note": _paper_note(one, number), "href": reverse("desk.paper", args=[number, one.name])}
        for one in case.papers
        if one.state == "made"
    ]


def papers_to_take(case: CaseData, uses: Collection[str]) -> list[dict[str, Any]]:
    """The papers a step is done with, the last of each, as far as they are made."""
    last = {one.kind: one for one in case.papers if one.kind in uses and one.state == "made"}
    return paper_rows(replace(case, papers=tuple(last.values())))


def _paper_note(paper: PaperData, case: str) -> str:
    """Number, post and moment, as far as the paper has them."""
    told = [
        paper.number if paper.number != case else "",
        paper.made_by,
        moment(paper.asked_at) if paper.asked_at else "",
    ]
    return " · ".join(one for one in told if one)


def extension_field(typed: str, error: Text | str) -> FieldView:
    """Why the limit is put off."""
    return FieldView(name="why", label=WHY_EXTEND, kind="textarea", value=typed, hint=READ_BY, error=error)


def step_words(step: StepData) -> Text:
    """An entry of the history, with the post that did it."""
    return Text(f"{step.text.zh}（{step.by}）", f"{step.text.in_('en')} ({step.by})") if step.by else step.text


def outcome_words(decision: DecisionData) -> Text:
    """What the service calls how it ended, else the common word."""
    return decision.ended_as if decision.ended_as.zh else OUTCOMES[decision.outcome]


def sum_rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The arithmetic of a decision, or of what the rules propose, line by line."""
    rows = [{"label": line.label, "amount": yuan(line.amount_fen), "source": line.source} for line in lines]
    total = {"label": TOGETHER, "amount": yuan(sum(line.amount_fen for line in lines)), "source": ""}
    return [*rows, total] if len(rows) > 1 else rows


def reason_fields(typed: Mapping[str, str], error: Text | str) -> tuple[FieldView, FieldView]:
    """Why a clerk needs whole numbers: chosen, or in their own words."""
    chosen = FieldView(
        name="reason", label=WHY, kind="radio", value=typed.get("reason", ""), choices=REASONS, error=error
    )
    other = FieldView(name="other", label=OTHER_WHY, value=typed.get("other", ""), required=False)
    return chosen, other
