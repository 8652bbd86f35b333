"""Filling an audit log for tests, and RFC 6962 §2.1 written down again as plainly as it stands there."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from zhengtong.kernel.actor import Actor
from zhengtong.trust.audit import _rows
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action
from zhengtong.trust.audit.models import AuditRow

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CLERK = Actor(kind="staff", id="user:7", name="王芳", organisation="11440000000000000X", post="救助岗")
LOOK = audit.declared().get("test.looked") or audit.declare("test.looked", "查看", "Looked", is_look=True)
ACT = audit.declared().get("test.decided") or audit.declare("test.decided", "审批", "Decided")


def act(number: int = 1, *, action: Action = ACT, subjects: tuple[str, ...] = (), reason: str = "") -> None:
    """Record `number` acts one by one, as callers do."""
    with transaction.atomic():
        for i in range(number):
            at = AT + timedelta(microseconds=i)
            audit.record(
                actor=CLERK,
                at=at,
                action=action,
                on=("case", str(i)),
                subjects=subjects,
                reason=reason,
                detail={"次": i},
            )


_COLUMNS = (
    *("at", "actor_kind", "actor_id", "actor_name", "actor_person", "organisation", "post", "action", "object_type"),
    *("object_id", "subjects", "reason", "detail", "salt"),
)
_BEFORE = (connection.ops.adapt_datetimefield_value(AT), "staff", "user:7", "王芳", "", "", "", "test.decided", "case")


def fill(number: int) -> None:
    """Put many rows in place quickly, past the ORM: through it PostgreSQL would take a minute for 66,000."""
    rows = ((*_BEFORE, str(i), "[]", "", "{}", i.to_bytes(16, "big")) for i in range(number))
    names, marks = ", ".join(_COLUMNS), ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY audit_auditrow ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO audit_auditrow ({names}) VALUES ({marks})", rows)


def sequence_all(limit: int = 10_000) -> int:
    """Until nothing is due."""
    total = 0
    while taken := audit.sequence_batch(limit):
        total += taken
    return total


def entries() -> list[bytes]:
    """What the log should hold, from the rows."""
    return [row.entry() for row in _rows.rows_between(0, AuditRow.objects.count())]


def naive_root(data: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1."""
    if not data:
        return hashlib.sha256(b"").digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(data[:k]) + naive_root(data[k:])).digest()


def flip(path: Path, place: int) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
