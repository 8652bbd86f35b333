"""`/api/v1/`: routes, and one form for everything that goes wrong."""

from django.core.exceptions import RequestDataTooBig
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhengtong.channels.api import _problems
from zhengtong.channels.api._auth import SIGNED_IN
from zhengtong.channels.api._parser import WholeText
from zhengtong.channels.api.routes import applications, cases, open_to_all, services
from zhengtong.kernel.errors import Refusal

api = NinjaAPI(
    title="Zhengtong 政通",
    version="1",
    description="Online government services for programs. Problems are application/problem+json (RFC 9457).",
    urls_namespace="api",
    docs_url=None,
    auth=SIGNED_IN,
    parser=WholeText(),
)
for router in (services.router, applications.router, cases.router, open_to_all.router):
    api.add_router("", router)

api.exception_handler(Refusal)(_problems.of_refusal)
api.exception_handler(ValidationError)(_problems.of_shape)
api.exception_handler(RequestDataTooBig)(_problems.of_size)
api.exception_handler(HttpError)(_problems.of_http)
