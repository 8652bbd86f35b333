"""For strangers: is this certificate genuine, and what does this problem mean."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from zhengtong.channels.api import _shapes as shapes
from zhengtong.channels.api._answers import tagged
from zhengtong.channels.api._language import language_of
from zhengtong.channels.api._problems import said_of
from zhengtong.channels.api._say import licence as say_licence
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel.errors import NotFound

router = Router(tags=["open to all"])


@router.get(
    "licences/{code}",
    auth=None,
    response={200: shapes.Licence, 404: shapes.Problem},
    operation_id="lookUpLicence",
)
def licence(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a stranger with the code of a certificate may know. 404: there is none, so the paper is not genuine."""
    return tagged(request, say_licence(licences.look_up(code), language_of(request)), cache="no-store")


@router.get(
    "problems/{code}",
    auth=None,
    response={200: shapes.ProblemKind, 404: shapes.Problem},
    operation_id="getProblem",
)
def problem(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the `type` of a problem means; `{marks}` stand for what differs from one to the next."""
    words = said_of(code)
    if words is None:
        raise NotFound()
    return tagged(request, {"code": code, "title": words.in_(language_of(request))}, cache="public, max-age=3600")
