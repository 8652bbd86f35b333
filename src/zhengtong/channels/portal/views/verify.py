"""Is this certificate genuine? Anyone may ask, with the code that stands on it."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal._request import actor_of
from zhengtong.channels.portal.page_cache import public_page
from zhengtong.channels.ui.api import full_day
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import PublicLicence
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.kernel.text import Text

CODE = Text("证明上的 26 位字符", "The 26 characters on the certificate")
CODE_HINT = Text("大小写、横线都不要紧", "Case and dashes do not matter")
LENGTH = 26
TOO_SHORT = Text("写了 {written} 位，还差 {missing} 位。", "You wrote {written} characters; {missing} are missing.")
TOO_LONG = Text("写了 {written} 位，应该是 26 位。", "You wrote {written} characters; there are 26.")
NO_FOUR = Text("写上最后四位。", "Write the last four characters.")
NO_CODE = Text("这里面没有码。请写证明上的 26 位字符。", "There is no code in this. Write the 26 characters.")
LAST_FOUR = Text("身份证号最后四位", "Last four of the resident ID")
KIND, ISSUER, ISSUED = Text("什么证明", "Kind"), Text("谁签发的", "Issued by"), Text("哪天签发", "Issued on")
VALID, NO_END, HOLDER = Text("有效到", "Valid until"), Text("长期", "No end"), Text("持证人", "Holder")
IDENTIFIER = Text("证照标识", "Licence identifier")


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """The box for the code, for those who cannot scan it."""
    typed = request.GET.get("code", "")
    code = _code_in(typed)
    if len(code) == LENGTH:
        return HttpResponseRedirect(reverse("portal.verified", args=[code]))
    return _box(request, typed, _wrong_length(code) if "code" in request.GET else "")


def _box(request: HttpRequest, typed: str, error: Text | str, status: int = 200) -> HttpResponse:
    field = FieldView(name="code", label=CODE, value=typed, hint=CODE_HINT, error=error, autocomplete="off")
    return render(request, "portal/verify.html", {"code_field": field}, status=status)


def _wrong_length(code: str) -> Text:
    if not code:
        return NO_CODE
    words = TOO_SHORT if len(code) < LENGTH else TOO_LONG
    return words.format(written=len(code), missing=LENGTH - len(code))


def show(request: HttpRequest, code: str) -> HttpResponse:
    """What a stranger may know of a certificate; more with the last four of the holder's resident ID."""
    code = _code_in(code)
    last_four = request.POST.get("last_four", "").strip().upper()
    if len(code) != LENGTH:
        return _box(request, code, _wrong_length(code), status=404)
    problem, status = None, 200
    try:
        if last_four:
            found = licences.show(code=code, last_four=last_four, actor=actor_of(request), at=clock.now())
        else:
            found = licences.look_up(code)
    except NotFound:
        return render(request, "portal/verified.html", {"licence": None}, status=404)
    except Refusal as refusal:
        found, problem, status = licences.look_up(code), refusal, refusal.status
    error = Text(problem.message("zh-Hans"), problem.message("en")) if problem else ""
    if request.method == "POST" and not last_four:
        error, status = NO_FOUR, 422
    field = FieldView(name="last_four", label=LAST_FOUR, value=last_four, error=error, width="s", autocomplete="off")
    context = {"licence": found, "rows": _rows(found), "last_four_field": field}
    return render(request, "portal/verified.html", context, status=status)


def _code_in(typed: str) -> str:
    """The code in what was typed, or at the end of a pasted address: 0-9 and A-Z without dashes; empty without."""
    path = re.split(r"[?#]", typed)[0].strip().rstrip("/")
    return re.sub(r"[^0-9A-Z]", "", path.rsplit("/", 1)[-1].upper())


def _rows(licence: PublicLicence) -> list[dict[str, Any]]:
    """What is shown of it, line by line."""
    shown: list[tuple[Text, Text | str]] = [(KIND, licence.kind)] if licence.full else []
    shown += [(ISSUER, licence.issuer), (ISSUED, full_day(licence.issued_on))]
    shown.append((VALID, full_day(licence.valid_to) if licence.valid_to else NO_END))
    if licence.full:
        shown += [(HOLDER, licence.holder), (IDENTIFIER, licence.identifier)]
    shown += [(field.label, field.value) for field in licence.fields]
    return [{"label": label, "value": value, "source": "", "href": "", "verb": ""} for label, value in shown]
