"""A benefit in words: when the next money comes, who is behind a failure, what there is to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import format_html

from zhengtong.channels.portal._case_words import Waiting
from zhengtong.channels.ui.api import day, full_day, short_day, text, yuan
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.benefits.data import (
    Account,
    AwaitedMonth,
    ChangeData,
    EntitlementData,
    EntitlementWhole,
    PaymentData,
)
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text

NOTHING_TO_DO = Text("不用您做什么。", "There is nothing for you to do.")
NEXT = Text("下一笔 {day}前到账，{amount}。", "{amount} arrives by {day}.")
BACK = Text("钱退回来了：{why}。", "The money came back: {why}.")
BACK_TO_DO = Text("换一个账户，{day}前一起补给您。", "Name another account and you have it all by {day}.")
LATE = Text("{day}前该到账的钱，银行还没有回话。", "The bank has not told us yet of the money due by {day}.")
BEHIND = Text(
    "{month}的钱该在{day}前到账，名册还没交给银行，晚了。",
    "The money of {month} was due by {day}. The list is not with the bank yet: it is late.",
)
BEHIND_TO_DO = Text(
    "我们在催，钱不会少，不用您跑。", "We are pressing for it; nothing is lost, and there is nothing to do."
)
LATE_TO_DO = Text("我们在催银行，钱不会少。", "We are asking the bank; nothing is lost.")
SUSPENDED = Text("先不发了：{why}。", "Payments pause: {why}.")
SUSPENDED_TO_DO = Text("事情说清楚就接着发，请打 {phone}。", "They go on once this is settled; please call {phone}.")
STOPPED = Text("{month}起不再发了：{why}。", "Nothing is paid from {month} on: {why}.")
STOPPED_TO_DO = Text("不明白的，打 {phone} 问。", "Any question: call {phone}.")
STATES = {
    "listed": (Text("在名册上", "On the list"), "near"),
    "sent": (Text("已交银行", "With the bank"), "near"),
    "paid": (Text("到账了", "Paid"), "done"),
    "returned": (Text("退回了", "Came back"), "late"),
}
NOT_SENT = Text("还没交银行", "Not with the bank yet")
BY = Text("{day}前", "by {day}")
FROM = Text("{month}起", "from {month}")
AMOUNT = Text("每月 {amount}", "{amount} a month")
WHATS = {
    "begin": Text("开始发", "Payments begin"),
    "increase": Text("增发", "More"),
    "decrease": Text("减发", "Less"),
    "suspend": Text("暂停", "Paused"),
    "resume": Text("恢复", "Resumed"),
    "taper": Text("渐退", "Tapering"),
    "stop": Text("停发", "Ended"),
}


def filled(words: Text, **params: Text | str) -> Text:
    """A text with its marks filled in each language."""
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in params.items()}
    en = {name: value.in_("en") if isinstance(value, Text) else value for name, value in params.items()}
    return Text(words.zh.format(**zh), words.en.format(**en))


def month_words(month: date) -> Text:
    return Text(f"{month.year}年{month.month}月", f"{month:%B %Y}")


def waiting(whole: EntitlementWhole, definition: Definition, phone: str, today: date) -> Waiting:
    """The sentence on top of a benefit: what comes next and who has to do something for it."""
    benefit = whole.entitlement
    if benefit.account_fails:
        why = next((one.reason for one in whole.payments if one.cause == "account"), Text("", ""))
        again = day(benefits.next_arrival(definition, today))
        return Waiting(filled(BACK, why=why), BACK_TO_DO.format(day=again), late=True)
    if benefit.state in ("suspended", "stopped"):
        return _not_paid(whole, phone)
    overdue = [one.arrives_by for one in whole.payments if one.state in ("listed", "sent") and one.arrives_by < today]
    if overdue:
        return Waiting(LATE.format(day=day(min(overdue))), LATE_TO_DO, late=True)
    behind = [one for one in benefits.awaited(whole, definition, today) if one.arrives_by < today]
    if behind:
        words = filled(BEHIND, month=month_words(behind[0].month), day=day(behind[0].arrives_by))
        return Waiting(words, BEHIND_TO_DO, late=True)
    comes = benefits.next_payment(whole, definition, today)
    if comes is None:
        return Waiting(NOTHING_TO_DO, Text("", ""))
    amount = yuan(benefits.next_amount(whole, definition, today, comes))
    return Waiting(NEXT.format(day=day(comes), amount=amount), NOTHING_TO_DO)


def _not_paid(whole: EntitlementWhole, phone: str) -> Waiting:
    state = whole.entitlement.state
    change = next((one for one in whole.changes if one.state == state and not one.is_void), None)
    why, month = (change.text, month_words(change.month)) if change else (Text("", ""), Text("", ""))
    if state == "suspended":
        return Waiting(filled(SUSPENDED, why=why), SUSPENDED_TO_DO.format(phone=phone))
    return Waiting(filled(STOPPED, month=month, why=why), STOPPED_TO_DO.format(phone=phone))


def account_words(account: Account, definition: Definition | None) -> Text | str:
    """Where the money goes: name and the last digits, or what stands for an account that was not written."""
    if account.number:
        return f"{account.name} {masks.mask_account(account.number)}"
    return definition.without_account or account.name if definition else account.name


def month_rows(whole: EntitlementWhole, definition: Definition, today: date) -> list[dict[str, Any]]:
    """Month, money, how far it is, and when or why; months that wait for their list are among them."""
    waits = reversed(benefits.awaited(whole, definition, today))
    return [_awaited_row(one, today) for one in waits] + payment_rows(whole.payments)


def _awaited_row(one: AwaitedMonth, today: date) -> dict[str, Any]:
    shape = "late" if one.arrives_by < today else "near"
    cells = [month_words(one.month), yuan(one.amount_fen), _lamp(NOT_SENT, shape)]
    return {"cells": [*cells, BY.format(day=short_day(one.arrives_by))]}


def payment_rows(payments: Iterable[PaymentData]) -> list[dict[str, Any]]:
    """Month, money, how far it is, and when or why."""
    return [{"cells": [month_words(p.month), yuan(p.amount_fen), payment_lamp(p), _when(p)]} for p in payments]


def payment_lamp(payment: PaymentData) -> str:
    return _lamp(*STATES[payment.state])


def _lamp(words: Text, shape: str) -> str:
    return format_html('<span class="lamp lamp-{}">{}</span>', shape, text(words))


def _when(payment: PaymentData) -> Text | str:
    if payment.state == "returned":
        return payment.reason
    if payment.settled_on:
        return short_day(payment.settled_on)
    return BY.format(day=short_day(payment.arrives_by))


def change_rows(changes: Iterable[ChangeData]) -> list[dict[str, Any]]:
    """The history: from when on what, why and by which article."""
    return [
        {"at": one.at, "words": _change_words(one), "cite": one.cite, "by": one.by}
        for one in changes
        if not one.is_void
    ]


def _change_words(change: ChangeData) -> Text:
    money = filled(AMOUNT, amount=yuan(change.amount_fen)) if change.amount_fen is not None else Text("", "")
    why = Text("", "") if change.what == "begin" else change.text
    parts = [WHATS[change.what], filled(FROM, month=month_words(change.month)), money, why]
    return Text("，".join(p.zh for p in parts if p.zh), ", ".join(p.in_("en") for p in parts if p.in_("en")))


def fact_rows(benefit: EntitlementData, definition: Definition | None) -> list[dict[str, Any]]:
    """How much, since when, into what account."""
    return [
        {"label": Text("每月", "A month"), "value": yuan(benefit.amount_fen), "note": ""},
        {"label": Text("从什么时候起", "Since"), "value": month_words(benefit.since), "note": ""},
        {"label": Text("打到哪里", "Paid into"), "value": account_words(benefit.account, definition), "note": ""},
    ]


def review_day(benefit: EntitlementData) -> str:
    return full_day(benefit.review_due) if benefit.review_due else ""
