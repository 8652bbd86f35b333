"""Declaring actions and recording acts."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.trust.audit.data import Action
from zhengtong.trust.audit.models import REASON_LIMIT

_SALT = 16
_TOO_LONG = Text("写得太长了，最多 {limit} 个字", "Too long: {limit} characters at most")
# Written out, since every write of the platform comes with one: the ORM takes ten times as long to say the same.
_INSERT = """
INSERT INTO audit_auditrow (at, actor_kind, actor_id, actor_name, actor_person, organisation, post, action,
                            object_type, object_id, subjects, reason, detail, salt)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
_INSERT_SUBJECTS = "INSERT INTO audit_auditsubject (row_id, person) VALUES "
_AT_ONCE = 400  # persons a statement: SQLite takes no more than so many parameters
_actions: dict[str, Action] = {}


def declare(name: str, zh: str, en: str, *, is_look: bool = False) -> Action:
    """Declare a kind of act under a lasting name with its text in both languages."""
    if name in _actions:
        raise ValueError(f"action {name} is declared twice")
    _actions[name] = Action(name, Text(zh, en), is_look)
    return _actions[name]


def declared() -> dict[str, Action]:
    """Every kind of act by its name."""
    return dict(_actions)


def record(
    *,
    actor: Actor,
    at: datetime,
    action: Action,
    on: tuple[str, str],
    subjects: Sequence[str] = (),
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write one audit row in the caller's transaction.

    Invalid for a `reason` longer than the row holds, since people write it.

    `on` is (object type, object id); `subjects` are identity.Person ids the act is about; `detail` holds JSON values
    that make the act understandable, never more personal data than that.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the act")
    if len(reason) > REASON_LIMIT:
        raise Invalid([FieldProblem("reason", "too_long", _TOO_LONG.format(limit=REASON_LIMIT))])
    persons = sorted(set(subjects))
    values = (
        connection.ops.adapt_datetimefield_value(at),
        actor.kind,
        actor.id,
        actor.name,
        actor.person,
        actor.organisation,
        actor.post,
        action.name,
        *on,
        _json(persons),
        reason,
        _json(dict(detail or {})),
        secrets.token_bytes(_SALT),
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        (row,) = cursor.fetchone()
        for start in range(0, len(persons), _AT_ONCE):
            some = persons[start : start + _AT_ONCE]
            parameters = [value for person in some for value in (row, person)]
            cursor.execute(_INSERT_SUBJECTS + ", ".join(["(%s, %s)"] * len(some)), parameters)


def _json(value: object) -> str:
    """Kept as written: the log covers every byte of it. TypeError for what is not JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
