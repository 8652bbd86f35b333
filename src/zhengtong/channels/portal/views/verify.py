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
NO_CODE = Text("这里面没有码。请写证明上的 26 位字符。", "There is no code in this. Write the 26 characters.")
LAST_FOUR = Text("身份证号最后四位", "Last four of the resident ID")
KIND, ISSUER, ISSUED = Text("什么证明", "Kind"), Text("谁签发的", "Issued by"), Text("哪天签发", "Issued on")
VALID, NO_END, HOLDER = Text("有效到", "Valid until"), Text("长期", "No end"), Text("持证人", "Holder")
IDENTIFIER = Text("证照标识", "Licence identifier")


@public_page
def ask(request: HttpRequest) -> HttpResponse:
    """The box for the code, for those who cannot scan it."""
    typed = request.GET.get("code", "")
    if code := _code_in(typed):
        return HttpResponseRedirect(reverse("portal.verified", args=[code]))
    error = NO_CODE if "code" in request.GET else ""
    field = FieldView(name="code", label=CODE, value=typed, hint=CODE_HINT, error=error, autocomplete="off")
    return render(request, "portal/verify.html", {"code_field": field})


def show(request: HttpRequest, code: str) -> HttpResponse:
    """What a stranger may know of a certificate; more with the last four of the holder's resident ID."""
    code = _code_in(code)
    last_four = request.POST.get("last_four", "").strip().upper()
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
    field = FieldView(name="last_four", label=LAST_FOUR, value=last_four, error=error, width="s", autocomplete="off")
    context = {"licence": found, "rows": _rows(found), "last_four_field": field}
    return render(request, "portal/verified.html", context, status=status)


def _code_in(typed: str) -> str:
    """The code in what was typed, or at the end of a pasted address: 0-9 and A-Z without dashes; empty without."""
    path = re.split(r"[?#]", typed)[0].strip().rstrip("/")
    return re.sub(r"[^0-9A-Z]", "", path.rsplit("/", 1)[-1].upper())


def _rows(licence: PublicLicence) -> list[dict[str, Any]]:
    """What is shown of it, line by line."""
    shown = [(KIND, licence.kind), (ISSUER, licence.issuer), (ISSUED, full_day(licence.issued_on))]
    shown.append((VALID, full_day(licence.valid_to) if licence.valid_to else NO_END))
    shown.append((HOLDER, licence.holder))
    if licence.identifier:
        shown.append((IDENTIFIER, licence.identifier))
    shown += [(field.label, field.value) for field in licence.fields]
    return [{"label": label, "value": value, "source": "", "href": "", "verb": ""} for label, value in shown]
