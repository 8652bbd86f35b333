"""The roll and its lists in a clerk's words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from zhengtong.channels.desk._search import SERIAL
from zhengtong.channels.ui.api import moment, short_day, text, yuan
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.benefits.data import (
    FROM_STATES,
    MOVES,
    ChangeData,
    Difference,
    Differences,
    EntitlementData,
    ListData,
    PaymentData,
    ReturnFileData,
    State,
)
from zhengtong.kernel import clock
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text

STATES = {
    "in_force": (Text("在发", "Paid"), ""),
    "suspended": (Text("暂停", "Paused"), "hold"),
    "tapering": (Text("渐退", "Tapering"), "near"),
    "stopped": (Text("停发", "Ended"), "none"),
}
FAILS = (Text("等换账户", "Needs an account"), "late")
REVIEW = (Text("要复核", "Review due"), "near")
PAYMENTS = {
    "listed": (Text("在名册上", "Listed"), ""),
    "sent": (Text("已交银行", "With the bank"), "near"),
    "paid": (Text("到账", "Paid"), "done"),
    "returned": (Text("退回", "Came back"), "late"),
}
LISTS = {
    "drafted": (Text("等核对", "To check"), "near"),
    "confirmed": (Text("等交银行", "To be sent"), "near"),
    "sent": (Text("等银行结果", "With the bank"), ""),
    "settled": (Text("办完了", "Settled"), "done"),
}
CHECKED = (Text("等确认", "To confirm"), "near")
WHATS = {
    "begin": Text("列入在册", "Put on the roll"),
    "increase": Text("增发", "More"),
    "decrease": Text("减发", "Less"),
    "suspend": Text("暂停", "Pause"),
    "resume": Text("恢复", "Resume"),
    "taper": Text("渐退", "Taper"),
    "stop": Text("停发", "Stop"),
}
SOCIAL = Text("按身份证号找卡", "found by the ID number")
RETRY = Text("第 {n} 次，补 {month}月", "attempt {n}, for month {month}")
REASON = Text("怎么变，为什么；本人看得到", "What changes and why; the person reads it")
FROM, FROM_HINT = Text("从哪个月起", "From which month"), Text("写成 2027-02", "Such as 2027-02")
AMOUNT, AMOUNT_HINT = Text("新的每月金额", "New amount a month"), Text("只有增发、减发要写", "For more and less alone")
NOTE, NOTE_HINT = Text("内部备注", "Note for the office"), Text("本人看不到", "The person does not see it")
YUAN = Text("元", "yuan")
TAKEN, REFUSED = Text("收下了", "Taken in"), Text("没有收", "Refused")


def lamp(words: Text, state: str) -> str:
    return format_html('<span class="lamp lamp-{}">{}</span>', state or "plain", text(words))


def month_words(month: date) -> Text:
    return Text(f"{month.year}年{month.month}月", f"{month:%B %Y}")


def roll_row(one: EntitlementData) -> dict[str, Any]:
    """A person of the roll: who, how it stands, how much, since when, into what, and the case."""
    link = format_html('<a href="{}">{}</a>', reverse("desk.benefit", args=[one.id]), one.person_name)
    cells = [link, state_lamp(one), yuan(one.amount_fen), month_words(one.since), account_words(one)]
    return {"cells": [*cells, one.name, one.case[-SERIAL:]]}


def state_lamp(one: EntitlementData) -> str:
    if one.account_fails and one.state != "stopped":
        return lamp(*FAILS)
    return lamp(*(REVIEW if one.review_asked and one.state != "stopped" else STATES[one.state]))


def account_words(one: EntitlementData) -> Text | str:
    return f"{one.account.name} {masks.mask_account(one.account.number)}" if one.account.number else SOCIAL


def payment_row(one: PaymentData) -> dict[str, Any]:
    """A row of a list or of a person's history."""
    number = masks.mask_account(one.account.number) if one.account.number else SOCIAL
    link = format_html('<a href="{}">{}</a>', reverse("desk.benefit", args=[one.entitlement]), one.name)
    what: Text | str = month_words(one.month)
    if one.attempt > 1:
        what = RETRY.format(n=one.attempt, month=one.month.month)
    why = one.reason if one.state == "returned" else "—"
    return {"cells": [link, what, yuan(one.amount_fen), lamp(*PAYMENTS[one.state]), number, why]}


def own_payment_row(one: PaymentData) -> dict[str, Any]:
    """A row of one person's history, where the name would say nothing."""
    _, what, money, state, number, why = payment_row(one)["cells"]
    day = short_day(one.settled_on) if one.settled_on else "—"
    return {"cells": [what, money, state, number, why if one.state == "returned" else day]}


