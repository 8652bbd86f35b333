"""A clerk writes down that somebody has signed before them, with a witness."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._signing import in_person_fields
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import AlreadySigned, SignedInPerson
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound

OPENED = "记当面签的授权书"
FIELDS = ("way", "by_name", "relation", "witness")


@for_clerks
def sign(request: HttpRequest, number: str, signature: str, *, actor: Actor) -> HttpResponse:
    """The form for one signer of a case; done, it leads back to the case."""
    if request.method != "POST":
        return _show(request, number, signature, actor)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        authorisations.record_signed(signature, SignedInPerson.read(typed), actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, signature, actor, typed, invalid.problems)
    except AlreadySigned:
        pass  # signed a moment before, by the person or before a colleague: the case says so
    return HttpResponseRedirect(reverse("desk.case", args=[number]) + "#signatures")


def _show(
    request: HttpRequest,
    number: str,
    signature: str,
    actor: Actor,
    typed: dict[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    data = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
    signer = next((one for one in authorisations.signers(number) if one.id == signature), None)
    if signer is None:
        raise NotFound()
    if signer.state == "signed":
        return HttpResponseRedirect(reverse("desk.case", args=[number]) + "#signatures")
    wrong = {problem.field: problem.text for problem in problems}
    context = {
        "actor": actor,
        "summary": data.summary,
        "title": rows.title_of(data),
        "signer": signer,
        "fields": in_person_fields(typed or dict.fromkeys(FIELDS, ""), wrong),
    }
    return render(request, "desk/sign.html", context, status=422 if problems else 200)
