"""Rows that are put in again are the rows that were written."""

from dataclasses import replace

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction

import rows
import town
from zhengtong.kernel import clock
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.models import Grant
from zhengtong.trust.audit.models import AuditRow
from zhengtong.trust.organisations.models import Region

pytestmark = pytest.mark.django_db


def _whole() -> dict[str, rows.Rows]:
    """Of every table, in an order of its own: PostgreSQL gives rows as they happen to lie."""
    return {name: sorted(rows._read(name)[0], key=repr) for name in connection.introspection.table_names()}


def _in_a_fresh_database(name: str, calls: list[str]) -> dict[str, rows.Rows]:
    """All rows after `once`, which are taken back."""
    with transaction.atomic():
        assert rows.once(name, lambda: _write(name, calls)) == name
        found = _whole()
        transaction.set_rollback(True)
    return found


def _write(name: str, calls: list[str]) -> str:
    calls.append(name)
    town._load()
    return name


def _start_counting_anew() -> None:
    """PostgreSQL goes on counting where rows were taken back; a process that never wrote them would not."""
    with connection.cursor() as cursor:
        counted = [one for one in connection.introspection.sequence_list() if not rows._read(one["table"])[0]]
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), counted):
            cursor.execute(statement)


def test_they_come_back_as_they_were_written(legal_time: object) -> None:
    calls: list[str] = []
    written, put = (_in_a_fresh_database("come back", calls) for _ in range(2))
    assert calls == ["come back"]
    assert put == written
    assert len(written[Grant._meta.db_table]) > 10


def test_what_is_written_after_them_finds_its_place(legal_time: object) -> None:
    """On PostgreSQL a sequence does not know what was put in by number."""
    calls: list[str] = []
    _start_counting_anew()
    _in_a_fresh_database("find place", calls)
    _start_counting_anew()
    rows.once("find place", lambda: _write("find place", calls))
    assert calls == ["find place"]
    before = AuditRow.objects.count()
    known = resources.connection(town.RESOURCE)
    elsewhere = replace(known, address="http://127.0.0.1:9/elsewhere")
    resources.connect(elsewhere, actor=town.SYSTEM, at=clock.now())
    assert AuditRow.objects.count() == before + 1


def test_other_rows_in_the_way_and_they_are_written_anew(legal_time: object) -> None:
    calls: list[str] = []
    _in_a_fresh_database("in the way", calls)
    Region.objects.create(code="999999", name="别处", level=3)
    _in_a_fresh_database("in the way", calls)
    assert calls == ["in the way", "in the way"]
