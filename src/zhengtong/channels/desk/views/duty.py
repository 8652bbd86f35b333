"""A bad rating: read it, mend it, say what was done."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._words import lamp_of
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.answer_rating import CALLED_BACK, answer_rating
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import GRADES

SEEN = "看过了，不用改"
LOOKED_AT = ("late_answer", "benefit_enrol", "corrected_after")
LABEL = Text("回访了什么，怎么改的", "What you learnt and mended")
HINT = Text("申请人看得到，至少 10 个字", "The applicant reads it; at least 10 characters")


@require_http_methods(["GET", "POST"])
@for_clerks
def duty(request: HttpRequest, duty: str, *, actor: Actor) -> HttpResponse:
    """The rating a duty is about, and its answer."""
    if request.method == "GET":
        return _show(request, duty, actor)
    try:
        answer_rating(duty, request.POST.get("answer", ""), actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, duty, actor, invalid)
    return HttpResponseRedirect(reverse("desk.duty", args=[duty]))


@require_POST
@for_clerks
def done(request: HttpRequest, duty: str, *, actor: Actor) -> HttpResponse:
    """What only had to be looked at was looked at, and changes nothing."""
    found = duties.duty(duty, actor=actor)
    if found.kind not in LOOKED_AT:
        raise NotFound()
    duties.close_duty(duty, actor=actor, at=clock.now(), reason=SEEN)
    return HttpResponseRedirect(reverse("desk.case", args=[found.about[1]]))


def _show(request: HttpRequest, duty_id: str, actor: Actor, invalid: Invalid | None = None) -> HttpResponse:
    found = duties.duty(duty_id, actor=actor)
    rating = ratings.rating_of(found.about[1])
    if found.kind != "bad_rating" or rating is None:
        raise NotFound()
    case = cases.case(found.about[1], actor=actor, at=clock.now(), reason=CALLED_BACK)
    words, state = lamp_of(found.due, clock.today())
    context = {
        "actor": actor,
        "duty": found,
        "summary": case.summary,
        "rating": rating,
        "grade": GRADES[rating.grade],
        "is_own": cases.is_own(actor, case.summary),
        "lamp_words": words,
        "lamp_state": state,
        "field": _field(request.POST.get("answer", ""), invalid.problems[0].text if invalid else ""),
    }
    return render(request, "desk/duty.html", context, status=422 if invalid else 200)


def _field(typed: str, error: Text | str) -> FieldView:
    return FieldView(name="answer", label=LABEL, kind="textarea", value=typed, hint=HINT, error=error)
