"""A month's list: what changed, who is on it, confirm it, what the bank said."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhengtong.channels.desk import _benefit_words as words
from zhengtong.channels.desk._request import for_roll
from zhengtong.channels.ui.api import day, yuan
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import ListChanged, NotChecked, SamePerson
from zhengtong.delivery.benefits.data import Differences, ListData
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text

PAGE = 50
LISTS = (
    Text("名册", "List"),
    Text("状态", "State"),
    Text("人次", "Rows"),
    Text("合计", "Total"),
    Text("退回", "Came back"),
)
ROWS = (
    Text("姓名", "Name"),
    Text("哪个月", "Month"),
    Text("金额", "Amount"),
    Text("状态", "State"),
    Text("账户", "Account"),
    Text("退回原因", "Why it came back"),
)
CHANGES = (Text("姓名", "Name"), Text("上月", "Last month"), Text("本月", "This month"), Text("为什么", "Why"))
FILES = (
    Text("文件", "File"),
    Text("结果", "Result"),
    Text("时间", "When"),
    Text("原因和怎么办", "Why, and what to do"),
)
ROWS_LABEL, TOTAL, BACK = Text("人次", "Rows"), Text("合计", "Total"), Text("退回", "Came back")
AGAINST = Text("上月 {rows} 人次", "{rows} last month")
AGAINST_FEN = Text("上月 {total}", "{total} last month")
OF = Text("到账 {rows} 人次", "{rows} paid")


@for_roll
def lists(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """The lists of the office, newest first, and files of the bank that belong to none."""
    context = {
        "actor": actor,
        "columns": [{"label": label} for label in LISTS],
        "rows": [words.list_row(one) for one in benefits.lists(actor)],
        "file_columns": [{"label": label} for label in FILES],
        "files": words.file_rows(benefits.return_files(actor=actor)),
    }
    return render(request, "desk/benefit_lists.html", context)


@for_roll
def month_list(request: HttpRequest, benefit_list: str, *, actor: Actor) -> HttpResponse:
    """One list."""
    return _show(request, benefit_list, actor)


def _show(request: HttpRequest, list_id: str, actor: Actor, refused: Text | None = None) -> HttpResponse:
    found = benefits.month_list(list_id, actor=actor)
    compared = benefits.differences(list_id, actor=actor)
    returned = "returned" in request.GET
    after = request.GET.get("after", "")
    page = benefits.list_rows(
        list_id,
        actor=actor,
        at=clock.now(),
        returned=returned,
        after=int(after) if after.isdecimal() else 0,
        limit=PAGE,
    )
    own = reverse("desk.benefit_list", args=[list_id])
    context = {
        "actor": actor,
        "list": found,
        "name": words.list_name(found),
        "lamp": words.list_lamp(found),
        "refused": refused,
        "is_mine": actor.id in (found.drafted_by, found.checked_by),
        "drawn_up_by": found.drafted_by_name,
        "figures": _figures(found, compared),
        "due": day(found.arrives_by),
        "groups": words.difference_groups(compared),
        "changes": [{"label": label} for label in CHANGES],
        "extra": compared.extra,
        "extra_total": yuan(compared.extra_fen),
        "columns": [{"label": label} for label in ROWS],
        "is_same": not compared.found and compared.last_rows > 0,
        "rows": [words.payment_row(one) for one in page.rows],
        "people": len({one.person for one in page.rows}),
        "only_returned": returned,
        "next": f"{own}?after={page.after}{'&returned' if returned else ''}" if page.after else "",
        "back": own if after else "",
        "file_columns": [{"label": label} for label in FILES],
        "files": words.file_rows(benefits.return_files(list_id, actor=actor)),
    }
    return render(request, "desk/benefit_list.html", context, status=409 if refused else 200)


def _figures(found: ListData, compared: Differences) -> list[dict[str, Any]]:
    """How many and how much, against last month; what came back once the bank has answered."""
    rows = [
        _figure(ROWS_LABEL, f"{found.rows:,}", AGAINST.format(rows=f"{compared.last_rows:,}")),
        _figure(TOTAL, yuan(found.total_fen), AGAINST_FEN.format(total=yuan(compared.last_total_fen))),
    ]
    if found.paid or found.returned:
        rows.append(_figure(BACK, f"{found.returned:,}", OF.format(rows=f"{found.paid:,}")))
    return rows


def _figure(label: Text, number: str, note: Text) -> dict[str, Any]:
    return {"label": label, "value": number, "note": note}


@require_POST
@for_roll
def check(request: HttpRequest, benefit_list: str, *, actor: Actor) -> HttpResponse:
    """Say that exactly the rows that were shown are right."""
    try:
        benefits.check(benefit_list, request.POST.get("_content", ""), actor=actor, at=clock.now())
    except ListChanged as refused:
        return _show(request, benefit_list, actor, refused.text)
    return HttpResponseRedirect(reverse("desk.benefit_list", args=[benefit_list]))


@require_POST
@for_roll
def confirm(request: HttpRequest, benefit_list: str, *, actor: Actor) -> HttpResponse:
    """Let exactly the rows that were shown go to the bank."""
    try:
        benefits.confirm(benefit_list, request.POST.get("_content", ""), actor=actor, at=clock.now())
    except (ListChanged, NotChecked, SamePerson) as refused:
        return _show(request, benefit_list, actor, refused.text)
    return HttpResponseRedirect(reverse("desk.benefit_list", args=[benefit_list]))


@require_POST
@for_roll
def redraft(request: HttpRequest, benefit_list: str, *, actor: Actor) -> HttpResponse:
    """Draw the list up again from the roll as it is now."""
    benefits.redraft(benefit_list, actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("desk.benefit_list", args=[benefit_list]))
