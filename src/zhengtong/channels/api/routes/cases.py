"""Cases: one's own, or the queue of one's office."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from zhengtong.channels.api import _say as say
from zhengtong.channels.api import _shapes as shapes
from zhengtong.channels.api._answers import answer, tagged
from zhengtong.channels.api._auth import SIGNED_IN, actor_of
from zhengtong.channels.api._cursor import BadCursor, opened, sealed
from zhengtong.channels.api._idempotency import PARAMETER, require_key
from zhengtong.channels.api._language import language_of
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Listed
from zhengtong.journeys.rate import rate
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import AlreadyRated, RatingData

router = Router(tags=["cases"])
_OFFICE = ("staff", "administrator")


@router.get(
    "cases",
    auth=SIGNED_IN,
    response={200: shapes.Cases, **dict.fromkeys((400, 401, 404, 422, 429), shapes.Problem)},
    operation_id="listCases",
)
def listed(request: HttpRequest, after: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 20) -> HttpResponse:
    """People: their own cases, newest first. Staff: open cases of their office by due date; the look is recorded."""
    found = _found(actor_of(request), opened(after), limit)
    following = f"{request.path}?after={sealed(found.after)}&limit={limit}" if found.after else None
    language = language_of(request)
    body = {"items": [say.case_row(case, language) for case in found.cases], "next": following}
    response = answer(request, body)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _found(actor: Actor, after: str, limit: int) -> Listed:
    try:
        if actor.kind in _OFFICE:
            return cases.queue(actor, at=clock.now(), after=after, limit=limit)
        return _own(actor, after, limit)
    except NotFound:
        if after:
            raise BadCursor() from None
        raise


def _own(actor: Actor, after: str, limit: int) -> Listed:
    """One's own cases; one more is asked for, to know whether there is a next page."""
    if after and not after.isdecimal():
        raise BadCursor()
    found = cases.cases_of(actor, before=int(after) if after else None, limit=limit + 1)
    return Listed(found[:limit], str(found[limit - 1].row) if len(found) > limit else "")


@router.get(
    "cases/{number}",
    auth=SIGNED_IN,
    response={200: shapes.CaseWhole, **dict.fromkeys((401, 404, 429), shapes.Problem)},
    operation_id="getCase",
)
def one(request: HttpRequest, number: str) -> HttpResponseBase:
    """A case, for its parties and its office's clerks (whose look is recorded). Send If-None-Match to get 304."""
    found = cases.case(number, actor=actor_of(request), at=clock.now())
    return tagged(request, say.case_whole(found, language_of(request)))


@router.post(
    "cases/{number}/rating",
    auth=SIGNED_IN,
    response={201: shapes.RatingGiven, **dict.fromkeys((400, 401, 403, 404, 409, 422, 429), shapes.Problem)},
    operation_id="rateCase",
    openapi_extra=PARAMETER,
)
def rated(request: HttpRequest, number: str, body: shapes.NewRating) -> HttpResponse:
    """Judge one's own closed case, once. A bad grade has a date by which the office answers."""
    require_key(request)
    try:
        given = rate(number, body.grade, body.comment, channel="api", actor=actor_of(request), at=clock.now())
    except AlreadyRated:
        given = _repeated(number, body)
    return answer(request, say.rating(given), status=201)


def _repeated(number: str, body: shapes.NewRating) -> RatingData:
    """A case has one rating, so the same words again are the same request; other words are refused."""
    given = ratings.rating_of(number)
    if given is None or (given.grade, given.comment) != (body.grade, body.comment.strip()):
        raise AlreadyRated()
    return given
