"""What a month's list would hold, worked out from the roll alone; nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhengtong.delivery.benefits._months import months_between
from zhengtong.delivery.benefits._timeline import Timeline
from zhengtong.delivery.benefits.models import Change, Entitlement, Payment
from zhengtong.trust.keys import api as keys

LIVE = ("listed", "sent", "paid")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row a list should hold. Amount in fen."""

    entitlement: str
    month: date
    attempt: int
    amount_fen: int
    account: tuple[str, str]

    @property
    def line(self) -> str:
        name, number = self.account
        return f"{self.entitlement}|{self.month}|{self.attempt}|{self.amount_fen}|{name}|{number}"


def proposals(organisation: str, service: str, month: date, own_list: str = "") -> tuple[Proposal, ...]:
    """Every month due and not yet on a list, up to `month`, and every returned payment whose account is good again.

    Rows of the list `own_list`, not confirmed yet, count as not listed. Four statements.
    """
    rows = list(
        Entitlement.objects.filter(organisation=organisation, service=service, account_fails=False).order_by("pk")
    )
    ids = [row.pk for row in rows]
    timelines = _timelines(ids)
    live, attempts, returned = _known(ids, own_list)
    found: list[Proposal] = []
    for row in rows:
        timeline = timelines[row.pk]
        account = (row.account["name"], row.account["number"])
        for payment in returned[row.pk]:
            if timeline.due_on(payment.month) and payment.month not in live[row.pk]:
                attempt = attempts[row.pk, payment.month] + 1
                found.append(Proposal(row.pk, payment.month, attempt, payment.amount_fen, account))
        seen = live[row.pk] | {payment.month for payment in returned[row.pk]}
        for due in months_between(row.paid_through, month):
            amount = timeline.due_on(due)
            if amount and due not in seen:
                found.append(Proposal(row.pk, due, attempts[row.pk, due] + 1, amount, account))
    return tuple(found)


def content_of(found: Iterable[Proposal]) -> str:
    """A keyed hash that names exactly these rows and accounts, independent of their order."""
    return keys.lookup("benefit_list", "\n".join(sorted(one.line for one in found)))


def _timelines(ids: list[str]) -> dict[str, Timeline]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for some in _slices(ids):
        for change in Change.objects.filter(entitlement__in=some, is_void=False).order_by("pk"):
            changes[change.entitlement_id].append(change)
    return {one: Timeline.of(changes[one]) for one in ids}


def _known(
    ids: list[str], own_list: str
) -> tuple[dict[str, set[date]], dict[tuple[str, date], int], dict[str, list[Payment]]]:
    """By entitlement: months on other lists, the last attempt of each month, and what came back unretried."""
    live: dict[str, set[date]] = defaultdict(set)
    attempts: dict[tuple[str, date], int] = defaultdict(int)
    returned: dict[str, list[Payment]] = defaultdict(list)
    for some in _slices(ids):
        for row in Payment.objects.filter(entitlement__in=some).exclude(list=own_list).order_by("pk").defer("account"):
            attempts[row.entitlement_id, row.month] = max(attempts[row.entitlement_id, row.month], row.attempt)
            if row.state in LIVE:
                live[row.entitlement_id].add(row.month)
            elif not row.is_retried:
                returned[row.entitlement_id].append(row)
    return live, attempts, returned


def _slices(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    """SQLite takes only so many values in one statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
