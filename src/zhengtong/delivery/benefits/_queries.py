"""Reading benefits: the person's own, the roll of an organisation, its lists. Every look at somebody is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, cast

from django.db.models import Count, Q, QuerySet, Sum

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._policy import is_party, require_list, require_party, require_read, require_roll
from zhengtong.delivery.benefits._rows import as_change, as_entitlement, as_list, as_payment
from zhengtong.delivery.benefits.data import (
    CHOSEN,
    Chosen,
    EntitlementData,
    EntitlementWhole,
    ListData,
    ListPage,
    ReturnFileData,
    Roll,
)
from zhengtong.delivery.benefits.models import Change, Entitlement, MonthList, Payment, ReturnFile
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

_PAYMENTS = 36  # three years of months on one page


def benefits_of(actor: Actor) -> tuple[EntitlementData, ...]:
    """The actor's own benefits and those of the household they applied for, newest first. One statement."""
    if not actor.person:
        return ()
    mine = Q(person=actor.person) | Q(helper=actor.person)
    return tuple(as_entitlement(row) for row in Entitlement.objects.filter(mine).order_by("-pk").defer("facts"))


def benefit(entitlement: str, *, actor: Actor, at: datetime, reason: str = "") -> EntitlementWhole:
    """One benefit with its history; NotFound for anyone else's. Three statements, and two for a clerk's look."""
    row = require_read(actor, Entitlement.objects.filter(pk=entitlement).first())
    if actor.kind != "system" and not is_party(actor, row):
        with atomic():
            audit.record(
                actor=actor,
                at=at,
                action=_actions.LOOKED,
                on=("benefit", row.pk),
                subjects=(row.person_id,),
                reason=reason,
            )
    return _whole(row)


def own_benefit(entitlement: str, *, actor: Actor) -> EntitlementWhole:
    """A benefit of the actor's own or of their household; NotFound for anyone else's. Three statements."""
    return _whole(require_party(actor, Entitlement.objects.filter(pk=entitlement).first()))


def of_case(case: str) -> EntitlementData | None:
    """The entitlement a case began, for whoever may see the case. One statement."""
    row = Entitlement.objects.filter(case=case).first()
    return as_entitlement(row) if row else None


def of_cases(numbers: Iterable[str]) -> tuple[EntitlementData, ...]:
    """The entitlements these cases began that are not stopped, for whoever may see the cases. One statement."""
    rows = Entitlement.objects.filter(case__in=set(numbers)).exclude(state="stopped").order_by("pk").defer("facts")
    return tuple(as_entitlement(row) for row in rows)


def draws(person: str, kind: str, but: str) -> EntitlementData | None:
    """What a person draws of a kind by another case than this one, for a journey. One statement."""
    rows = Entitlement.objects.filter(person=person, kind=kind).exclude(state="stopped").exclude(case=but)
    row = rows.defer("facts").first()
    return as_entitlement(row) if row else None


def _whole(row: Entitlement) -> EntitlementWhole:
    changes = Change.objects.filter(entitlement=row).order_by("-month", "-pk")
    payments = Payment.objects.filter(entitlement=row).exclude(list__state="drafted")
    newest = payments.select_related("list", "entitlement").order_by("-month", "-attempt", "-pk")[:_PAYMENTS]
    return EntitlementWhole(
        as_entitlement(row), tuple(as_change(one) for one in changes), tuple(as_payment(one) for one in newest)
    )


def roll(
    actor: Actor, *, at: datetime, chosen: Chosen = "", digits: str = "", after: str = "", limit: int = 50
) -> Roll:
    """The roll of the clerk's organisation, newest last; `digits` end a case number.

    NotFound for anyone but a clerk. One statement, and two for the record of the look.
    """
    require_roll(actor)
    rows = Entitlement.objects.filter(_condition(chosen), organisation=actor.organisation)
    if digits:
        rows = rows.filter(case__endswith=digits)
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk").defer("facts")[: limit + 1])
    shown = found[:limit]
    _record_list(actor, at, "roll", [row.person_id for row in shown])
    return Roll(tuple(as_entitlement(row) for row in shown), shown[-1].pk if len(found) > limit else "")


