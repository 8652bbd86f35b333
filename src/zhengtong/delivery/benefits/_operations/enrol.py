"""Putting a person on the roll."""

from datetime import date, datetime

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import Definition
from zhengtong.delivery.benefits._months import add_months, month_of
from zhengtong.delivery.benefits._policy import require_system
from zhengtong.delivery.benefits._refusals import AlreadyEntitled
from zhengtong.delivery.benefits._rows import as_entitlement
from zhengtong.delivery.benefits.data import EntitlementData, NewEntitlement
from zhengtong.delivery.benefits.events import EntitlementBegun
from zhengtong.delivery.benefits.models import Change, Entitlement
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

DECIDED = Text("批准了，开始发", "Approved; payments begin")


def enrol(new: NewEntitlement, definition: Definition, *, actor: Actor, at: datetime) -> EntitlementData:
    """Put the person of an approved case on the roll; a case enrols once, however often it is said.

    AlreadyEntitled when another case of the same person is paid for this kind of benefit already.
    """
    require_system(actor)
    # Looked at before the transaction: who hears AlreadyEntitled goes on in theirs. Of two at the same moment the
    # constraint lets one through.
    known = Entitlement.objects.filter(case=new.case).first()
    if known:
        return as_entitlement(known)
    if Entitlement.objects.filter(person=new.person, kind=definition.kind).exclude(state="stopped").exists():
        raise AlreadyEntitled()
    with atomic():
        row = _row(new, definition, at)
        Change.objects.create(
            entitlement=row,
            what="begin",
            month=row.since,
            amount_fen=new.amount_fen,
            state="in_force",
            reason="begin",
            text=DECIDED.plain(),
            cite=definition.first_cite.plain(),
            by="",
            at=at,
            is_applied=True,
        )
        detail = {"case": new.case, "since": row.since.isoformat()}
        audit.record(
            actor=actor, at=at, action=_actions.BEGUN, on=("benefit", row.pk), subjects=(new.person,), detail=detail
        )
        events.announce(EntitlementBegun(row.pk))
    return as_entitlement(row)


def _row(new: NewEntitlement, definition: Definition, at: datetime) -> Entitlement:
    since = first_month(new.decided_on, definition)
    return Entitlement.objects.create(
        case=new.case,
        service=new.service,
        service_hash=new.service_hash,
        kind=definition.kind,
        name=definition.name.plain(),
        organisation_id=new.organisation,
        person_id=new.person,
        helper_id=new.helper or None,
        person_name=new.person_name,
        id_number=new.id_number,
        amount_fen=new.amount_fen,
        since=since,
        paid_through=add_months(since, -1),
        account={"name": new.account.name, "number": new.account.number},
        review_months=new.review_months,
        review_due=add_months(since, new.review_months) if new.review_months else None,
        facts=dict(new.facts),
        begun_at=at,
    )


def first_month(decided_on: date, definition: Definition) -> date:
    """The month from which is paid, counted from the month of the decision."""
    return add_months(month_of(decided_on), definition.months_after)
