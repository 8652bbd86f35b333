"""Health, readiness, and the public log."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import override_settings

from zhengtong.kernel import clock, readiness
from zhengtong.kernel.actor import system
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.trust.audit import api as audit

ACTION = audit.declare("test.api_log", "测试", "Test")


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(ZHENGTONG_HOME=tmp_path):
        yield tmp_path


def _record(count: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        for number in range(count):
            audit.record(actor=system("test"), at=clock.now(), action=ACTION, on=("thing", str(number)))


def test_alive_asks_no_database() -> None:
    """This test has no database mark, so a query would fail."""
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_tells_how_many_facts_wait(django_assert_num_queries: Any) -> None:
    Client().get("/readyz")
    late = clock.real_now() - timedelta(minutes=2)
    OutboxEvent.objects.create(name="x", payload={}, at=late, next_at=late)
    OutboxEvent.objects.create(name="x", payload={}, at=late, next_at=clock.real_now())
    with django_assert_num_queries(8):  # the database, facts that wait, and six kinds of work
        response = Client().get("/readyz")
    failing = {"events": 0, "mail": 0, "texts": 0, "questions": 0, "papers": 0, "licences": 0, "audit": 0}
    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "not_ready": [], "events_overdue": 1, "failing": failing},
    )


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ratings'")
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["not_ready"]) == (503, ["migrations"])


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (
        503,
        {"ready": False, "not_ready": ["database"], "events_overdue": None, "failing": None},
    )


@pytest.mark.django_db(transaction=True)
def test_the_log_is_served_as_it_stands(own_home: Path) -> None:
    client = Client()
    assert client.get("/log/checkpoint").status_code == 404
    _record(300)
    audit.sequence_batch()
    checkpoint = client.get("/log/checkpoint")
    assert checkpoint.content == (own_home / "log/checkpoint").read_bytes()
    assert (checkpoint["Content-Type"], checkpoint["Cache-Control"]) == ("text/plain; charset=utf-8", "no-cache")
    full = client.get("/log/tile/0/000")
    assert (len(full.content), full["Content-Type"]) == (256 * 32, "application/octet-stream")
    assert "immutable" in full["Cache-Control"]
    assert len(client.get("/log/tile/0/001.p/44").content) == 44 * 32


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path", ["0/001", "0/001.p/45", "9/000", "../checkpoint", "0/../0/000", "entries/x", "0/1", ""]
)
def test_nothing_else_is_served(path: str, own_home: Path) -> None:
    _record(300)
    audit.sequence_batch()
    assert Client().get(f"/log/tile/{path}").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_the_log_leads_to_what_it_speaks_of(language: str, own_home: Path) -> None:
    client = Client()
    client.cookies["zt_lang"] = language
    empty = client.get("/log").content.decode()
    assert ("账上还没有记录" if language == "zh" else "Nothing in the log yet") in empty
    _record(3)
    audit.sequence_batch()
    page = client.get("/log").content.decode()
    head = audit.published()
    assert head is not None
    assert (head.size, head.root in page, head.origin in page) == (3, True, True)
    for address in ("/log/checkpoint", "/log/tile/entries/000.p/3"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_broken_log_is_said_to_be_broken(own_home: Path) -> None:
    _record(3)
    audit.sequence_batch()
    (own_home / "log/checkpoint").unlink()
    page, checkpoint = Client().get("/log"), Client().get("/log/checkpoint")
    assert (page.status_code, checkpoint.status_code) == (503, 503)
    assert "这本账现在接不上" in page.content.decode()


@pytest.mark.django_db
def test_the_page_of_looks_leads_to_the_page_of_the_log() -> None:
    template = Path(__file__).parents[2] / "src/zhengtong/channels/portal/templates/portal/looks.html"
    assert 'link("log.page")' in template.read_text()
    assert json.loads(Client().get("/healthz").content)["alive"]
