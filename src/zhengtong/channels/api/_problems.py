"""What goes wrong, as RFC 9457 says it: from the refusal's own words, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from zhengtong.channels.api._answers import PROBLEM, answer
from zhengtong.channels.api._language import language_of
from zhengtong.channels.ui.errors import PAGES
from zhengtong.journeys.submit import Unfinished
from zhengtong.kernel.counts.data import TooMany
from zhengtong.kernel.errors import FieldProblem, Invalid, Refusal
from zhengtong.kernel.text import Text

TYPE = "/api/v1/problems/{code}"
MISSING, WRONG = (
    Text("这里还没填。", "This is missing."),
    Text("这里的写法不对。", "This is not written as it must be."),
)
#: Problems without a refusal of their own, by status.
CODES = {
    400: "unreadable",
    401: "second_factor_needed",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_many",
    500: "broken",
    503: "closed",
}
_SECOND_FACTOR = Text(
    "还差动态验证码。请到网站上输完 6 位数再来。", "The second factor is not shown yet. Sign in on the site."
)
_METHOD = Text("这个地址不接受这种请求。", "This address does not take this kind of request.")
_SIZE = Text("发来的内容太大了。", "What was sent is too large.")
_OWN = {401: _SECOND_FACTOR, 405: _METHOD, 413: _SIZE}
_WORDS = {**{status: words.title for status, words in PAGES.items()}, **_OWN}
_LOOSE = {"body", "query", "path", "header", "data"}


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal with its fields, if it has any."""
    language = language_of(request)
    extra: dict[str, Any] = {}
    if isinstance(refusal, Invalid):
        extra["errors"] = [_field(problem, language) for problem in refusal.problems]
    elif isinstance(refusal, Unfinished):
        named = (FieldProblem(m.question, "required", MISSING) for m in refusal.missing)
        extra["errors"] = [_field(problem, language) for problem in named]
    params = {name: value for name, value in refusal.params.items() if isinstance(value, str | int)}
    if params:
        extra["params"] = params
    problem = _problem(request, refusal.status, refusal.code, refusal.message(language), extra)
    if isinstance(refusal, TooMany):
        problem["Retry-After"] = str(refusal.wait)
    return problem


def of_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A call that does not have the shape OpenAPI shows."""
    return of_refusal(request, Invalid([_misshapen(each) for each in error.errors]))


def of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the library itself refuses."""
    return of_status(request, error.status_code)


def of_size(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body larger than is read."""
    return of_status(request, 413)


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """A bare status."""
    words = _WORDS.get(status, _WORDS[400 if status < 500 else 500])
    code = CODES.get(status, CODES[400 if status < 500 else 500])
    return _problem(request, status, code, words.in_(language_of(request)), {})


def _problem(request: HttpRequest, status: int, code: str, title: str, extra: Mapping[str, Any]) -> HttpResponse:
    body = {"type": TYPE.format(code=code), "status": status, "code": code, "title": title, **extra}
    return answer(request, body, status=status, media_type=PROBLEM)


def _field(problem: FieldProblem, language: str) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "text": problem.text.in_(language)}


def _misshapen(error: Mapping[str, Any]) -> FieldProblem:
    code, text = ("required", MISSING) if error.get("type") == "missing" else ("shape", WRONG)
    return FieldProblem(_place(error.get("loc", ())), code, text)


def _place(steps: Iterable[Any]) -> str:
    return ".".join(str(step) for step in steps if step not in _LOOSE) or "body"


def said_of(code: str) -> Text | None:
    """What a code says, its marks unfilled; None for a code that is none of ours."""
    bare = {code: _WORDS[status] for status, code in CODES.items() if status in _WORDS}
    return {**bare, **{kind.code: kind.text for kind in _kinds(Refusal)}}.get(code)


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
