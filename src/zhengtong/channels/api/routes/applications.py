"""Applying in one call."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from zhengtong.channels.api import _shapes as shapes
from zhengtong.channels.api._answers import answer
from zhengtong.channels.api._auth import SIGNED_IN, actor_of
from zhengtong.channels.api._idempotency import PARAMETER, request_key
from zhengtong.channels.api._say import CASE
from zhengtong.journeys.apply import apply
from zhengtong.kernel import clock

router = Router(tags=["applications"])
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), shapes.Problem)


@router.post(
    "applications",
    auth=SIGNED_IN,
    response={201: shapes.Opened, **_REFUSALS},
    operation_id="apply",
    openapi_extra=PARAMETER,
)
def new(request: HttpRequest, body: shapes.NewApplication) -> HttpResponse:
    """Send an application: all of it is kept, or nothing. The number of the case is the receipt.

    409 `draft_exists` when the person has a draft of this service: it is theirs to finish or discard on the site.
    """
    key = request_key(request, [body.service, body.answers])
    number = apply(body.service, body.answers, request=key, actor=actor_of(request), at=clock.now())
    location = CASE.format(number=number)
    response = answer(request, {"case": number, "location": location}, status=201)
    response["Location"] = location
    return response
