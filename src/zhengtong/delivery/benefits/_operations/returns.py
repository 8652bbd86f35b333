"""The bank's results: a file is taken whole or refused whole, and every row is matched once."""

import logging
from collections.abc import Mapping

from zhengtong.delivery.benefits import _actions, ports
from zhengtong.delivery.benefits.events import PaymentReturned, ResultsTaken, ReturnFileRefused
from zhengtong.delivery.benefits.models import Entitlement, MonthList, Payment, ReturnFile
from zhengtong.delivery.benefits.ports import ResultRow, Results, Unfinished, Unreadable
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic, forbid_in_transaction
from zhengtong.trust.audit import api as audit

_ACTOR = system("benefits")
_log = logging.getLogger(__name__)

PROBLEMS: Mapping[str, Text] = {
    "unknown_batch": Text("批次号不是我们发的。请银行核对。", "The batch is none of ours. Ask the bank to check."),
    "not_sent": Text("这一批还没有交给银行，却来了结果。请银行核对。", "Results came for a batch that was not sent."),
    "wrong_totals": Text(
        "文件写的笔数、金额和明细对不上，一笔也没有入账。请银行重发。",
        "The totals stated do not fit the rows. Nothing was taken in; ask the bank to send it again.",
    ),
    "unknown_rows": Text(
        "有不是我们发的明细，一笔也没有入账。请银行重发。", "Some rows are none of ours. Nothing was taken in."
    ),
    "wrong_amounts": Text(
        "有明细的金额和我们发的不一样，一笔也没有入账。请银行核对。",
        "Some amounts are not those we sent. Nothing was taken in; ask the bank to check.",
    ),
    "matched_twice": Text(
        "有明细已经有了结果，又来一次，一笔也没有入账。请银行核对。",
        "Some rows have their result already. Nothing was taken in; ask the bank to check.",
    ),
    "duplicate": Text("和收过的一个文件一模一样，没有再入账。", "The same as a file taken before; not taken again."),
}


def read_returns_due() -> int:
    """Take in the files the bank has put down; returns how many were dealt with."""
    forbid_in_transaction("reading the bank's files")
    return sum(_try(name) for name in ports.driver().waiting())


def _try(name: str) -> int:
    """One file. Any exception is this file's own: it stays where it is for the next run, no hindrance to others."""
    try:
        return _deal_with(name)
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        _log.warning("the bank's file %s could not be read: %s", name, type(error).__name__)
        return 0


def _deal_with(name: str) -> int:
    driver = ports.driver()
    try:
        results = driver.read(name)
    except Unfinished:
        return 0
    except Unreadable as fault:
        _refuse_unreadable(name, fault)
        driver.set_aside(name, taken=False)
        return 1
    driver.set_aside(name, taken=_take_in(results))
    return 1


def _refuse_unreadable(name: str, fault: Unreadable) -> None:
    with atomic():
        if not ReturnFile.objects.filter(name=name, sha256=fault.sha256).exists():
            _refuse(None, name, fault.sha256, fault.problem, fault.text)


def _take_in(results: Results) -> bool:
    """Apply a file in one transaction. What was dealt with before, a crash before it was set aside, stays as it is."""
    with atomic():
        batch = MonthList.objects.select_for_update().filter(pk=results.batch).first()
        known = ReturnFile.objects.filter(name=results.name, sha256=results.sha256).first()
        if known:
            return known.state == "taken"
        found = {row.reference: row for row in Payment.objects.filter(list=batch).order_by("pk")} if batch else {}
        problem = _problem(results, batch, found)
        if problem:
            _refuse(batch, results.name, results.sha256, problem, PROBLEMS[problem])
            return False
        if batch:
            _apply(batch, results, found)
    return True


def _problem(results: Results, batch: MonthList | None, found: Mapping[str, Payment]) -> str:
    """The name of what is wrong with a file; empty when it is right."""
    if ReturnFile.objects.filter(sha256=results.sha256, state="taken").exists():
        return "duplicate"
    if batch is None:
        return "unknown_batch"
    if batch.state not in ("sent", "settled"):
        return "not_sent"
    if results.count != len(results.rows) or results.total_fen != sum(row.amount_fen for row in results.rows):
        return "wrong_totals"
    if any(row.reference not in found for row in results.rows):
        return "unknown_rows"
    if any(row.amount_fen != found[row.reference].amount_fen for row in results.rows):
        return "wrong_amounts"
    references = [row.reference for row in results.rows]
    if len(set(references)) != len(references) or not all(_is_open(row, found) for row in results.rows):
        return "matched_twice"
    return ""


def _is_open(row: ResultRow, found: Mapping[str, Payment]) -> bool:
    """Whether a row may still get this result: on its way, or paid and now sent back by the other bank (退汇)."""
    state = found[row.reference].state
    return state == "sent" or (state == "paid" and not row.is_paid)


def _refuse(batch: MonthList | None, name: str, sha256: str, problem: str, text: Text) -> None:
    file = ReturnFile.objects.create(
        name=name, sha256=sha256, list=batch, state="refused", problem=problem, text=text.plain(), read_at=clock.now()
    )
    on = ("benefit_list", batch.pk) if batch else ("bank_file", str(file.pk))
    audit.record(actor=_ACTOR, at=clock.now(), action=_actions.FILE_REFUSED, on=on, reason=problem)
    events.announce(ReturnFileRefused(file.pk, batch.pk if batch else ""))


def _apply(batch: MonthList, results: Results, found: Mapping[str, Payment]) -> None:
    at = clock.now()
    ReturnFile.objects.create(name=results.name, sha256=results.sha256, list=batch, state="taken", read_at=at)
    paid = [row.reference for row in results.rows if row.is_paid]
    Payment.objects.filter(list=batch, reference__in=paid).update(state="paid", settled_on=results.on)
    for row in results.rows:
        if not row.is_paid:
            _send_back(found[row.reference], row, results)
    if not Payment.objects.filter(list=batch, state="sent").exists() and batch.state == "sent":
        batch.state, batch.settled_at = "settled", at
        batch.save(update_fields=["state", "settled_at"])
    detail = {"file": results.name, "sha256": results.sha256, "paid": len(paid), "rows": len(results.rows)}
    audit.record(actor=_ACTOR, at=at, action=_actions.SETTLED, on=("benefit_list", batch.pk), detail=detail)
    events.announce(ResultsTaken(batch.pk))


def _send_back(payment: Payment, row: ResultRow, results: Results) -> None:
    payment.state, payment.settled_on = "returned", results.on
    payment.code, payment.reason, payment.cause = row.code, row.reason.plain(), row.cause
    payment.save(update_fields=["state", "settled_on", "code", "reason", "cause"])
    if row.cause == "account":
        _block(payment)
    events.announce(PaymentReturned(payment.entitlement_id, payment.pk))


def _block(payment: Payment) -> None:
    """Nothing more is sent to an account that sent money back, unless the person has named another meanwhile."""
    entitlement = Entitlement.objects.select_for_update().get(pk=payment.entitlement_id)
    if entitlement.account == payment.account:
        entitlement.account_fails = True
        entitlement.save(update_fields=["account_fails"])
