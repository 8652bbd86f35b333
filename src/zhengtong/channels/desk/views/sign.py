"""A clerk writes down that somebody has signed before them, with a witness; who may do that and no more reads names."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._signing import PHOTO, in_person_fields, rows_to_take
from zhengtong.channels.ui.api import pdf_response, picture_response, sent_of
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import WRITTEN, AlreadySigned, SignedInPerson
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.print_authorisation import authorisation_to_sign
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.office.files.data import FileTooLarge

FIELDS = ("way", *WRITTEN)


@for_clerks
def sign(request: HttpRequest, number: str, signature: str, *, actor: Actor) -> HttpResponse:
    """The form for one signer of a case; done, it leads back to the case."""
    if request.method != "POST":
        return _show(request, number, signature, actor)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        photo = next((sent.content for sent in sent_of(request) if sent.field == PHOTO), b"")
        authorisations.record_signed(signature, SignedInPerson.read(typed, photo), actor=actor, at=clock.now())
    except FileTooLarge as refusal:
        words = Text(refusal.message("zh-Hans"), refusal.message("en"))
        return _show(request, number, signature, actor, typed, [FieldProblem(PHOTO, refusal.code, words)])
    except Invalid as invalid:
        return _show(request, number, signature, actor, typed, invalid.problems)
    except AlreadySigned:
        pass  # signed a moment before, by the person or before a colleague: the case says so
    return HttpResponseRedirect(_back(number, actor))


@require_GET
@for_clerks
def signers(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Who has not signed for a case, for the post near them; the look is on the record."""
    found = authorisations.signers_to_take(number, actor=actor, at=clock.now())
    unsigned = sum(one.may_sign for one in found)
    context = {"actor": actor, "number": number, "rows": rows_to_take(number, found), "unsigned": unsigned}
    return render(request, "desk/signers.html", context)


@require_GET
@for_clerks
def to_sign(request: HttpRequest, number: str, signature: str, *, actor: Actor) -> HttpResponse:
    """The authorisation of somebody who signs on paper, to print; the look is on the record."""
    pdf = authorisation_to_sign(number, signature, actor=actor, at=clock.now())
    return pdf_response(pdf, f"authorisation-{number[-16:]}.pdf")


@require_GET
@for_clerks
def photo(request: HttpRequest, number: str, signature: str, *, actor: Actor) -> HttpResponse:
    """The photograph of what was signed; the look is on the record."""
    content = authorisations.signed_paper(number, signature, actor=actor, at=clock.now())
    return picture_response(content, f"signed-{number[-16:]}.jpg")


def _show(
    request: HttpRequest,
    number: str,
    signature: str,
    actor: Actor,
    typed: dict[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    found = authorisations.signers_to_take(number, actor=actor, at=clock.now())
    signer = next((one for one in found if one.id == signature), None)
    if signer is None:
        raise NotFound()
    back = _back(number, actor)
    if not signer.may_sign:
        return HttpResponseRedirect(back)
    wrong = {problem.field: problem.text for problem in problems}
    context = {
        "actor": actor,
        "number": number,
        "back": back,
        "signer": signer,
        "fields": in_person_fields(typed or dict.fromkeys(FIELDS, ""), wrong, photo_required=signer.photo_required),
    }
    return render(request, "desk/sign.html", context, status=422 if problems else 200)


def _back(number: str, actor: Actor) -> str:
    """The case, for its clerks; for who may only take signatures, those who sign."""
    if cases.handles(number, actor):
        return reverse("desk.case", args=[number]) + "#signatures"
    return reverse("desk.signers", args=[number])
