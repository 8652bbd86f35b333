"""`/api/v1/`: routes, and one form for everything that goes wrong."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from zhengtong.channels.api import _problems
from zhengtong.channels.api._answers import JSON, PROBLEM
from zhengtong.channels.api._auth import SIGNED_IN
from zhengtong.channels.api._parser import WholeText
from zhengtong.channels.api.routes import applications, cases, open_to_all, services
from zhengtong.kernel.errors import Refusal

_REFUSED = 400


class _Api(NinjaAPI):
    """OpenAPI says of every refusal what is sent: `application/problem+json`."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= _REFUSED and JSON in response.get("content", {}):
                        response["content"] = {PROBLEM: response["content"][JSON]}
        return schema


api = _Api(
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
