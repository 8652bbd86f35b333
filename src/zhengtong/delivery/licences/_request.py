"""Deciding that a licence is to be made: rows only."""

import calendar
import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from zhengtong.delivery.licences import _policy
from zhengtong.delivery.licences._actions import REQUESTED
from zhengtong.delivery.licences._queries import as_data
from zhengtong.delivery.licences._showing import last_four_lookup
from zhengtong.delivery.licences.data import GivenNumber, LicenceData, LicenceKind, NumberInUse
from zhengtong.delivery.licences.events import LicenceRequested
from zhengtong.delivery.licences.models import Layout, Licence, Serial
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import licence_id
from zhengtong.kernel.events import api as events
from zhengtong.kernel.identifiers import new_id
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity.data import PersonData


def request_licence(  # noqa: PLR0913 - a licence is that much; every value is named at the call
    *,
    case: str,
    service_hash: str,
    layout: str,
    kind: LicenceKind,
    holder: PersonData,
    fields: Mapping[Text, str],
    issuer: tuple[str, str],
    verify_address: str,
    given: GivenNumber | None = None,
    actor: Actor,
    at: datetime,
) -> LicenceData:
    """Decide a licence in the caller's transaction; making follows by itself (制证中).

    `layout` is typst source that reads `data.json` as `_layout.data_of` writes it; `issuer` is (credit code, name);
    `verify_address` is the public address to which the code is appended, ending in a slash. Forbidden; CodeError when
    type or issuer code do not add up. A number that another authority gave is taken with its dates as they are;
    NumberInUse when another licence of this kind and issuer has it.
    """
    _policy.may_request(actor, issuer[0])
    with atomic():
        row = Licence.objects.create(
            case=case,
            service_hash=service_hash,
            layout=_kept(layout),
            fields=[{"label": label.plain(), "value": value} for label, value in fields.items()],
            verify_address=verify_address,
            next_at=clock.real_now(),
            **_of_holder(holder),
            **_of_kind(kind, issuer, at, given),
        )
        detail = {"identifier": row.identifier, "case": case}
        audit.record(actor=actor, at=at, action=REQUESTED, on=("licence", row.pk), subjects=(holder.id,), detail=detail)
        events.announce(LicenceRequested(licence=row.pk, case=case, person=holder.id))
    return as_data(row)


def _of_holder(holder: PersonData) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "person": holder.id,
        "holder_name": holder.name,
        "holder_number": holder.id_number,
        "last_four": last_four_lookup(row_id, holder.id_number[-4:]),
    }


def _of_kind(kind: LicenceKind, issuer: tuple[str, str], at: datetime, given: GivenNumber | None) -> dict[str, Any]:
    code, name = issuer
    valid_from = given.valid_from if given else clock.china_date(at)
    return {
        "identifier": _identifier(kind.type_code, code, valid_from.year, given),
        "type_code": kind.type_code,
        "kind": kind.name.plain(),
        "sensitive": kind.sensitive,
        "issuer_code": code,
        "issuer_name": name,
        "issued_at": at,
        "valid_from": valid_from,
        "valid_to": given.valid_to if given else _last_day(valid_from, kind.valid_months),
    }


def _identifier(type_code: str, issuer_code: str, year: int, given: GivenNumber | None) -> str:
    """With the number that was given as its serial, else with the next of our own."""
    if given is None:
        return licence_id.build(type_code, issuer_code, _next_serial(type_code, issuer_code, year))
    identifier = licence_id.build(type_code, issuer_code, given.number)
    if Licence.objects.filter(identifier=identifier).exists():
        raise NumberInUse()
    return identifier


def _kept(source: str) -> Layout:
    layout, _ = Layout.objects.get_or_create(
        sha256=hashlib.sha256(source.encode()).hexdigest(), defaults={"source": source}
    )
    return layout


def _next_serial(type_code: str, issuer_code: str, year: int) -> str:
    """Year and six digits, counted without a gap: the counter's row is locked until the transaction ends."""
    Serial.objects.get_or_create(type_code=type_code, issuer_code=issuer_code, year=year)
    counter = Serial.objects.select_for_update().get(type_code=type_code, issuer_code=issuer_code, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}{counter.last:06d}"


def _last_day(start: date, months: int | None) -> date | None:
    """The last valid day: the corresponding day of the month of expiry, or that month's last day where there is none;
    the first day is not counted (民法典第二百零一条、第二百零二条; read in a third party's copy)."""
    if months is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
