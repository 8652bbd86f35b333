"""Making licences (制证): set, seal, store, announce. Every step may be cut off; the next run starts again."""

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet

from zhengtong.delivery.licences._actions import FAILING, MADE
from zhengtong.delivery.licences._layout import assets_of, data_of
from zhengtong.delivery.licences.events import LicenceFailing, LicenceIssued
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel import clock, retry
from zhengtong.kernel.actor import system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic, forbid_in_transaction
from zhengtong.office.documents import api as documents
from zhengtong.office.files import api as files
from zhengtong.office.files.data import FileData
from zhengtong.trust.audit import api as audit
from zhengtong.trust.seals.data import SealPlace

_BATCH = 10
_LEASE = timedelta(minutes=2)
_ACTOR = system("licences")
_log = logging.getLogger(__name__)


def make_due() -> int:
    """Make the licences that are due; returns how many were tried. A licence another worker has taken is left alone."""
    forbid_in_transaction("making licences")
    due = Licence.objects.exclude(making="made").filter(next_at__lte=clock.real_now()).order_by("next_at", "id")
    tried = 0
    for row in due.select_related("layout")[:_BATCH]:
        if _take(row):
            _try(row)
            tried += 1
    return tried


def put_off_ahead(now: datetime) -> QuerySet[Licence]:
    """Licences that a clock that ran ahead has put off."""
    return Licence.objects.exclude(making="made").filter(retry.ahead(now, lease=_LEASE))


def failing() -> int:
    """How many licences could not be made many times. One statement."""
    return Licence.objects.exclude(making="made").filter(attempts__gte=retry.MANY).count()


def _take(row: Licence) -> bool:
    """Put the next attempt off, so that no other worker makes this one at the same time."""
    later = clock.real_now() + _LEASE
    taken = Licence.objects.filter(pk=row.pk, next_at=row.next_at).exclude(making="made").update(next_at=later)
    return taken == 1


def _try(row: Licence) -> None:
    """One attempt. Any exception is this licence's own failure: kept in its row, retried, no hindrance to others."""
    try:
        _settle(row, _stored(row))
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        _log.warning("licence %s could not be made: %s", row.pk, type(error).__name__)
        _postpone(row, error)


def _postpone(row: Licence, error: Exception) -> None:
    attempts = row.attempts + 1
    failed = (
        Licence.objects.filter(pk=row.pk)
        .exclude(making="made")
        .update(
            making="failing",
            attempts=attempts,
            next_at=retry.next_attempt(attempts, clock.real_now()),
            error=f"{type(error).__name__}: {error}",
        )
    )
    if failed and attempts == retry.MANY:
        _tell_failing(row)


def _tell_failing(row: Licence) -> None:
    """Somebody must mend the layout: told once."""
    with atomic():
        audit.record(
            actor=system("licences"), at=clock.now(), action=FAILING, on=("licence", row.pk), subjects=(row.person,)
        )
        events.announce(LicenceFailing(licence=row.pk, case=row.case, person=row.person))


def _stored(row: Licence) -> FileData:
    from zhengtong.trust.seals import api as seals  # read when first needed: a second that no start should wait

    data = data_of(row)
    paper = documents.render(row.layout.source, data, assets=assets_of(row), at=row.issued_at)
    sealed = seals.seal(
        paper,
        organisation=row.issuer_code,
        organisation_name=row.issuer_name,
        reason=row.identifier,
        picture=documents.seal_picture(row.issuer_name, seals.DEMO_NOTE),
        place=SealPlace(documents.SEAL_PLACE),
    )
    name, at = f"{Text.read(row.kind).zh}.pdf", clock.now()
    return files.store(sealed, name=name, media_type="application/pdf", owner=("licence", row.pk), actor=_ACTOR, at=at)


def _settle(row: Licence, file: FileData) -> None:
    """The licence is made: once, whoever was first."""
    with atomic():
        changed = (
            Licence.objects.filter(pk=row.pk)
            .exclude(making="made")
            .update(
                making="made",
                file=file.id,
                file_sha256=file.sha256,
                sealed_at=clock.real_now(),
                error="",
                attempts=row.attempts + 1,
            )
        )
        if not changed:
            return
        audit.record(
            actor=_ACTOR,
            at=clock.now(),
            action=MADE,
            on=("licence", row.pk),
            subjects=(row.person,),
            detail={"file": file.id, "sha256": file.sha256},
        )
        events.announce(LicenceIssued(licence=row.pk, case=row.case, person=row.person))
