"""The public log of everything done and seen: for people in words, for checkers in C2SP tiles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhengtong.channels.ui.api import error_page, moment
from zhengtong.kernel.text import Text
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Published

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_NOT_KEPT, _FOR_EVER = "no-cache", "public, max-age=31536000, immutable"
SIZE, SIGNED = Text("一共多少条记录", "Entries"), Text("签名时间", "Signed")
ROOT = Text("全部记录的指纹", "Fingerprint of all entries")
NAME, KEY = Text("这本账的名字", "Name of the log"), Text("验签用的公钥", "Public key")


def page(request: HttpRequest) -> HttpResponse:
    """How anybody can check that no record was removed."""
    try:
        head = audit.published()
    except audit.LogBrokenError as error:
        return _page(request, None, error.broken.text)
    return _page(request, head, None)


def _page(request: HttpRequest, head: Published | None, broken: Text | None) -> HttpResponse:
    context = {
        "rows": _rows(head) if head else [],
        "tile": _first_tile(head.size) if head else "",
        "broken": broken,
    }
    return render(request, "log/log.html", context, status=503 if broken else 200)


def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed head, as it stands now; 503 when it does not follow from what was signed before."""
    try:
        return _bytes(audit.checkpoint_bytes(), TEXT, _NOT_KEPT)
    except audit.LogBrokenError as error:
        return error_page(request, 503, error.broken.text)


def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile; one that is named never changes, a full one and a partial one alike."""
    return _bytes(audit.tile_bytes(path), BYTES, _FOR_EVER)


def _bytes(content: bytes, media_type: str, cache: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rows(head: Published) -> list[dict[str, object]]:
    shown = ((SIZE, str(head.size)), (SIGNED, moment(head.at)), (ROOT, head.root), (NAME, head.origin))
    rows = [*shown, (KEY, audit.verifier_key())]
    return [{"label": label, "value": value, "source": "", "href": "", "verb": ""} for label, value in rows]


def _first_tile(size: int) -> str:
    """The path of the first tile of entries, as an example to look at."""
    full = 256
    return "entries/000" if size >= full else f"entries/000.p/{size}"
