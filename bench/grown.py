"""A home in which there is much: the rows of some invented cases copied inside the database, as often as wanted.

The journeys send the first of them, as `zhengtong synthesise` does; no department answers, so all stay open. Copied are
cases and whatever an application leaves: its history, evidence, receipt, questions, attempts, facts announced and
delivered, and rows of the audit log. Copies differ in number, person, state and due date; every fifth case is open.
What has been made, answered or delivered is so in the copies: nothing more is due than a node has on a working day.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import home

INVENTED, DAYS, SEED = 40, 20, 1
CASES_A_PERSON = 4

_COPY = """
WITH RECURSIVE one(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM one WHERE n + 1 < {last})
INSERT INTO {table} ({columns}) SELECT {values} FROM one JOIN bench_{table} base ON base.place = n % {sources}
"""


def pad(width: int, of: str = "n") -> str:
    """A number as text with leading zeros, by either database."""
    return f"substr('{'0' * width}' || CAST({of} AS varchar), length(CAST({of} AS varchar)) + 1, {width})"


def _key(prefix: str = "BENCH", of: str = "n") -> str:
    return f"'{prefix}' || {pad(26 - len(prefix), of)}"


_PERSON = _key("PERSON", f"n / {CASES_A_PERSON}")
_PEOPLE = {"id": _key("PERSON"), "id_lookup": _key()}
_CASES: dict[str, dict[str, str]] = {
    "applications_application": {
        "id": _key(),
        "operator_id": _PERSON,
        "case": f"substr(base.\"case\", 1, 31) || '2026' || {pad(12)}",
        "idempotency_key": "NULL",
        "sent_at": "base.begun_at",
    },
    "cases_case": {
        "id": "{case} + n",
        "number": f"substr(base.number, 1, 31) || '2026' || {pad(12)}",
        "application": _key(),
        "applicant_id": _PERSON,
        "operator_id": _PERSON,
        "state": "CASE WHEN n % 5 > 0 THEN 'closed' WHEN n % 3 > 0 THEN 'in_process' ELSE 'with_person' END",
        "closed_at": "CASE WHEN n % 5 > 0 THEN base.opened_at END",
        "promised_due": "{due}",
    },
    "cases_step": {"case_id": "{case} + n"},
    "cases_need": {"case_id": "{case} + n", "person_id": _PERSON, "question": _key()},
    "cases_paper": {"case_id": "{case} + n", "state": "'made'"},
    "gateway_question": {"id": _key(), "next_at": "NULL", "state": "'answered'", "reference": _key()},
    "gateway_attempt": {"question_id": _key(), "nonce": _key(), "ended_at": "base.sent_at", "outcome": "'answered'"},
    "events_outboxevent": {"id": "{event} + n", "done": "{true}"},
    "events_delivery": {"event_id": "{event} + n"},
    "audit_auditrow": {
        "id": "{row} + n",
        "position": "NULL",
        "object_id": _key(),
        "subjects": f"'[\"' || {_PERSON} || '\"]'",
    },
    "audit_auditsubject": {"row_id": "{row} + n", "person": _PERSON},
}
_COUNTED = {"cases_case": "case", "events_outboxevent": "event", "audit_auditrow": "row"}
_WORDS = {
    "sqlite": {
        "due": "date('2026-01-01', '+' || (n * 7919 % 700) || ' days')",
        "true": "1",
    },
    "postgresql": {
        "due": "DATE '2026-01-01' + CAST(CAST(n AS bigint) * 7919 % 700 AS integer)",
        "true": "true",
    },
}


def invent(folder: Path) -> None:
    """Applications of people who do not exist; no department answers here, so every case stays open."""
    from zhengtong.channels.console.synthesis.api import synthesise
    from zhengtong.channels.console.synthesis.data import Wanted

    wanted = Wanted(home.SERVICE, INVENTED, DAYS, SEED, people=None, unfinished=True)
    *_, report = synthesise(wanted, folder)
    assert (report.sent, report.open, dict(report.refused)) == (INVENTED, INVENTED, {}), report.told()
    _remember()


def grow(have: int, wanted: int, *, cases_alone: bool = False) -> None:
    """Copy until there are `wanted` cases, with all that belongs to them unless the rows of cases alone are wanted. The
    log takes its rows in, and the database looks at its indexes again. PostgreSQL also vacuums what was copied:
    it would do so by itself, for minutes."""
    from zhengtong.trust.audit import api as audit

    words = {**_WORDS[_vendor()], **{word: str(_highest(table) + 1 - have) for table, word in _COUNTED.items()}}
    people = range(0 if have == INVENTED else -(-have // CASES_A_PERSON), -(-wanted // CASES_A_PERSON))
    _copy("identity_person", _PEOPLE, people, words)
    for table, changed in (("cases_case", _CASES["cases_case"]),) if cases_alone else _CASES.items():
        _copy(table, changed, range(have, wanted), words)
    for table in _COUNTED:
        _go_on_counting(table)
    while audit.sequence_batch():
        pass
    _run("VACUUM ANALYZE" if _vendor() == "postgresql" else "ANALYZE")


def _remember() -> None:
    """Keep the rows that are copied apart, numbered from 0: what comes later is not copied."""
    for table in ("identity_person", *_CASES):
        order = "event_id" if table == "events_delivery" else "id"
        place = f"row_number() OVER (ORDER BY t.{order}) - 1 AS place"
        _run(f"CREATE TABLE bench_{table} AS SELECT {place}, t.* FROM {table} t")
        _run(f"CREATE UNIQUE INDEX bench_{table}_place ON bench_{table} (place)")


def _copy(table: str, changed: Mapping[str, str], numbers: range, words: Mapping[str, str]) -> None:
    columns = [name for name in _columns(table) if name != "id" or "id" in changed]
    values = [changed[name].format(**words) if name in changed else f'base."{name}"' for name in columns]
    copy = _COPY.format(
        table=table,
        first=numbers.start,
        last=numbers.stop,
        columns=", ".join(f'"{name}"' for name in columns),
        values=", ".join(values),
        sources=_value(f"SELECT count(*) FROM bench_{table}"),
    )
    _run(copy)


def _vendor() -> str:
    from django.db import connection

    return connection.vendor


def _columns(table: str) -> list[str]:
    from django.apps import apps

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return [field.column for field in model._meta.concrete_fields]


def _highest(table: str) -> int:
    return int(_value(f"SELECT max(id) FROM {table}"))


def _go_on_counting(table: str) -> None:
    """PostgreSQL does not see that ids were given by hand."""
    if _vendor() == "postgresql":
        _run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {_highest(table)})")


def _value(statement: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