def roll_counts(actor: Actor) -> Mapping[Chosen, int]:
    """How many entitlements each choice of the roll holds. NotFound for anyone but a clerk. One statement."""
    require_roll(actor)
    counted = {f"n_{chosen}": Count("pk", filter=_condition(chosen)) for chosen in CHOSEN}
    found = Entitlement.objects.filter(organisation=actor.organisation).aggregate(**counted)
    return {chosen: found[f"n_{chosen}"] for chosen in CHOSEN}


def _condition(chosen: Chosen) -> Q:
    conditions: Mapping[Chosen, Q] = {
        "": ~Q(state="stopped"),
        "suspended": Q(state="suspended"),
        "tapering": Q(state="tapering"),
        "account": ~Q(state="stopped") & Q(account_fails=True),
        "review": ~Q(state="stopped") & Q(review_asked=True),
        "stopped": Q(state="stopped"),
    }
    return conditions[chosen]


def _record_list(actor: Actor, at: datetime, what: Literal["roll", "list"], subjects: Sequence[str]) -> None:
    with atomic():
        audit.record(actor=actor, at=at, action=_actions.LISTED, on=("benefit", what), subjects=subjects)


def lists(actor: Actor, limit: int = 24) -> tuple[ListData, ...]:
    """The newest lists of the clerk's organisation. NotFound for anyone but a clerk. Two statements."""
    require_roll(actor)
    rows = list(MonthList.objects.filter(organisation=actor.organisation).order_by("-month", "pk")[:limit])
    return _with_results(rows)


def month_list(list_id: str, *, actor: Actor) -> ListData:
    """A list with its totals; NotFound for another organisation's. Two statements."""
    return _with_results([require_list(actor, MonthList.objects.filter(pk=list_id).first())])[0]


def _with_results(rows: Sequence[MonthList]) -> tuple[ListData, ...]:
    results = Payment.objects.filter(list__in=[row.pk for row in rows], state__in=("paid", "returned"))
    grouped = results.order_by("list", "state").values("list", "state").annotate(n=Count("pk"), fen=Sum("amount_fen"))
    found = {(one["list"], one["state"]): (one["n"], one["fen"]) for one in grouped}
    nothing = (0, 0)
    return tuple(
        as_list(row, found.get((row.pk, "paid"), nothing), found.get((row.pk, "returned"), nothing)) for row in rows
    )


def list_rows(
    list_id: str, *, actor: Actor, at: datetime, returned: bool = False, after: int = 0, limit: int = 50
) -> ListPage:
    """Rows of a list, those that came back alone if asked. NotFound. Two statements, and two for the look."""
    require_list(actor, MonthList.objects.filter(pk=list_id).first())
    rows: QuerySet[Payment] = Payment.objects.filter(list=list_id, pk__gt=after)
    if returned:
        rows = rows.filter(state="returned")
    found = list(rows.select_related("list", "entitlement").order_by("pk")[: limit + 1])
    shown = found[:limit]
    _record_list(actor, at, "list", [row.entitlement.person_id for row in shown])
    return ListPage(tuple(as_payment(row) for row in shown), shown[-1].pk if len(found) > limit else 0)


def return_files(list_id: str = "", *, actor: Actor, limit: int = 20) -> tuple[ReturnFileData, ...]:
    """The bank's files of a list, or without one those refused that name no list. One statement."""
    require_roll(actor)
    rows = ReturnFile.objects.filter(list=list_id or None).order_by("-pk")[:limit]
    return tuple(
        ReturnFileData(
            row.name, cast(Literal["taken", "refused"], row.state), row.problem, Text.read(row.text), row.read_at
        )
        for row in rows
    )


def list_of_return(file: int) -> tuple[str, Text]:
    """The organisation whose list a refused file is about (empty for none) and what is wrong, for a journey."""
    row = ReturnFile.objects.select_related("list").filter(pk=file).first()
    if row is None:
        raise NotFound()
    return (row.list.organisation_id if row.list else ""), Text.read(row.text)