def list_row(one: ListData) -> dict[str, Any]:
    link = format_html('<a href="{}">{}</a>', reverse("desk.benefit_list", args=[one.id]), text(list_name(one)))
    came_back = f"{one.returned}" if one.returned else "—"
    return {"cells": [link, list_lamp(one), f"{one.rows:,}", yuan(one.total_fen), came_back]}


def list_lamp(one: ListData) -> str:
    """How far a list is; one that was checked waits for the second person, and one whose money is due is late."""
    words, shape = CHECKED if one.state == "drafted" and one.checked_at else LISTS[one.state]
    late = one.state != "settled" and one.arrives_by < clock.today()
    return lamp(words, "late" if late else shape)


def list_name(one: ListData) -> Text:
    month = month_words(one.month)
    return Text(f"{one.name.zh}，{month.zh}", f"{one.name.in_('en')}, {month.en}")


def change_words(one: ChangeData) -> Text:
    """An entry of the history with its article, its author and the note of the office."""
    month, zh, en = month_words(one.month), "", ""
    if one.amount_fen is not None:
        zh, en = f"每月 {yuan(one.amount_fen)}", f" {yuan(one.amount_fen)} a month"
    what, tail = WHATS[one.what], f"（{one.by}）" if one.by else ""
    note = f"。{one.note}" if one.note else ""
    return Text(
        f"{what.zh}，{month.zh}起{zh}：{one.text.zh}。{one.cite.zh}{note}{tail}",
        f"{what.in_('en')} from {month.en}{en}: {one.text.in_('en')}. {one.cite.in_('en')}{note}{tail}",
    )


def difference_groups(found: Differences) -> list[dict[str, Any]]:
    """New, gone, more, less: how many, and each with its reason."""
    titles = {
        "new": Text("新增", "New"),
        "gone": Text("不再列入", "No longer listed"),
        "increased": Text("增发", "More"),
        "decreased": Text("减发", "Less"),
    }
    return [
        {"title": title, "count": len(found.of(what)), "rows": [_difference_row(one) for one in found.of(what)]}
        for what, title in titles.items()
    ]


def _difference_row(one: Difference) -> dict[str, Any]:
    link = format_html('<a href="{}">{}</a>', reverse("desk.benefit", args=[one.entitlement]), one.name)
    before, now = (yuan(fen) if fen else "—" for fen in (one.before, one.now))
    return {"cells": [link, before, now, one.why]}


def file_rows(files: Iterable[ReturnFileData]) -> list[dict[str, Any]]:
    """The bank's files: when, which, and why one was not taken."""
    return [
        {
            "cells": [
                one.name,
                lamp(TAKEN, "done") if one.state == "taken" else lamp(REFUSED, "late"),
                moment(one.read_at),
                one.text if one.problem else "—",
            ]
        }
        for one in files
    ]


def change_fields(
    definition: Definition, state: State, typed: Mapping[str, str], errors: Mapping[str, Text], first: date
) -> list[FieldView]:
    """What a clerk fills in to change a benefit; a reason carries the kind of change it is for."""
    choices = [
        Choice(f"{one.what}:{one.id}", _reason_words(one.what, one.text), hint=one.cite)
        for move in MOVES
        for one in definition.reasons
        if one.what == move and state in FROM_STATES[move]
    ]
    if definition.taper and state in FROM_STATES["taper"]:
        choices.append(Choice("taper:taper", _reason_words("taper", definition.taper.text), hint=definition.taper.cite))
    error = errors.get("reason", "") or errors.get("what", "")
    return [
        FieldView(
            name="reason", label=REASON, kind="radio", value=typed.get("reason", ""), choices=choices, error=error
        ),
        FieldView(
            name="month",
            label=FROM,
            value=typed.get("month", f"{first:%Y-%m}"),
            hint=FROM_HINT,
            error=errors.get("month", ""),
            width="s",
        ),
        FieldView(
            name="amount",
            label=AMOUNT,
            kind="money",
            value=typed.get("amount", ""),
            hint=AMOUNT_HINT,
            unit=YUAN,
            required=False,
            error=errors.get("amount", ""),
        ),
        FieldView(name="note", label=NOTE, value=typed.get("note", ""), hint=NOTE_HINT, required=False),
    ]


def _reason_words(what: str, reason: Text) -> Text:
    return Text(f"{WHATS[what].zh}：{reason.zh}", f"{WHATS[what].in_('en')}: {reason.in_('en')}")
