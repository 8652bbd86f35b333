"""The rows of a case page."""

from typing import Any

from django.urls import reverse

from zhengtong.channels.ui.api import day, yuan
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.cases.data import CaseData, DecisionData, PaperData
from zhengtong.delivery.licences.data import LicenceData
from zhengtong.journeys.decide_by_rules import BY as BY_RULES
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Told
from zhengtong.trust.identity.data import PersonData

PDF = Text("PDF", "PDF")
FORM = Text("交上来的申请表", "The form that was sent")
SEALED = Text("PDF，已盖电子印章", "PDF, sealed")
COMMENT, COMMENT_HINT = (
    Text("想说什么", "Anything to add"),
    Text("哪里好、哪里不好，都可以写", "What went well, what did not"),
)
PROMISE = Text(
    "我们承诺{promised}给您结果，规定最长到{legal}。",
    "We promise a result by {promised}; the rule allows until {legal}.",
)
TOGETHER = Text("算下来", "Comes to")
BY_RULE = Text("一般当场就有结果，最晚{legal}。", "Usually at once, by {legal} at the latest.")
BY_LAW = Text("最晚{legal}给您结果，规定也是这一天。", "You will have the result by {legal}, as the rule says.")
GONE = Text(
    "承诺{promised}给您结果，过了。规定最长到{legal}。",
    "Promised by {promised}, which is past; the rule allows until {legal}.",
)
ALL_GONE = Text("规定最长到{legal}，过了。", "The rule allowed until {legal}, which is past.")
CLOSED = Text("{opened}收到，{closed}办完。", "Received {opened}, closed {closed}.")


def title_of(case: CaseData) -> Text:
    """“李秀英的某项补贴”: whose case of what."""
    name = case.summary.applicant_name
    service = case.summary.service_name
    return Text(f"{name}的{service.zh}", f"{service.in_('en')}: {name}")


def answer_rows(case: CaseData, applicant: PersonData) -> list[dict[str, Any]]:
    """What was answered, as sent."""
    form = forms.form_of(catalogue.version(case.service_hash))
    own = {"name": applicant.name, "id_number": applicant.id_number}
    facts: Facts = {"answers": case.fields["answers"], "known": {}, "applicant": own, "today": clock.today()}
    return [_answer(told) for told in with_places(forms.told_as_sent(form, facts))]


def _answer(told: Told) -> dict[str, Any]:
    shown = masks.mask_phone(told.said.zh) if told.question.kind == "phone" else told.said
    entry = f"{told.page}.{told.entry}" if told.entry else ""
    return {
        "label": told.label,
        "value": shown,
        "source": "",
        "href": "",
        "verb": "",
        "group": told.group or "",
        "entry": entry,
    }


def decided_by(decision: DecisionData | None) -> Text | str:
    """The post and name of who decided, or that the rules did."""
    if decision is None:
        return ""
    return BY_RULES if decision.by == BY_RULES.zh else decision.by


def sum_rows(decision: DecisionData | None) -> list[dict[str, Any]]:
    """The arithmetic, line by line."""
    if decision is None:
        return []
    rows = [{"label": n.label, "amount": yuan(n.amount_fen), "source": n.source} for n in decision.lines]
    total = {"label": TOGETHER, "amount": yuan(sum(n.amount_fen for n in decision.lines)), "source": ""}
    return [*rows, total] if len(rows) > 1 else rows


def figure_rows(decision: DecisionData | None, label: Text) -> list[dict[str, Any]]:
    """What comes of it, large, under the name the rules give it; empty where there is no amount."""
    if decision is None or decision.outcome != "approve" or not decision.lines:
        return []
    number, unit = yuan(sum(line.amount_fen for line in decision.lines)).split(" ")
    return [{"label": label, "number": number, "unit": unit, "note": ""}]


def paper_rows(case: CaseData, licence: LicenceData | None) -> list[dict[str, Any]]:
    """What can be downloaded: the licence first."""
    number = case.summary.number
    rows = []
    if licence and licence.file and case.whole:
        rows.append({"title": licence.kind, "note": SEALED, "href": reverse("portal.licence", args=[number])})
    for paper in case.papers:
        if paper.state == "made":
            href = reverse("portal.paper", args=[number, paper.name])
            rows.append({"title": paper.title, "note": _paper_note(paper, number), "href": href})
    return [*rows, {"title": FORM, "note": PDF, "href": reverse("portal.case_form", args=[number])}]


def _paper_note(paper: PaperData, case: str) -> Text:
    """The kind of file, and of a paper of a step its own number, who made it and when; the case's number is known."""
    told = [
        paper.number if paper.number != case else "",
        paper.made_by,
        day(paper.asked_at) if paper.asked_at and paper.number else "",
    ]
    words = "，".join(one for one in told if one)
    return Text(f"PDF，{words}", f"PDF, {words}") if words else PDF


def limits_words(case: CaseData, *, late: bool) -> Text:
    """How the time stands."""
    summary = case.summary
    if summary.closed_at:
        return CLOSED.format(opened=day(summary.opened_at), closed=day(summary.closed_at))
    if late and clock.today() > case.legal_due:
        return ALL_GONE.format(legal=day(case.legal_due))
    if late and clock.today() > case.answer_by:
        return GONE.format(promised=day(case.answer_by), legal=day(case.legal_due))
    if case.answer_by == case.legal_due:
        return (BY_LAW if case.promised_days else BY_RULE).format(legal=day(case.legal_due))
    return PROMISE.format(promised=day(summary.promised_due), legal=day(case.legal_due))


def comment_field(typed: str, error: Text | str) -> FieldView:
    """The comment beside the five grades."""
    return FieldView(
        name="comment", label=COMMENT, kind="textarea", value=typed, hint=COMMENT_HINT, error=error, required=False
    )


def grade_field(typed: str, error: Text | str) -> FieldView:
    """The grades, for the error summary only."""
    return FieldView(name="grade", label="", kind="radio", value=typed, error=error)
