"""A broken log is seen by whoever looks after the node, and the worker does not repeat itself without end."""

import logging
from pathlib import Path

import pytest
from audit_log import act, sequence_all
from django.test import Client

from zhengtong.channels.console.commands import doctor
from zhengtong.kernel import clock
from zhengtong.trust.audit import _stopped
from zhengtong.trust.audit import api as audit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    _stopped._said.clear()
    act(3)
    assert sequence_all() == 3
    return tmp_path / "log"


def ill(home: Path) -> list[str]:
    return [check.text.zh for check in doctor.checks(home) if not check.good and "审计日志" in check.text.zh]


def test_doctor_and_readyz_say_that_the_log_is_broken_until_it_is_mended(log: Path) -> None:
    checkpoint = (log / "checkpoint").read_bytes()
    (log / "checkpoint").unlink()
    assert audit.sequence_due() == 0
    [said] = ill(log.parent)
    assert "检查点 checkpoint 不见了，它签过 3 条。" in said
    assert "zhengtong audit verify" in said
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["failing"]["audit"]) == (200, 1)
    (log / "checkpoint").write_bytes(checkpoint)
    assert audit.sequence_due() == 0
    assert ill(log.parent) == []
    assert Client().get("/readyz").json()["failing"]["audit"] == 0


def test_the_worker_says_it_once_an_hour(
    log: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(logging.getLogger("zhengtong"), "propagate", True)
    (log / "checkpoint").unlink()
    said = []
    for at in (100.0, 101.0, 3699.0, 3700.0, 3701.0):  # an hour after the first is 3700
        now[0] = at
        caplog.clear()
        audit.sequence_due()
        said.append(len([record for record in caplog.records if record.levelno == logging.CRITICAL]))
    assert said == [1, 0, 0, 1, 0]


def test_who_finds_another_at_it_leaves_the_word_as_it_is(log: Path) -> None:
    (log / "checkpoint").unlink()
    audit.sequence_due()
    with audit.log_held(wait=True):
        assert audit.sequence_due() == 0
    assert audit.stopped() is not None
