"""What a torture run left, compared with the receipts: run when the platform has come to rest."""

import json
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import torture_signatures
from torture_found import Found, twice


def unfinished() -> dict[str, int]:
    """What the worker still has to do, by kind; empty when the platform has come to rest.

    Mail is not counted: nodes of the demo have no mail server, and theirs waits for one.
    """
    from django.db.models import Q

    from zhengtong.delivery.benefits.models import MonthList
    from zhengtong.delivery.cases.models import Case, Paper
    from zhengtong.delivery.licences.models import Licence
    from zhengtong.kernel.events.models import OutboxEvent
    from zhengtong.sharing.gateway.models import Question
    from zhengtong.trust.audit.models import AuditRow

    waiting = {
        "facts": OutboxEvent.objects.filter(done=False),
        "papers": Paper.objects.exclude(state="made"),
        "licences": Licence.objects.exclude(making="made"),
        "questions": Question.objects.filter(next_at__isnull=False),
        "lists": MonthList.objects.filter(state__in=("confirmed", "sent")),
        "cases": Case.objects.filter(state__in=("checking", "making")),
        "audit": AuditRow.objects.filter(Q(position=None) | Q(position__gte=_signed())),
    }
    counted = {kind: rows.count() for kind, rows in waiting.items()}
    return {kind: count for kind, count in counted.items() if count}


def _signed() -> int:
    """How many rows are under the checkpoint: a row that only has its place is in the log after a kill, not yet."""
    from zhengtong.trust.audit.models import LogHead

    return sum(LogHead.objects.values_list("size", flat=True))


def check(told: list[dict[str, Any]], home: Path) -> Found:
    """Compare receipts and rows, rows with one another, and with the ledger of the bank."""
    found = Found()
    _receipts(told, found)
    torture_signatures.check(told, found)
    _numbers(found)
    _effects(found)
    _answers(found)
    _payments(told, home / "bank-ledger.json", found)
    _clocks(found)
    _log(found)
    _storage(found)
    return found


def _receipts(told: list[dict[str, Any]], found: Found) -> None:
    """Every acknowledged act exists once; whatever was asked was acknowledged in the end."""
    from zhengtong.delivery.applications.models import Application
    from zhengtong.delivery.cases.models import Case
    from zhengtong.oversight.ratings.models import Rating

    by = {act: [one for one in told if one["act"] == act] for act in ("apply", "rate", "decide")}
    outcomes = dict(Case.objects.values_list("number", "outcome"))
    grades = dict(Rating.objects.values_list("case", "grade"))
    applied = [one["number"] for one in by["apply"]]
    found.double += twice("told twice", applied)
    found.lost += sorted(set(applied) - set(outcomes))
    found.double += [f"nobody was told {number}" for number in sorted(set(outcomes) - set(applied))]
    found.lost += [f"rating {one['number']}" for one in by["rate"] if grades.get(one["number"]) != one["grade"]]
    wrong = (one["number"] for one in by["decide"] if outcomes.get(one["number"]) != one["outcome"])
    found.lost += [f"decision {number}" for number in wrong]
    found.double += twice("decided twice", (one["number"] for one in by["decide"]))
    sent = Application.objects.filter(sent_at__isnull=False).count()
    if sent != len(outcomes):
        found.broken.append(f"{sent} applications sent, {len(outcomes)} cases")
    found.counts = {**{act: len(kept) for act, kept in by.items()}, "cases": len(outcomes), "ratings": len(grades)}


def _numbers(found: Found) -> None:
    """Numbers of cases by item and day, and serials of licences, have neither gap nor double."""
    from zhengtong.delivery.cases.models import Case
    from zhengtong.delivery.licences.models import Licence, Serial

    serials: dict[str, list[int]] = defaultdict(list)
    for number in Case.objects.values_list("number", flat=True):
        serials[number[:-8]].append(int(number[-8:]))
    for item, numbers in serials.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            found.broken.append(f"numbers of {item} have a gap or a double")
    given = sum(Serial.objects.values_list("last", flat=True))
    if given != Licence.objects.count():
        found.broken.append(f"{given} serials of licences given, {Licence.objects.count()} licences")


def _effects(found: Found) -> None:
    """What must have happened once for a case did not happen twice."""
    from zhengtong.delivery.cases.models import Step
    from zhengtong.delivery.licences.models import Licence
    from zhengtong.office.notices.models import Notice
    from zhengtong.trust.audit.models import AuditRow

    once = ("received", "decided", "handed", "closed")
    steps = Step.objects.filter(code__in=once).values_list("case__number", "code")
    found.double += twice("step", steps)
    found.double += twice("licence", Licence.objects.values_list("case", flat=True))
    notices = Notice.objects.all()
    found.double += twice("notice", ((n.person, n.about_type, n.about_id, n.link, str(n.subject)) for n in notices))
    acts = AuditRow.objects.filter(action__in=("cases.opened", "cases.decided", "cases.closed", "ratings.rated"))
    found.double += twice("entry of the log", acts.values_list("action", "object_id"))
    found.counts["notices"] = len(notices)


