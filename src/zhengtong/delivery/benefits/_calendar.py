"""When money comes next, and which months are behind."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from zhengtong.delivery.benefits._definition import Definition
from zhengtong.delivery.benefits._months import add_months, day_of, month_of, months_between
from zhengtong.delivery.benefits.data import PAYING, AwaitedMonth, ChangeData, EntitlementWhole
from zhengtong.kernel import clock


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
    days = [*under_way, *(one.arrives_by for one in awaited(whole, definition, today))]
    if days:
        return min(days)
    return max(next_arrival(definition, today), day_of(entitlement.since, definition.arrives_by))


def next_amount(whole: EntitlementWhole, definition: Definition, today: date, comes: date) -> int:
    """What arrives by then, in fen: what is under way, else a month's money with all that came back before."""
    under_way = [one for one in whole.payments if one.state in ("listed", "sent")]
    behind = awaited(whole, definition, today)
    amounts = [one.amount_fen for one in under_way if one.arrives_by == comes]
    amounts += [one.amount_fen for one in behind if one.arrives_by == comes]
    if amounts:
        return sum(amounts)
    return whole.entitlement.amount_fen + sum(one.amount_fen for one in whole.unpaid_returns)


def awaited(whole: EntitlementWhole, definition: Definition, today: date) -> tuple[AwaitedMonth, ...]:
    """Months that are due by a list whose day is over and that nobody has confirmed yet, oldest first.

    A benefit stands on the first list drawn up after the day on which its state became known; until that list is
    confirmed a month has no payment that the person sees.
    """
    seen = {one.month for one in whole.payments}
    changes = sorted((one for one in whole.changes if not one.is_void), key=lambda one: (one.month, one.id))
    return tuple(_awaited(changes, seen, whole.entitlement.since, definition, today))


def _awaited(
    changes: list[ChangeData], seen: set[date], since: date, definition: Definition, today: date
) -> Iterator[AwaitedMonth]:
    for month in months_between(add_months(since, -1), month_of(today)):
        known = [one for one in changes if one.month <= month]
        state = _last(known, lambda one: bool(one.state))
        amount = _last(known, lambda one: one.amount_fen is not None)
        if month in seen or state is None or state.state not in PAYING or amount is None or not amount.amount_fen:
            continue
        on_list = max(month, _first_list_after(clock.china_date(state.at), definition))
        if day_of(on_list, definition.list_day) <= today:
            yield AwaitedMonth(month, amount.amount_fen, day_of(on_list, definition.arrives_by))


def _last(changes: Iterable[ChangeData], wanted: Callable[[ChangeData], bool]) -> ChangeData | None:
    found = [one for one in changes if wanted(one)]
    return found[-1] if found else None


def _first_list_after(day: date, definition: Definition) -> date:
    """The month of the first list that is drawn up after a day."""
    month = month_of(day)
    return month if day < day_of(month, definition.list_day) else add_months(month, 1)


def overpaid(whole: EntitlementWhole) -> int:
    """What was paid for months after the benefit stopped, in fen: to be asked back by people."""
    stops = [one.month for one in whole.changes if one.state == "stopped" and not one.is_void]
    if not stops:
        return 0
    late = (one for one in whole.payments if one.month >= min(stops) and one.state in ("listed", "sent", "paid"))
    return sum(one.amount_fen for one in late)
