"""A month's list: drawn up on its day, drawn up again, checked, confirmed by somebody else."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import Definition, definition_of
from zhengtong.delivery.benefits._months import add_months, day_of, month_of
from zhengtong.delivery.benefits._operations.recalculate import recalculate
from zhengtong.delivery.benefits._policy import require_check, require_confirm, require_list
from zhengtong.delivery.benefits._proposals import Proposal, content_of, proposals
from zhengtong.delivery.benefits._refusals import ListChanged, ListClosed, NotChecked
from zhengtong.delivery.benefits._rows import as_list
from zhengtong.delivery.benefits.data import ListData
from zhengtong.delivery.benefits.events import ListConfirmed, ListDrafted
from zhengtong.delivery.benefits.models import Entitlement, MonthList, Payment
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.trust.audit import api as audit

_ACTOR = system("benefits")


def draft_due() -> int:
    """Draw up the lists whose day has come; returns how many. A list that is there is left alone."""
    at = clock.now()
    today = clock.china_date(at)
    pairs = Entitlement.objects.order_by("organisation_id", "service").values_list("organisation_id", "service")
    return sum(_draft(organisation, service, today, at) for organisation, service in pairs.distinct())


def _draft(organisation: str, service: str, today: date, at: datetime) -> int:
    version = catalogue.published(service)
    definition = definition_of(version)
    if definition is None:
        return 0
    month = month_to_list(today, definition)
    if MonthList.objects.filter(organisation=organisation, service=service, month=month).exists():
        return 0
    if not _may_be_due(organisation, service, month) or not proposals(organisation, service, month):
        return 0
    recalculate(organisation, version, month, at)
    with atomic():
        row, is_new = MonthList.objects.get_or_create(
            organisation_id=organisation,
            service=service,
            month=month,
            defaults={
                "name": definition.name.plain(),
                "arrives_by": _arrives(today, month, definition),
                "drafted_by": _ACTOR.id,
                "drafted_by_name": "",
                "drafted_at": at,
            },
        )
        if is_new:
            _fill(row, _ACTOR, at)
            events.announce(ListDrafted(row.pk))
    return int(is_new)


def _may_be_due(organisation: str, service: str, month: date) -> bool:
    """A cheap look before the whole roll is worked out. One statement."""
    to_retry = Q(payments__state="returned", payments__is_retried=False)
    rows = Entitlement.objects.filter(organisation=organisation, service=service, account_fails=False)
    return rows.filter(to_retry | Q(paid_through__lt=month)).exists()


def month_to_list(today: date, definition: Definition) -> date:
    """The month whose day of the list was the last to come."""
    month = month_of(today)
    return month if today.day >= definition.list_day else add_months(month, -1)


def _arrives(today: date, month: date, definition: Definition) -> date:
    """The day by which money arrives: the promised one, and where the list is late as many days after it is made."""
    promised = day_of(month, definition.arrives_by)
    return promised if promised > today else today + timedelta(days=definition.arrives_by - definition.list_day)


def redraft(list_id: str, *, actor: Actor, at: datetime) -> ListData:
    """Draw a list up again from the roll as it is now; who does so does not confirm it. NotFound, ListClosed."""
    row = require_list(actor, MonthList.objects.filter(pk=list_id).first())
    version: ServiceVersion = catalogue.published(row.service)
    recalculate(row.organisation_id, version, row.month, at)
    with atomic():
        row = require_list(actor, MonthList.objects.select_for_update().filter(pk=list_id).first())
        if row.state != "drafted":
            raise ListClosed()
        row.drafted_by, row.drafted_by_name, row.drafted_at = actor.id, actor.name, at
        row.checked_by, row.checked_by_name, row.checked_at = "", "", None
        _fill(row, actor, at)
    return as_list(row)


def _fill(row: MonthList, actor: Actor, at: datetime) -> None:
    """Put what is due now into a list. Rows of a list that is not confirmed are proposals, not history."""
    found = proposals(row.organisation_id, row.service, row.month, row.pk)
    Payment.objects.filter(list=row).delete()
    Payment.objects.bulk_create([_payment(row, one) for one in found], batch_size=500)
    row.rows, row.total_fen = len(found), sum(one.amount_fen for one in found)
    row.content = content_of(found)
    row.save()
    detail = {"month": row.month.isoformat(), "rows": row.rows, "total_fen": row.total_fen}
    audit.record(actor=actor, at=at, action=_actions.DRAFTED, on=("benefit_list", row.pk), detail=detail)


def _payment(row: MonthList, one: Proposal) -> Payment:
    name, number = one.account
    return Payment(
        list=row,
        entitlement_id=one.entitlement,
        month=one.month,
        attempt=one.attempt,
        amount_fen=one.amount_fen,
        account={"name": name, "number": number},
    )


def check(list_id: str, content: str, *, actor: Actor, at: datetime) -> None:
    """Say that a list is right; somebody else then confirms it. `content` names the rows the clerk has seen.

    NotFound, Forbidden, ListClosed; ListChanged when the list or the roll is not as seen.
    """
    with atomic():
        row = require_check(actor, MonthList.objects.select_for_update().filter(pk=list_id).first())
        _as_seen(row, content)
        row.checked_by, row.checked_by_name, row.checked_at = actor.id, actor.name, at
        row.save(update_fields=["checked_by", "checked_by_name", "checked_at"])
        detail = {"rows": row.rows, "total_fen": row.total_fen, "content": content}
        audit.record(actor=actor, at=at, action=_actions.CHECKED, on=("benefit_list", row.pk), detail=detail)


def _as_seen(row: MonthList, content: str) -> tuple[Proposal, ...]:
    """What an open list holds, which is what the clerk has seen and what is still due."""
    if row.state != "drafted":
        raise ListClosed()
    found = proposals(row.organisation_id, row.service, row.month, row.pk)
    if row.content != content or content_of(found) != content:
        raise ListChanged()
    return found


def confirm(list_id: str, content: str, *, actor: Actor, at: datetime) -> None:
    """Let a list go to the bank. `content` names the rows the clerk has seen.

    NotFound, SamePerson, ListClosed, NotChecked; ListChanged when the list or the roll is not as seen.
    """
    with atomic():
        row = require_confirm(actor, MonthList.objects.select_for_update().filter(pk=list_id).first())
        found = _as_seen(row, content)
        if not row.checked_by:
            raise NotChecked()
        row.state = "confirmed" if found else "settled"
        row.confirmed_by, row.confirmed_by_name, row.confirmed_at = actor.id, actor.name, at
        row.settled_at, row.next_at = (None, clock.real_now()) if found else (at, None)
        row.save()
        _note_covered(row)
        detail = {"rows": row.rows, "total_fen": row.total_fen, "content": content}
        audit.record(actor=actor, at=at, action=_actions.CONFIRMED, on=("benefit_list", row.pk), detail=detail)
        events.announce(ListConfirmed(row.pk))


def _note_covered(row: MonthList) -> None:
    """Months up to this list's are dealt with, but for those whose account cannot take them; retries are on it."""
    retried = Payment.objects.filter(list=row, attempt__gt=1).order_by("pk").values_list("entitlement_id", "month")
    for entitlement, month in retried:
        Payment.objects.filter(entitlement=entitlement, month=month, state="returned").update(is_retried=True)
    covered = Entitlement.objects.filter(organisation=row.organisation_id, service=row.service, account_fails=False)
    covered.filter(paid_through__lt=row.month).update(paid_through=row.month)
