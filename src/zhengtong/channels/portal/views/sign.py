"""Somebody reads what is to be asked about them, and signs or does not: by their link, or signed in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal._request import actor_of, closed, for_people
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import AlreadySigned, NotMatched, OwnText, ProofOver, TooManyTries
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Invalid, NotFound, Refusal
from zhengtong.kernel.text import Text

NAME, NUMBER = Text("您的姓名", "Your name"), Text("您的身份证号", "Your resident ID number")
NAME_HINT = Text("和身份证上一样", "As on your ID card")
NO_NAME, NO_NUMBER = (
    Text("写上您的姓名。", "Write your name."),
    Text("写上身份证号，18 位。", "Write all 18 characters."),
)
LONGEST = 50


def by_link(request: HttpRequest, code: str) -> HttpResponse:
    """Who are you? Then the text of that person alone."""
    if not authorisations.is_link(code):
        return _gone(request)
    if request.method != "POST":
        return _who(request, code)
    name, number = (request.POST.get(field, "").strip()[:LONGEST] for field in ("name", "id_number"))
    errors = {"name": NO_NAME} if not name else {}
    errors |= {"id_number": NO_NUMBER} if not number else {}
    if errors:
        return _who(request, code, errors, status=422)
    try:
        own = authorisations.show_by_link(code, name, number, actor=actor_of(request), at=clock.now())
    except (NotMatched, TooManyTries) as refusal:
        return _who(request, code, refusal=refusal, status=refusal.status)
    return _text(request, own, reverse("portal.sign_answer", args=[code]))


def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Agree or not; what was not ticked is asked again, what took too long begins again."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal.sign", args=[code]))
    proof, actor, at = request.POST.get("proof", ""), actor_of(request), clock.now()
    problems: Mapping[str, Text] = {}
    try:
        authorisations.answer_by_link(code, proof, **_answered(request), actor=actor, at=at)
    except Invalid as invalid:
        problems = {problem.field: problem.text for problem in invalid.problems}
    except AlreadySigned:
        pass  # signed a moment before, in another window: the page says so
    except ProofOver as over:
        return _who(request, code, refusal=over, status=over.status)
    except NotFound:
        return _gone(request)
    own = authorisations.own_by_link(code, proof, at=at)
    return _text(request, own, request.path, problems, answered=not problems)


@for_people
def own(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The reader's own text, signed in: no second look at who they are."""
    problems: Mapping[str, Text] = {}
    if request.method == "POST":
        try:
            authorisations.answer_own(number, **_answered(request), actor=actor, at=clock.now())
        except Invalid as invalid:
            problems = {problem.field: problem.text for problem in invalid.problems}
        except AlreadySigned:
            pass  # signed a moment before, in another window: the page says so
    found = authorisations.own(number, actor=actor)
    return _text(request, found, request.path, problems, answered=request.method == "POST" and not problems)


def _answered(request: HttpRequest) -> dict[str, bool]:
    return {"agrees": request.POST.get("answer") == "agree", "promised": request.POST.get("promise") == "yes"}


def _who(
    request: HttpRequest,
    code: str,
    errors: Mapping[str, Text] | None = None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The boxes for name and number; what was typed is not shown again on a device that may be somebody else's."""
    errors = errors or {}
    fields = [
        FieldView(name="name", label=NAME, hint=NAME_HINT, error=errors.get("name", ""), autocomplete="off"),
        FieldView(name="id_number", label=NUMBER, error=errors.get("id_number", ""), autocomplete="off"),
    ]
    context = {
        "fields": fields,
        "refusal": Text(refusal.message("zh-Hans"), refusal.message("en")) if refusal else None,
        "action": reverse("portal.sign", args=[code]),
    }
    return closed(render(request, "portal/sign_who.html", context, status=status))


def _text(
    request: HttpRequest,
    own: OwnText,
    action: str,
    problems: Mapping[str, Text] | None = None,
    *,
    answered: bool = False,
) -> HttpResponse:
    problems = problems or {}
    promise = FieldView(name="promise", label=own.promise, kind="tick", error=problems.get("promise", ""))
    context: dict[str, Any] = {"own": own, "promise": promise, "action": action, "answered": answered}
    return closed(render(request, "portal/sign.html", context, status=422 if problems else 200))


def _gone(request: HttpRequest) -> HttpResponse:
    return closed(render(request, "portal/sign_gone.html", {}, status=404))
