"""Papers of the procedure: asked for by an operation, made by the worker outside transactions."""

import io
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import segno
from django.db import connection
from django.db.models import QuerySet

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._step_rows import locked
from zhengtong.delivery.cases._policy import require_read
from zhengtong.delivery.cases.data import NewPaper
from zhengtong.delivery.cases.events import PaperFailing, PaperMade
from zhengtong.delivery.cases.models import Case, Paper
from zhengtong.kernel import clock, retry
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.documents import api as documents
from zhengtong.office.files import api as files
from zhengtong.office.files.data import FileData
from zhengtong.trust.audit import api as audit
from zhengtong.trust.organisations import api as organisations
from zhengtong.trust.seals.data import SealPlace

_BATCH = 20
_LEASE = timedelta(minutes=2)
_log = logging.getLogger(__name__)
_PDF = "application/pdf"


_NEXT_NUMBER = """
    INSERT INTO cases_papercounter (organisation, kind, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (organisation, kind, year) DO UPDATE SET last = cases_papercounter.last + 1
    RETURNING last
"""


def request_step_paper(number: str, new: NewPaper, *, actor: Actor, at: datetime) -> str:
    """Ask for a paper of a step, numbered in the same transaction; returns its number.

    A number given up by a transaction that fails is given to the next: an organisation's papers of a kind and year
    have no gap. Asking again makes another paper.
    """
    with atomic():
        case = require_read(actor, locked(number))
        mark = _number(new, at) or number
        Paper.objects.create(
            case=case,
            kind=new.kind,
            nth=Paper.objects.filter(case=case, kind=new.kind).count() + 1,
            title=new.title.plain(),
            number=mark,
            made_by=f"{actor.post} {actor.name}" if actor.kind == "staff" else "",
            asked_at=at,
            seal_of=new.organisation if new.sealed else "",
            data={**new.data, "number": mark},
            next_at=clock.real_now(),
        )
        audit.record(
            actor=actor,
            at=at,
            action=_actions.PAPER_ASKED,
            on=("case", number),
            subjects=(case.applicant_id,),
            detail={"kind": new.kind, "number": mark},
        )
    return mark


def _number(new: NewPaper, at: datetime) -> str:
    """The next number of the kind in the organisation's year; empty for a paper without one of its own."""
    if not new.number:
        return ""
    year = clock.china_date(at).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [new.organisation, new.kind, year])
        serial = cursor.fetchone()[0]
    return new.number.replace("{year}", str(year)).replace("{serial}", str(serial))


def request_paper(number: str, kind: str, title: Text, data: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Ask for the paper `documents/<kind>.typ` of the case's service; asking twice asks once."""
    with atomic():
        case = require_read(actor, Case.objects.defer("fields", "decision").filter(number=number).first())
        request_first(case, kind, title, data, actor=actor, at=at)


def request_first(case: Case, kind: str, title: Text, data: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Ask for the first paper of a kind, unless it was asked for, in the caller's transaction; the actor may."""
    wanted = {"title": title.plain(), "data": dict(data), "asked_at": at, "next_at": clock.real_now()}
    Paper.objects.bulk_create([Paper(case=case, kind=kind, nth=1, **wanted)], ignore_conflicts=True)
    audit.record(
        actor=actor,
        at=at,
        action=_actions.PAPER_ASKED,
        on=("case", case.number),
        subjects=(case.applicant_id,),
        detail={"kind": kind},
    )


def make_papers_due() -> int:
    """Make the papers that are due; returns how many were tried. A paper another worker has taken is left alone."""
    due = Paper.objects.filter(state="waiting", next_at__lte=clock.real_now()).order_by("next_at", "id")
    tried = 0
    for paper in due.select_related("case")[:_BATCH]:
        if _take(paper):
            _make(paper)
            tried += 1
    return tried


def put_off_ahead(now: datetime) -> QuerySet[Paper]:
    """Papers that a clock that ran ahead has put off."""
    return Paper.objects.filter(retry.ahead(now, lease=_LEASE), state="waiting")


def papers_failing() -> int:
    """How many papers could not be made many times. One statement."""
    return Paper.objects.filter(state="waiting", attempts__gte=retry.MANY).count()


def _take(paper: Paper) -> bool:
    """Put the next attempt off, so that no other worker makes this one at the same time."""
    free = Paper.objects.filter(pk=paper.pk, state="waiting", next_at=paper.next_at)
    return free.update(next_at=clock.real_now() + _LEASE) == 1


def _make(paper: Paper) -> None:
    """One attempt. Any exception is this paper's own failure: kept in its row, retried, no hindrance to others."""
    worker, at = system("papers"), clock.now()
    try:
        pdf, name = _render(paper), f"{paper.title['zh']}.pdf"
        stored = files.store(pdf, name=name, media_type=_PDF, owner=("case", paper.case.number), actor=worker, at=at)
        _settle(paper, stored, worker, at)
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        _log.warning("paper %s could not be made: %s", paper.pk, type(error).__name__)
        _postpone(paper, error)


def _render(paper: Paper) -> bytes:
    """The paper, with a QR code where it names an address."""
    source = catalogue.document_of(catalogue.version(paper.case.service_hash), paper.kind)
    data, assets = dict(paper.data), {}
    if data.get("verify"):
        picture = io.BytesIO()
        segno.make(data["verify"], error="m").save(picture, kind="svg", border=2)
        data["qr"], assets["qr.svg"] = "qr.svg", picture.getvalue()
    pdf = documents.render(source, data, assets=assets)
    return _sealed(paper, pdf) if paper.seal_of else pdf


def _sealed(paper: Paper, pdf: bytes) -> bytes:
    from zhengtong.trust.seals import api as seals  # read when first needed: a second that no start should wait

    name = organisations.organisation(paper.seal_of).name.zh
    return seals.seal(
        pdf,
        organisation=paper.seal_of,
        organisation_name=name,
        reason=paper.number,
        picture=documents.seal_picture(name, seals.DEMO_NOTE),
        place=SealPlace(documents.SEAL_PLACE),
    )


def _settle(paper: Paper, stored: FileData, worker: Actor, at: datetime) -> None:
    """The paper is made: once, whoever was first."""
    with atomic():
        waiting = Paper.objects.filter(pk=paper.pk, state="waiting")
        if not waiting.update(state="made", file=stored.id, error=""):
            return
        audit.record(
            actor=worker,
            at=at,
            action=_actions.PAPER,
            on=("case", paper.case.number),
            subjects=(paper.case.applicant_id,),
            detail={"kind": paper.kind, "sha256": stored.sha256},
        )
        events.announce(PaperMade(paper.case.number, paper.kind))


def _postpone(paper: Paper, error: Exception) -> None:
    """Keep the error in the row and try again later: a layout is mended, not the paper given up. Where another worker
    has made it meanwhile, since the lease ran out, nothing failed."""
    attempts = paper.attempts + 1
    waiting = Paper.objects.filter(pk=paper.pk, state="waiting").update(
        attempts=attempts,
        error=f"{type(error).__name__}: {error}",
        next_at=retry.next_attempt(attempts, clock.real_now()),
    )
    if waiting and attempts == retry.MANY:
        _tell_failing(paper)


def _tell_failing(paper: Paper) -> None:
    """Somebody must mend the layout: told once."""
    with atomic():
        audit.record(
            actor=system("papers"),
            at=clock.now(),
            action=_actions.PAPER_FAILING,
            on=("case", paper.case.number),
            subjects=(paper.case.applicant_id,),
            detail={"kind": paper.kind},
        )
        events.announce(PaperFailing(paper.case.number, paper.kind))
