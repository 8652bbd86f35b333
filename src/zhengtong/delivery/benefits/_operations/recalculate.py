"""Amounts that follow the rules: worked out anew for a month, on the facts the decision was made on."""

from datetime import date, datetime

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import definition_of
from zhengtong.delivery.benefits._operations.change import refresh
from zhengtong.delivery.benefits._timeline import Timeline
from zhengtong.delivery.benefits.data import PAYING
from zhengtong.delivery.benefits.events import EntitlementChanged
from zhengtong.delivery.benefits.models import Change, Entitlement
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Decision, MissingEvidence
from zhengtong.trust.audit import api as audit

_ACTOR = system("benefits")
BY_RULE = Text("按规则重算：{label}", "Worked out anew by the rules: {label}")


def recalculate(organisation: str, version: ServiceVersion, month: date, at: datetime) -> int:
    """Change the amounts the rules give otherwise on the first day of a month; returns how many.

    What the rules cannot say, or would refuse, stays as it is: that is for a review by people.
    """
    definition = definition_of(version)
    if definition is None or definition.recalculated is None:
        return 0
    rows = Entitlement.objects.filter(
        organisation=organisation, service=version.service.id, state__in=PAYING, paid_through__lt=month
    )
    changed = 0
    for row in rows.order_by("pk"):
        decision = _decide(version, row, month)
        if decision is not None and decision.outcome == "approve":
            amount = decision.values[definition.amount].value
            changed += _change(row.pk, int(amount), decision, definition.recalculated, month, at)
    return changed


def _decide(version: ServiceVersion, row: Entitlement, month: date) -> Decision | None:
    try:
        return rules.decide(version, row.facts, month)
    except MissingEvidence:
        return None


def _change(entitlement: str, amount: int, decision: Decision, cite: Text, month: date, at: datetime) -> int:
    with atomic():
        row = Entitlement.objects.select_for_update().get(pk=entitlement)
        timeline = Timeline.of(Change.objects.filter(entitlement=row).order_by("pk"))
        before = timeline.amount_on(month)
        if not amount or amount == before or month < row.since or _was_set_by_people(timeline, month):
            return 0
        label = decision.lines[0].label if decision.lines else Text("", "")
        made = Change.objects.create(
            entitlement=row,
            what="increase" if amount > before else "decrease",
            month=month,
            amount_fen=amount,
            reason="recalculated",
            text=Text(BY_RULE.zh.format(label=label.zh), BY_RULE.en.format(label=label.in_("en"))).plain(),
            cite=cite.plain(),
            by="",
            at=at,
        )
        refresh(row, clock.china_date(at))
        audit.record(
            actor=_ACTOR,
            at=at,
            action=_actions.CHANGED,
            on=("benefit", row.pk),
            subjects=(row.person_id,),
            detail={"what": made.what, "month": month.isoformat(), "reason": made.reason},
        )
        events.announce(EntitlementChanged(row.pk, made.pk))
    return 1


def _was_set_by_people(timeline: Timeline, month: date) -> bool:
    """Whether the amount of a month is one a clerk decided: the rules do not take that back."""
    amounts = [c for c in timeline.changes if c.amount_fen is not None and c.month <= month]
    return bool(amounts) and amounts[-1].reason not in ("begin", "recalculated")
