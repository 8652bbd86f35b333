"""Telling people what was done and seen, newest first, paged by row id."""

import json

from django.db.models import Q, QuerySet

from zhengtong.kernel.text import Text
from zhengtong.trust.audit._record import declared
from zhengtong.trust.audit.data import Action, Entry, Look
from zhengtong.trust.audit.models import AuditRow, AuditSubject


def entries_about(person: str, limit: int = 100, before: int | None = None) -> tuple[Entry, ...]:
    """Rows that name a person as subject: who looked at or did what with their data. One query.

    For the next page pass the last entry's `row` as `before`.
    """
    return tuple(_entry(row) for row in _about(AuditSubject.objects.filter(person=person), limit, before))


def looks_at(person: str, limit: int = 100, before: int | None = None) -> tuple[Look, ...]:
    """Who looked at a person's data or did something with it, as that person may see it: office, post, reason, time.

    Every look counts, whoever or whatever looked: a department asked by the platform itself or on the person's own
    behalf too. Of other acts, the person's own and the platform's are left out. One query; paged as `entries_about`.
    """
    by_others = ~Q(row__actor_kind="system") & ~Q(row__actor_person=person)
    rows = AuditSubject.objects.filter(Q(row__action__in=_looks()) | by_others, person=person)
    return tuple(_look(row) for row in _about(rows, limit, before))


def looks_on(object_type: str, object_id: str, limit: int = 50) -> tuple[Look, ...]:
    """Who looked at one object, newest first, as its people may see it. One query."""
    rows = AuditRow.objects.filter(object_type=object_type, object_id=object_id, action__in=_looks())
    return tuple(_look(row) for row in rows.order_by("-pk")[:limit])


def _looks() -> list[str]:
    return sorted(name for name, action in declared().items() if action.is_look)


def entries_on(object_type: str, object_id: str, limit: int = 200, before: int | None = None) -> tuple[Entry, ...]:
    """Rows on one object. One query; paged as `entries_about`."""
    rows = AuditRow.objects.filter(object_type=object_type, object_id=object_id)
    rows = rows if before is None else rows.filter(pk__lt=before)
    return tuple(_entry(row) for row in rows.order_by("-pk")[:limit])


def _about(subjects: QuerySet[AuditSubject], limit: int, before: int | None) -> list[AuditRow]:
    page = subjects if before is None else subjects.filter(row_id__lt=before)
    return [subject.row for subject in page.select_related("row").order_by("-row_id")[:limit]]


def _action(name: str) -> Action:
    """An action no longer declared is told by its name."""
    return declared().get(name) or Action(name, Text(name, name))


def _entry(row: AuditRow) -> Entry:
    return Entry(
        at=row.at,
        action=_action(row.action),
        actor_kind=row.actor_kind,
        actor_name=row.actor_name,
        organisation=row.organisation,
        post=row.post,
        object_type=row.object_type,
        object_id=row.object_id,
        reason=row.reason,
        detail=json.loads(row.detail),
        row=row.pk,
    )


def _look(row: AuditRow) -> Look:
    action = _action(row.action)
    return Look(
        row=row.pk,
        at=row.at,
        action=action,
        organisation=row.organisation,
        post=row.post,
        reason=row.reason,
        detail=json.loads(row.detail) if action.is_look else {},
    )
