"""Bare WSGI applications: the work without the platform."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import dict_row

_URL = os.environ.get("ZHENGTONG_DATABASE_URL", "")
_CONTENT = os.urandom(int(os.environ.get("BENCH_HELLO_BYTES", "5")))
_PARTS = {
    "steps": "SELECT at, code, text FROM cases_step WHERE case_id = ? ORDER BY id",
    "evidence": "SELECT resource, provider, basis, answered_at FROM cases_need WHERE case_id = ? ORDER BY id",
    "papers": "SELECT kind, title, state FROM cases_paper WHERE case_id = ? ORDER BY id",
}


_QUEUE = """
SELECT number, service, service_name, applicant_name, state, outcome, opened_at, promised_due, closed_at FROM cases_case
WHERE organisation_id = ? AND closed_at IS NULL ORDER BY promised_due, id LIMIT 101
"""


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The same bytes for everybody, as many as the page they are compared with."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(_CONTENT)))])
    return (_CONTENT,)


def case(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A case by its number, as its rows have it: four statements and JSON, for anybody."""
    number = environ["PATH_INFO"].rsplit("/", 1)[1]
    found = _rows("SELECT * FROM cases_case WHERE number = ?", number)
    whole = found[0] if found else {}
    for name, statement in _PARTS.items() if found else ():
        whole[name] = _rows(statement, whole["id"])
    body = json.dumps(whole, ensure_ascii=False, default=str).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return (body,)


def queue(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The 100 most urgent open cases of an office, as its rows have them: one statement and JSON, for anybody."""
    office = environ["PATH_INFO"].rsplit("/", 1)[1]
    body = json.dumps({"items": _rows(_QUEUE, office)}, ensure_ascii=False, default=str).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return (body,)


def _rows(statement: str, value: object) -> list[dict[str, Any]]:
    if _URL:
        return _postgresql().execute(statement.replace("?", "%s"), (value,)).fetchall()
    return [dict(row) for row in _sqlite().execute(statement, (value,))]


@cache
def _sqlite() -> sqlite3.Connection:
    database = sqlite3.connect(f"{os.environ['ZHENGTONG_HOME']}/zhengtong.sqlite3", check_same_thread=False)
    database.row_factory = sqlite3.Row
    return database


@cache
def _postgresql() -> psycopg.Connection[dict[str, Any]]:
    return psycopg.connect(_URL, autocommit=True, row_factory=dict_row)
