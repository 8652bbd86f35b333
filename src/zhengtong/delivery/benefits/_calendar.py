"""When money comes next."""

from datetime import date

from zhengtong.delivery.benefits._definition import Definition
from zhengtong.delivery.benefits._months import add_months, day_of, month_of
from zhengtong.delivery.benefits.data import PAYING, EntitlementWhole


def next_arrival(definition: Definition, today: date) -> date:
    """The day by which money of the next list to be drawn up arrives."""
    month = month_of(today)
    coming = month if today.day < definition.list_day else add_months(month, 1)
    return day_of(coming, definition.arrives_by)


def next_payment(whole: EntitlementWhole, definition: Definition, today: date) -> date | None:
    """The day by which the next payment arrives; None while nothing is to be paid."""
    entitlement = whole.entitlement
    if entitlement.state not in PAYING or entitlement.account_fails:
        return None
    under_way = [one.arrives_by for one in whole.payments if one.state in ("listed", "sent")]
    if under_way:
        return min(under_way)
    return max(next_arrival(definition, today), day_of(entitlement.since, definition.arrives_by))


def next_amount(whole: EntitlementWhole, comes: date) -> int:
    """What arrives by then, in fen: what is under way, else a month's money with all that came back before."""
    under_way = [one for one in whole.payments if one.state in ("listed", "sent") and one.arrives_by == comes]
    if under_way:
        return sum(one.amount_fen for one in under_way)
    return whole.entitlement.amount_fen + sum(one.amount_fen for one in whole.unpaid_returns)


def overpaid(whole: EntitlementWhole) -> int:
    """What was paid for months after the benefit stopped, in fen: to be asked back by people."""
    stops = [one.month for one in whole.changes if one.state == "stopped" and not one.is_void]
    if not stops:
        return 0
    late = (one for one in whole.payments if one.month >= min(stops) and one.state in ("listed", "sent", "paid"))
    return sum(one.amount_fen for one in late)
