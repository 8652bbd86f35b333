"""What a list changes against the month before, so that a clerk sees it in a minute."""

from datetime import date

from zhengtong.delivery.benefits._months import add_months
from zhengtong.delivery.benefits._policy import require_list
from zhengtong.delivery.benefits.data import Difference, Differences
from zhengtong.delivery.benefits.models import Change, Entitlement, MonthList, Payment
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text

_MOST = 200
_NO_WORDS = Text("", "")


def differences(list_id: str, *, actor: Actor) -> Differences:
    """New, gone, more and less against the list of the month before, each with its reason. NotFound. Six statements.

    Compared are the rows for the list's own month; rows for earlier months and retries are counted as extra.
    """
    row = require_list(actor, MonthList.objects.filter(pk=list_id).first())
    before = add_months(row.month, -1)
    last = MonthList.objects.filter(organisation=row.organisation_id, service=row.service, month=before).first()
    then, now = _regular(last), _regular(row)
    changed = sorted(one for one in then.keys() | now.keys() if then.get(one, 0) != now.get(one, 0))
    extra = _extra(row)
    return Differences(
        last_rows=len(then),
        last_total_fen=sum(then.values()),
        found=_named(changed[:_MOST], then, now, row.month),
        extra=len(extra),
        extra_fen=sum(extra),
    )


def _regular(row: MonthList | None) -> dict[str, int]:
    """Entitlement → fen of the rows for the list's own month."""
    if row is None:
        return {}
    pairs = Payment.objects.filter(list=row, month=row.month, attempt=1).order_by("pk")
    return dict(pairs.values_list("entitlement_id", "amount_fen"))


def _extra(row: MonthList) -> list[int]:
    rows = Payment.objects.filter(list=row).exclude(month=row.month, attempt=1).order_by("pk")
    return list(rows.values_list("amount_fen", flat=True))


def _named(ids: list[str], then: dict[str, int], now: dict[str, int], month: date) -> tuple[Difference, ...]:
    people = {row.pk: row for row in Entitlement.objects.filter(pk__in=ids).order_by("pk").defer("facts")}
    why: dict[str, Text] = {}
    for change in Change.objects.filter(entitlement__in=ids, month__lte=month, is_void=False).order_by("month", "pk"):
        why[change.entitlement_id] = Text.read(change.text)
    return tuple(
        _difference(people[one], then.get(one, 0), now.get(one, 0), why.get(one, _NO_WORDS))
        for one in ids
        if one in people
    )


def _difference(row: Entitlement, before: int, now: int, why: Text) -> Difference:
    if not before:
        return Difference("new", row.pk, row.person_name, before, now, why)
    if not now:
        waits = Text("账户退回过，等他换账户", "waits for another account") if row.account_fails else why
        return Difference("gone", row.pk, row.person_name, before, now, waits)
    return Difference("increased" if now > before else "decreased", row.pk, row.person_name, before, now, why)
