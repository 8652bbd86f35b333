"""Open a case: number, clock, first step, what it waits for, receipt."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import begin_history
from zhengtong.delivery.cases._operations.papers import request_first
from zhengtong.delivery.cases._policy import require_await, require_open
from zhengtong.delivery.cases.data import NewCase, NewNeed, Opening
from zhengtong.delivery.cases.events import CaseOpened, EvidenceComplete
from zhengtong.delivery.cases.models import Case, Need
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import case_number
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

RECEIVED = Text("收到申请", "Received")
ACCEPTED = Text("收到申请，当场受理", "Received and accepted at once")

_NEXT_SERIAL = """
    INSERT INTO cases_casecounter (item_code, day, last) VALUES (%s, %s, 1)
    ON CONFLICT (item_code, day) DO UPDATE SET last = cases_casecounter.last + 1
    RETURNING last
"""


def open_case(new: NewCase, opening: Callable[[str], Opening], *, actor: Actor, at: datetime) -> str:
    """Open a case for an application the actor has sent; returns its number.

    `opening` is called with the number, in the same transaction, and says what goes with the case: questions to
    departments carry the number. Forbidden unless the actor is the person who applies.
    """
    require_open(actor, new)
    with atomic():
        number = _next_number(new.item_code, at)
        first = opening(number)
        case = _row(new, number, at)
        begin_history(case, "received", RECEIVED if new.limits.promised_days else ACCEPTED, actor=actor, at=at)
        audit.record(
            actor=actor, at=at, action=_actions.OPENED, on=("case", number), subjects=(new.applicant, new.operator)
        )
        events.announce(CaseOpened(number))
        _await(case, first.needs, actor, at)
        request_first(case, "receipt", first.title, first.receipt, actor=actor, at=at)
    return number


def await_evidence(number: str, needs: Sequence[NewNeed], *, actor: Actor, at: datetime) -> None:
    """Note what a case waits for from now on, when a step of it opens; with nothing to wait for its evidence is
    complete at once. For who applies, and for the platform."""
    with atomic():
        _await(
            require_await(actor, Case.objects.defer("fields", "decision").filter(number=number).first()),
            needs,
            actor,
            at,
        )


def _await(case: Case, needs: Sequence[NewNeed], actor: Actor, at: datetime) -> None:
    Need.objects.bulk_create(
        Need(
            case=case,
            need=n.need,
            resource=n.resource,
            party=n.party,
            person_id=n.person,
            question=n.question,
            basis=n.basis,
        )
        for n in needs
    )
    audit.record(
        actor=actor,
        at=at,
        action=_actions.ASKED,
        on=("case", case.number),
        subjects=tuple(dict.fromkeys((case.applicant_id, *(n.person for n in needs)))),
        detail={"needs": [f"{n.need} {n.party}" for n in needs]},
    )
    if not needs:
        events.announce(EvidenceComplete(case.number))


def _next_number(item_code: str, at: datetime) -> str:
    """The next number of an item on the day in China: 31-digit item code, date, 8-digit serial."""
    day = clock.china_date(at)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SERIAL, [item_code, day])
        serial = cursor.fetchone()[0]
    return case_number.build(item_code, day, serial)


def _row(new: NewCase, number: str, at: datetime) -> Case:
    return Case.objects.create(
        number=number,
        application=new.application,
        service=new.service,
        service_hash=new.service_hash,
        service_name=new.service_name.plain(),
        organisation_id=new.organisation,
        applicant_id=new.applicant,
        applicant_name=new.applicant_name,
        in_household=new.in_household,
        operator_id=new.operator,
        fields=dict(new.fields),
        state="checking",
        opened_at=at,
        legal_days=new.limits.legal_days,
        legal_due=new.limits.legal_due,
        promised_days=new.limits.promised_days,
        promised_due=new.limits.promised_due,
        due_is_provisional=new.limits.provisional,
    )