def _answers(found: Found) -> None:
    """Every question of a case was answered once, and its answer came to the evidence of its case. What waits for a
    signature is no question yet; what was asked to fill a form in beforehand belongs to no case."""
    from zhengtong.delivery.cases.models import Need
    from zhengtong.sharing.gateway.models import Question, ReceivedAnswer

    questions = Question.objects.filter(use="check").count()
    answers = ReceivedAnswer.objects.filter(question__use="check").count()
    put = Need.objects.exclude(question="")
    if not questions == answers == put.count() == put.filter(answered_at__isnull=False).count():
        found.broken.append(f"{questions} questions, {answers} answers, {put.count()} needs asked for")
    empty = Need.objects.filter(answered_at=None, case__outcome="approve").count()
    if empty:
        found.broken.append(f"{empty} cases approved without the answer they rest on")
    found.counts["answers"] = answers


def _payments(told: list[dict[str, Any]], ledger: Path, found: Found) -> None:
    """Every list that was confirmed came to the bank once, each month of a person was paid once, with its sum."""
    from zhengtong.delivery.benefits.models import MonthList, Payment

    batches = json.loads(ledger.read_text("utf-8"))["batches"] if ledger.exists() else {}
    states = dict(MonthList.objects.values_list("id", "state"))
    for one in told:
        wanted = {"check": ("drafted", "settled"), "confirm": ("settled",)}.get(one["act"])
        if wanted and states.get(one["number"]) not in wanted:
            found.lost.append(f"{one['act']} of list {one['number']}: {states.get(one['number'])}")
    agreed = {number for number, state in states.items() if state != "drafted"}
    if set(batches) != agreed:
        found.broken.append(f"lists confirmed {sorted(agreed)}, paid {sorted(batches)}")
    rows = {row.reference: row for row in Payment.objects.filter(list__in=agreed)}
    paid = [(reference, yuan) for batch in batches.values() for reference, yuan, _ in batch]
    if {reference: f"{row.amount_fen / 100:.2f}" for reference, row in rows.items()} != dict(paid):
        found.broken.append("the bank paid other sums than the lists say")
    found.double += twice("paid", ((rows[one].entitlement_id, rows[one].month) for one, _ in paid if one in rows))
    wrong = [row.reference for row in rows.values() if row.state != "paid"]
    found.broken += [f"payment {reference} is not noted as paid" for reference in wrong]
    found.counts |= {"confirmed": len(agreed), "paid": len(paid)}


def _clocks(found: Found) -> None:
    """Due dates are those of the calendar, counted anew from the day a case began."""
    from zhengtong.delivery.cases.models import Case
    from zhengtong.kernel import calendar, clock

    for case in Case.objects.defer("fields", "decision"):
        since = clock.china_date(case.accepted_at or case.opened_at)
        legal = calendar.add_working_days(since, case.legal_days + case.stopped_days).date
        promised = calendar.add_working_days(since, case.promised_days + case.stopped_days).date
        if (legal, promised) != (case.legal_due, case.promised_due):
            found.broken.append(f"{case.number}: due {case.legal_due} and {case.promised_due}, not {legal}, {promised}")
        moments = [at for at in (case.opened_at, case.decided_at, case.closed_at) if at]
        if moments != sorted(moments) or case.number[-16:-8] != f"{clock.china_date(case.opened_at):%Y%m%d}":
            found.broken.append(f"{case.number}: its moments are out of order")


def _log(found: Found) -> None:
    """What `zhengtong audit verify` says."""
    from zhengtong.trust.audit import api as audit

    report = audit.verify()
    found.counts["audit"] = report.size
    if not report.good:
        found.broken.append("audit: " + "; ".join(line.in_("en") for line in audit.report_lines(report)))
    if report.waiting:
        found.broken.append(f"audit: {report.waiting} rows wait for the log")


def _storage(found: Found) -> None:
    """The database file is whole, and every file that a row names can be read."""
    from django.db import connection

    from zhengtong.delivery.cases.models import Paper
    from zhengtong.delivery.licences.models import Licence
    from zhengtong.office.files import api as files

    if connection.vendor == "sqlite":
        with closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone() != ("ok",):
                found.broken.append("integrity_check")
    named = [*Paper.objects.values_list("file", flat=True), *Licence.objects.values_list("file", flat=True)]
    for name in filter(None, named):
        files.read(name)  # raises what is wrong with it
    found.counts["files"] = len(named)
