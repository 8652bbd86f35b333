"""Apply in one go, for those who have every answer ready: all of it happens, or none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from zhengtong.delivery.applications import api as applications
from zhengtong.journeys.submit import open_case_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Forbidden, Invalid
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, PageInvalid
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

NOT_ASKED = Text("表单里没有这一题。", "The form does not ask this.")


def apply(service: str, raw: Mapping[str, str], *, request: RequestKey, actor: Actor, at: datetime) -> str:
    """Open a case from answers as they would be typed into the form's boxes; returns its number.

    The same `request` again gives the same number. Departments are not asked beforehand, so a member of the
    household is named like anybody else. Raises KeyReused, DraftExists, Invalid with every wrong field of every page,
    Forbidden for an account without a person, NotFound for no such service.
    """
    if not actor.person:
        raise Forbidden()
    if sent := applications.case_sent_as(request, actor=actor):
        return sent
    version = catalogue.published(service)
    operator = identity.person(actor.person)
    answers = _read(forms.form_of(version), raw, operator, at)
    try:
        return _open(version, answers, operator, request, actor, at)
    except IntegrityError:
        # The same request came twice at one moment, and the other was first.
        if sent := applications.case_sent_as(request, actor=actor):
            return sent
        raise


def _open(
    version: ServiceVersion,
    answers: Mapping[str, Any],
    operator: PersonData,
    request: RequestKey,
    actor: Actor,
    at: datetime,
) -> str:
    with atomic():
        application = applications.begin_filled(version.service.id, version.hash, answers, actor=actor, at=at)
        return open_case_of(application, operator, request=request, actor=actor, at=at)


def _read(form: Form, raw: Mapping[str, str], operator: PersonData, at: datetime) -> dict[str, Any]:
    """Clean answers, page after page as a person meets them."""
    answers: dict[str, Any] = {}
    problems = _not_asked(form, raw)
    own = {"name": operator.name, "id_number": operator.id_number}
    empty: Facts = {"answers": {}, "known": {}, "applicant": own, "today": clock.china_date(at)}
    for page in form.pages:
        facts = forms.derived(form, {**empty, "answers": answers})
        if page in forms.pages_for(form, facts):
            try:
                answers.update(_given(forms.read_page(form, page.id, raw, facts)))
            except PageInvalid as invalid:
                answers.update(_given(invalid.accepted))
                problems += invalid.problems
    if problems:
        raise Invalid(problems)
    return answers


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Without the optional questions left blank: there is no earlier answer to take back."""
    return {question: answer for question, answer in answers.items() if answer is not None}


def _not_asked(form: Form, raw: Mapping[str, str]) -> list[FieldProblem]:
    asked = {question.id for page in form.pages for question in page.questions}
    return [FieldProblem(name, "not_asked", NOT_ASKED) for name in raw if name.partition(".")[0] not in asked]
