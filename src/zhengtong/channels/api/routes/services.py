"""What can be done here, for anybody; the questions, for those who signed in."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from zhengtong.channels.api import _say_services as say
from zhengtong.channels.api import _shapes as shapes
from zhengtong.channels.api._answers import tagged
from zhengtong.channels.api._auth import SIGNED_IN
from zhengtong.channels.api._language import language_of
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue

router = Router(tags=["services"])
_PUBLIC = "public, max-age=60"


@router.get("services", auth=None, response={200: shapes.Services}, operation_id="listServices")
def services(request: HttpRequest) -> HttpResponseBase:
    """Every service as new applications find it, by id."""
    language = language_of(request)
    rows = [say.row(version.service, language) for version in catalogue.published_services()]
    return tagged(request, {"items": rows}, cache=_PUBLIC)


@router.get(
    "services/{service}",
    auth=None,
    response={200: shapes.ServiceWhole, 404: shapes.Problem},
    operation_id="getService",
)
def service(request: HttpRequest, service: str) -> HttpResponseBase:
    """A service: what it gives, who may have it, on which basis, how long it takes."""
    return tagged(request, say.whole(catalogue.published(service), language_of(request)), cache=_PUBLIC)


@router.get(
    "services/{service}/form",
    auth=SIGNED_IN,
    response={200: shapes.Form, **dict.fromkeys((401, 404, 429), shapes.Problem)},
    operation_id="getForm",
)
def form(request: HttpRequest, service: str) -> HttpResponseBase:
    """The questions of a service as data. Answers go to `POST applications` under the names in `boxes`."""
    facts = {"answers": {}, "known": {}, "today": clock.today()}
    return tagged(request, say.form(catalogue.published(service), facts, language_of(request)))
