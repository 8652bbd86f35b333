"""From rows to what leaves the context."""

from typing import cast

from zhengtong.delivery.benefits.data import (
    Account,
    Cause,
    ChangeData,
    EntitlementData,
    ListData,
    ListState,
    PaymentData,
    PaymentState,
    State,
)
from zhengtong.delivery.benefits.models import Change, Entitlement, MonthList, Payment
from zhengtong.kernel.text import Text


def as_entitlement(row: Entitlement) -> EntitlementData:
    return EntitlementData(
        id=row.pk,
        case=row.case,
        kind=row.kind,
        name=Text.read(row.name),
        service_hash=row.service_hash,
        organisation=row.organisation_id,
        person=row.person_id,
        helper=row.helper_id or "",
        person_name=row.person_name,
        state=cast(State, row.state),
        amount_fen=row.amount_fen,
        since=row.since,
        account=as_account(row.account),
        account_fails=row.account_fails,
        review_due=row.review_due,
        review_asked=row.review_asked,
    )


def as_account(value: dict[str, str]) -> Account:
    return Account(value["name"], value["number"])


def as_change(row: Change) -> ChangeData:
    return ChangeData(
        id=row.pk,
        what=row.what,
        month=row.month,
        amount_fen=row.amount_fen,
        state=row.state,
        text=Text.read(row.text),
        cite=Text.read(row.cite),
        note=row.note,
        by=row.by,
        at=row.at,
        is_void=row.is_void,
    )


def as_payment(row: Payment) -> PaymentData:
    """A payment; its list and its entitlement are read with it."""
    return PaymentData(
        id=row.pk,
        entitlement=row.entitlement_id,
        month=row.month,
        list_month=row.list.month,
        attempt=row.attempt,
        amount_fen=row.amount_fen,
        state=cast(PaymentState, row.state),
        name=row.entitlement.person_name,
        person=row.entitlement.person_id,
        account=as_account(row.account),
        arrives_by=row.list.arrives_by,
        reason=Text.read(row.reason),
        cause=cast(Cause, row.cause),
        settled_on=row.settled_on,
        is_retried=row.is_retried,
    )


def as_list(row: MonthList, paid: tuple[int, int] = (0, 0), returned: tuple[int, int] = (0, 0)) -> ListData:
    """A list; `paid` and `returned` are rows and fen of what the bank has answered."""
    return ListData(
        id=row.pk,
        organisation=row.organisation_id,
        service=row.service,
        name=Text.read(row.name),
        month=row.month,
        state=cast(ListState, row.state),
        arrives_by=row.arrives_by,
        rows=row.rows,
        total_fen=row.total_fen,
        content=row.content,
        drafted_by=row.drafted_by,
        drafted_by_name=row.drafted_by_name,
        drafted_at=row.drafted_at,
        checked_by=row.checked_by,
        checked_by_name=row.checked_by_name,
        checked_at=row.checked_at,
        confirmed_by_name=row.confirmed_by_name,
        confirmed_at=row.confirmed_at,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        file_name=row.file_name,
        file_sha256=row.file_sha256,
        error=Text.read(row.error),
        paid=paid[0],
        paid_fen=paid[1],
        returned=returned[0],
        returned_fen=returned[1],
    )
