"""The papers a step of a process leaves: what they say. Which ones, their look and their numbers are the folder's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, NewPaper, ProcessStepData, ProofData, Reason
from zhengtong.journeys import _papers
from zhengtong.journeys._judgement import Judgement, cited, judgement
from zhengtong.journeys._monthly import MONEY, SetAmount, set_amount
from zhengtong.journeys._posting import Sheet, posted
from zhengtong.journeys._step_form import items_of, questions_of
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.money import yuan
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import OFFICE_MARK, Document, Remedy, ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Question, Told
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow import api as workflow
from zhengtong.trust.organisations import api as organisations

ACTOR = system("papers")


def request(number: str, uses: Sequence[str], of: ProcessStepData | None, *, actor: Actor, at: datetime) -> None:
    """Ask for papers of a case after a step (`of`, as its row is now) or by themselves, in the caller's transaction.

    Issued and counted by the office the step is given to; by the service's own where it is given to none.
    """
    if not uses:
        return
    case = cases.case(number, actor=ACTOR, at=at)
    version = catalogue.version(case.service_hash)
    office = (of and of.organisation) or version.service.organisation
    issuer = organisations.organisation(office)
    judged = judgement(case)
    done = [one for one in cases.process_steps(number) if one.state == "done"]
    said = _said(case, version, of, issuer.name.zh, judged, done, at)
    for use in uses:
        document = catalogue.paper_of(version, use)
        data = {**said, "title": document.title.zh, "title_en": document.title.en, "cites": _cites(document)}
        data["papers"] = list(said["papers"])
        data |= posted(case, version, Sheet(use, document.title, issuer.name, judged, done), at=at)
        look = document.number.replace(OFFICE_MARK, issuer.short_name or issuer.name.zh)
        new = NewPaper(use, document.title, look, office, document.sealed, data)
        mark = cases.request_step_paper(number, new, actor=actor, at=at)
        said["papers"].append(_paper(use, document.title, mark))


def _said(
    case: CaseData,
    version: ServiceVersion,
    of: ProcessStepData | None,
    issuer: str,
    judged: Judgement,
    done: Sequence[ProcessStepData],
    at: datetime,
) -> dict[str, Any]:
    number = case.summary.number
    proofs, names = cases.proofs(number), _companions(number)
    steps = {one.key.step: _step(version, one, proofs, names) for one in done}
    return {
        **_papers.head(version, number, _papers.addressee(case.summary), at, _papers.helper(case.summary)),
        "case_number": number,
        "issuer": issuer,
        "subject": case.summary.applicant_name,
        "phone": version.service.phone,
        "received": _papers.day(clock.china_date(case.summary.opened_at), year=True),
        "due": _papers.day(case.answer_by, year=True),
        "legal_days": case.legal_days,
        "extended_why": case.extended_why,
        "step": _step(version, of, proofs, names) if of else {},
        "steps": steps,
        "home": _home(case),
        "answers": _answers(case, version),
        "papers": [_paper(one.kind, one.title, one.number or number) for one in case.papers],
        "refused": _reasons(judged.refusals),
        "doubts": _reasons(judged.doubts),
        "remedies": [_remedy(one) for one in catalogue.remedies_of(version)],
        **_worked_out(judged, set_amount(benefits.definition_of(version), done)),
    }


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"text": one.text.zh, "cite": one.cite.zh} for one in reasons]


def _paper(use: str, title: Text, number: str) -> dict[str, str]:
    return {"use": use, "title": title.zh, "number": number}


def _step(
    version: ServiceVersion,
    row: ProcessStepData,
    proofs: Iterable[ProofData],
    names: Mapping[object, Sequence[str]],
) -> dict[str, Any]:
    """What came of a step. Of one that is not done yet: its name, and nothing in the rest."""
    process = workflow.process_of(version)
    definition = process.steps[row.key.step] if process else None
    outcomes = {each.id: each for each in definition.outcomes} if definition else {}
    chosen = outcomes.get(row.outcome)
    form = questions_of(definition) if definition else None
    given = {"answers": row.result, "known": {}, "applicant": {}}
    told = with_places(forms.told_as_sent(form, given)) if form else ()
    return {
        "name": row.name.zh,
        "outcome": chosen.label.zh if chosen else "",
        "reason": row.reason,
        "items": items_of(row.reason) if chosen and chosen.lists else [],
        "asks": [_ask(one) for page in form.pages for one in page.questions] if form else [],
        "answers": [{"id": one.question.id, "label": one.label.zh, "value": one.said.zh} for one in told],
        "said": [{"item": one.item, "said": one.said} for one in row.said],
        "by": row.done_by,
        "people": [row.done_by, *names.get(row.key, ())] if row.done_by else [],
        "done": _papers.day(clock.china_date(row.done_at), year=True) if row.done_at else "",
        "photos": [_photo(one) for one in proofs if one.key == row.key],
    }


def _companions(number: str) -> Mapping[object, Sequence[str]]:
    found: dict[object, list[str]] = {}
    for one in cases.companions(number):
        if one.confirmed_at:
            found.setdefault(one.key, []).append(f"{one.post} {one.name}")
    return found


def _photo(proof: ProofData) -> dict[str, str]:
    taken = _papers.moment(proof.taken_at) if proof.taken_at else ""
    return {"taken": taken, "added": _papers.moment(proof.added_at)}


def _answers(case: CaseData, version: ServiceVersion) -> list[dict[str, str]]:
    form = forms.form_of(version)
    facts = {"answers": case.fields["answers"], "known": {}, "applicant": {}, "today": clock.today()}
    told = with_places(forms.told_as_sent(form, facts))
    return [_answer(one) for one in told]


def _answer(told: Told) -> dict[str, str]:
    label = f"{told.group.zh}，{told.label.zh}" if told.group else told.label.zh
    return {"page": told.page, "label": label, "value": told.said.zh}


def _ask(question: Question) -> dict[str, Any]:
    """A question as it stands on a paper that is written by hand."""
    choices = forms.options_for(question, {}) if question.kind in ("choice", "yes_no") else ()
    return {"id": question.id, "label": question.label.zh, "choices": [one.label.zh for one in choices]}


def _home(case: CaseData) -> str:
    """Where the applicant lives, by the name of the region; empty where nobody knows it."""
    code = str(case.fields.get("region") or "")
    names = organisations.region_names({code} if code else ())
    return names[code].zh if code in names else ""


def _worked_out(judged: Judgement, found: SetAmount | None) -> dict[str, Any]:
    """What the rules say so far: values by name as people read them, and the amounts an approval would give. An amount
    somebody has set stands over the rules' own."""
    worked = {name: (one.kind, one.value) for name, one in judged.worked_out.items() if one.value is not None}
    if found:
        worked[found.name] = (MONEY, found.amount_fen)
    money = [(one.label, worked[one.name][1]) for one in judged.needed if worked.get(one.name, ("",))[0] == MONEY]
    return {
        "values": {name: rules.shown(*one).zh for name, one in worked.items()},
        "amounts": [{"label": label.zh, "amount": yuan(fen, "zh-Hans")} for label, fen in money],
    }


def _cites(document: Document) -> list[dict[str, str]]:
    return [{"name": cited(one).zh, "quote": one.quote} for one in document.cites]


def _remedy(remedy: Remedy) -> dict[str, str]:
    within = _papers.within(remedy)
    return {"way": remedy.way.zh, "body": remedy.body.zh, "within": within, "cite": cited(remedy.cite).zh}
