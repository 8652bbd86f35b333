"""The people, answers and papers of a case as a clerk sees them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhengtong.channels.desk._words import APPROVED, REFUSED
from zhengtong.channels.ui.api import yuan
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.cases.data import CaseData, DecisionData, StepData
from zhengtong.kernel import clock
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Question
from zhengtong.trust.identity.data import PersonData

APPLICANT, HELPER = Text("申请人", "Applicant"), Text("替他申请的", "Applied for them")
ID_NUMBER, PHONE = Text("身份证号", "Resident ID"), Text("手机号", "Phone")
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
    rows = [_answer(label, person.name), _answer(ID_NUMBER, number)]
    if person.phone:
        rows.append(_answer(PHONE, person.phone if whole else masks.mask_phone(person.phone)))
    return rows


def _answer(label: Text, value: Text | str) -> dict[str, Any]:
    return {"label": label, "value": value, "source": "", "href": "", "verb": ""}


def answer_rows(case: CaseData, operator: PersonData, whole: bool) -> list[dict[str, Any]]:
    """What was written in the form."""
    own = {"name": operator.name, "id_number": operator.id_number}
    facts: Facts = {"answers": case.fields["answers"], "known": {}, "applicant": own, "today": clock.today()}
    form = forms.form_of(catalogue.version(case.service_hash))
    questions = [question for page in form.pages for question in page.questions]
    told = [(question.label, _said(question, facts, whole)) for question in questions]
    return [_answer(label, words) for label, words in told if words]


def _said(question: Question, facts: Facts, whole: bool) -> Text | str | None:
    answer = facts["answers"].get(question.id)
    if question.kind == "phone" and answer and not whole:
        return masks.mask_phone(str(answer))
    if question.kind in ("resident_id", "bank_account") and answer and whole:
        return str(answer)
    return forms.said(question, facts)


def step_words(step: StepData) -> Text:
    """An entry of the history, with the post that did it."""
    return Text(f"{step.text.zh}（{step.by}）", f"{step.text.in_('en')} ({step.by})") if step.by else step.text


def outcome_words(decision: DecisionData) -> Text:
    return APPROVED if decision.outcome == "approve" else REFUSED


def sum_rows(decision: DecisionData | None) -> list[dict[str, Any]]:
    """The arithmetic of a decision, line by line."""
    lines = decision.lines if decision else ()
    return [{"label": line.label, "amount": yuan(line.amount_fen), "source": line.source} for line in lines]


def reason_fields(typed: Mapping[str, str], error: Text | str) -> tuple[FieldView, FieldView]:
    """Why a clerk needs whole numbers: chosen, or in their own words."""
    chosen = FieldView(
        name="reason", label=WHY, kind="radio", value=typed.get("reason", ""), choices=REASONS, error=error
    )
    other = FieldView(name="other", label=OTHER_WHY, value=typed.get("other", ""), required=False)
    return chosen, other
