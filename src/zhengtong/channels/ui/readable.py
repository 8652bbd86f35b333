"""What cannot be read as text is refused before a view sees it: no database keeps a NUL, nothing guesses encodings."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from zhengtong.channels.ui.views import error_page
from zhengtong.kernel.text import Text

Handler = Callable[[HttpRequest], HttpResponseBase]
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_UTF_8 = frozenset({"", "utf-8", "utf8"})
UNREADABLE = Text(
    "发来的内容里有看不懂的字符。请删掉从别处贴过来的特殊符号，再交一次。",
    "What was sent holds characters that cannot be read. Delete special characters pasted from elsewhere and send it"
    " again.",
)


def readable_only(get_response: Handler) -> Handler:
    """Answer 400 when the address, the query or the form holds a NUL, is in another encoding, or breaks off."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if _is_readable(request):
            return get_response(request)
        return error_page(request, 400, UNREADABLE)

    return handle


def _is_readable(request: HttpRequest) -> bool:
    if "\0" in request.path or _has_nul([request.GET]):
        return False
    if request.method != "POST" or request.content_type not in _FORMS:
        return True
    if (request.content_params or {}).get("charset", "").lower() not in _UTF_8:
        return False
    try:
        names = [one.name or "" for _, files in request.FILES.lists() for one in files]
        return not _has_nul([request.POST]) and not any("\0" in name for name in names)
    except MultiPartParserError:
        return False


def _has_nul(many: Iterable[QueryDict]) -> bool:
    return any("\0" in text for one in many for name, values in one.lists() for text in (name, *map(str, values)))
