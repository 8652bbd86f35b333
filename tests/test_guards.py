"""The watching plugin catches what it is there to catch, and nothing else."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from guards import take_caught
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.kernel.transactions import SlowInsideTransactionError, atomic
from zhengtong.office.duties import _actions
from zhengtong.office.duties import api as duties
from zhengtong.office.duties.models import Duty
from zhengtong.trust.audit import api as audit
from zhengtong.trust.keys import api as keys
from zhengtong.trust.organisations import api as organisations

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.django_db


def test_a_file_written_inside_a_transaction_is_caught(tmp_path: Path) -> None:
    with pytest.raises(SlowInsideTransactionError, match="write"), transaction.atomic():
        (tmp_path / "paper").write_text("x")
    assert len(take_caught()) == 1


def test_a_child_process_inside_a_transaction_is_caught() -> None:
    with pytest.raises(SlowInsideTransactionError, match=r"subprocess\.Popen"), transaction.atomic():
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert take_caught()


def test_a_socket_inside_a_transaction_is_caught_even_when_the_error_is_swallowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, transaction.atomic():
        try:
            socket.create_connection(server.getsockname())
        except SlowInsideTransactionError:
            swallowed = True
    assert swallowed
    assert [what.split()[0] for what in take_caught()] == ["socket.connect"]


def test_reading_writing_outside_and_the_first_key_are_free(tmp_path: Path) -> None:
    (tmp_path / "paper").write_text("x")
    with transaction.atomic():
        assert (tmp_path / "paper").read_text() == "x"
        keys.signer("guard-test")
        OutboxEvent.objects.count()
    assert take_caught() == []


def _close(duty: Duty, *, record: bool) -> None:
    """As an operation does it: in a transaction that a file of the platform opens."""
    source = f"""
with atomic():
    Duty.objects.filter(pk=duty.pk).update(closed_by="user:1")
    if {record}:
        audit.record(actor=actor, at=at, action=CLOSED, on=("duty", duty.pk))
"""
    names = {"actor": system("test"), "at": clock.now(), "duty": duty, "CLOSED": _actions.CLOSED}
    planted = Path(duties.__file__).with_name("_planted.py")
    exec(compile(source, planted, "exec"), {"atomic": atomic, "audit": audit, "Duty": Duty, **names})


@pytest.fixture
def duty() -> Duty:
    organisations.load(ROOT / "demo/organisations.yaml", actor=system("test"), at=clock.now())
    given = {"permission": "cases.handle", "title": {}, "about_type": "case", "about_id": "1"}
    code = organisations.organisations()[0].code
    return Duty.objects.create(kind="any", organisation_id=code, due=clock.today(), opened_at=clock.now(), **given)


def test_a_write_without_an_audit_row_in_its_transaction_is_caught(duty: Duty) -> None:
    _close(duty, record=True)
    assert take_caught() == []
    _close(duty, record=False)
    assert take_caught() == ["written without an audit row: duties_duty"]


def _three_rows() -> list[int]:
    at = clock.real_now()
    return [OutboxEvent.objects.create(name=name, payload={}, at=at, next_at=at).pk for name in "abc"]


def test_an_unordered_query_never_comes_in_the_order_of_the_table() -> None:
    made = _three_rows()
    unordered = [row.pk for row in OutboxEvent.objects.all()]
    assert unordered != made
    assert sorted(unordered) == made
    assert list(OutboxEvent.objects.values_list("pk", flat=True)) != made
    assert [row.pk for row in OutboxEvent.objects.iterator()] != made


def test_rows_that_are_all_the_same_value_have_no_other_order() -> None:
    _three_rows()
    assert list(OutboxEvent.objects.values_list("attempts", flat=True)) == [0, 0, 0]


def test_an_ordered_query_keeps_its_order() -> None:
    made = _three_rows()
    assert list(OutboxEvent.objects.order_by("pk").values_list("pk", flat=True)) == made
    assert [row.pk for row in OutboxEvent.objects.order_by("-pk").iterator()] == made[::-1]
