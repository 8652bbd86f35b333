"""What is put up in public, as the sheet on the wall says it; what somebody says to it; and what came of that.

No account is asked for, and one that happens to be signed in is not noted: whoever objects does so as nobody.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhengtong.channels.portal._request import closed
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import PostingData, Said, TooManyObjections
from zhengtong.journeys.objection_followed import CameOf, objection_followed
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.identifiers import new_code
from zhengtong.kernel.text import Text

REASON = Text("您想说什么", "What would you like to say")
REASON_HINT = Text("哪里和您知道的不一样，照实写", "What differs from what you know, as it is")
NAME, PHONE = Text("您的姓名", "Your name"), Text("您的电话", "Your telephone")
NAME_HINT = Text("只给办这件事的人看，不告诉申请人", "Only for who works on this; the applicant is not told")
PHONE_HINT = Text("要核实时好找您", "So that we can ask you about it")
RECEIPT, RECEIPT_HINT = Text("收条号", "Receipt number"), Text("12 位，大小写、横线都不要紧", "12 characters")
NOT_THERE = Text("没有这个收条号，对着再抄一遍。", "There is no such number. Please copy it once more.")
CAME_OF: Mapping[CameOf, Text] = {
    "over": Text("公示结束了，这件事还在办。", "The notice is over; the matter goes on."),
    "again": Text(
        "公示结束了。有人提了意见，这件事正在重新查。",
        "The notice is over. Because somebody objected, the matter is looked into again.",
    ),
    "decided": Text("公示结束了，这件事已经有结果。", "The notice is over, and the matter is decided."),
    "decided_again": Text(
        "有人提了意见，这件事重新查过，已经有结果。",
        "Because somebody objected, the matter was looked into again. It is decided.",
    ),
}
ONCE = "_once"  # which drawing of the form it was sent from
FIELDS = ("reason", "name", "phone", ONCE)


@require_GET
def posting(request: HttpRequest, code: str) -> HttpResponse:
    """What the sheet shows, while it is up."""
    try:
        found = publicity.posting(code, at=clock.now())
    except NotFound:
        return _gone(request)
    return closed(render(request, "portal/posting.html", _context(found, code)))


def say(request: HttpRequest, code: str) -> HttpResponse:
    """Object to it; done, the page of the receipt says so."""
    try:
        found = publicity.posting(code, at=clock.now())
        if request.method != "POST":
            return _form(request, found, code)
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        sender = str(request.META.get("REMOTE_ADDR", ""))
        said = Said(typed["reason"], typed["name"], typed["phone"], typed[ONCE])
        receipt = publicity.object_on_page(code, said, sender, actor=ANONYMOUS, at=clock.now())
    except NotFound:
        return _gone(request)
    except Invalid as invalid:
        return _form(request, found, code, typed, {one.field: one.text for one in invalid.problems})
    except TooManyObjections as refusal:
        return _form(request, found, code, typed, refusal=refusal)
    return HttpResponseRedirect(reverse("portal.followed", args=[receipt]))


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """The box for a receipt number, for those who have it on paper."""
    typed = request.GET.get("receipt", "").strip()
    if typed.isascii() and typed.replace("-", "").isalnum():
        return HttpResponseRedirect(reverse("portal.followed", args=[typed]))
    return _box(request, typed, NOT_THERE if typed else "", 200)


@require_GET
def followed(request: HttpRequest, receipt: str) -> HttpResponse:
    """Whether it was looked at, and what was said to it; nothing of whom it is about."""
    try:
        found = objection_followed(receipt, at=clock.now())
    except NotFound:
        return _box(request, receipt, NOT_THERE, 404)
    said = found.objection
    context = {
        "followed": said,
        "receipt": receipt.upper(),
        "came_of": CAME_OF.get(found.came_of),
        "is_late": said.look_by < clock.today(),
        "is_decided": found.came_of.startswith("decided"),
    }
    return closed(render(request, "portal/objection.html", context))


def _form(
    request: HttpRequest,
    found: PostingData,
    code: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Text] | None = None,
    refusal: TooManyObjections | None = None,
) -> HttpResponse:
    typed, errors = typed or {**dict.fromkeys(FIELDS, ""), ONCE: new_code()}, errors or {}
    required = not found.may_be_anonymous
    fields = [
        FieldView(
            name="reason",
            label=REASON,
            kind="textarea",
            hint=REASON_HINT,
            value=typed["reason"],
            error=errors.get("reason", ""),
        ),
        FieldView(
            name="name",
            label=NAME,
            hint=NAME_HINT,
            value=typed["name"],
            error=errors.get("name", ""),
            required=required,
            autocomplete="off",
        ),
        FieldView(
            name="phone",
            label=PHONE,
            hint=PHONE_HINT,
            value=typed["phone"],
            error=errors.get("phone", ""),
            required=required,
            autocomplete="off",
            inputmode="tel",
        ),
    ]
    said = Text(refusal.message("zh-Hans"), refusal.message("en")) if refusal else None
    status = refusal.status if refusal else 422 if errors else 200
    context = {**_context(found, code), "fields": fields, "refusal": said, "once": typed[ONCE]}
    return closed(render(request, "portal/posting_say.html", context, status=status))


def _context(found: PostingData, code: str) -> dict[str, object]:
    rows = [{"label": one.label, "value": one.value, "source": "", "href": "", "verb": ""} for one in found.shown]
    return {"posting": found, "rows": rows, "code": code}


def _box(request: HttpRequest, typed: str, error: Text | str, status: int) -> HttpResponse:
    field = FieldView(name="receipt", label=RECEIPT, hint=RECEIPT_HINT, value=typed, error=error, autocomplete="off")
    return closed(render(request, "portal/objection_ask.html", {"receipt_field": field}, status=status))


def _gone(request: HttpRequest) -> HttpResponse:
    return closed(render(request, "portal/posting_gone.html", {}, status=404))
