"""A question put off while the machine's clock ran ahead is asked once it is right; nobody is shunned till then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sharing_world import ask_for_mother

from departments import Department
from zhengtong.kernel import clock, retry
from zhengtong.kernel.identifiers import new_id
from zhengtong.sharing.gateway import _patience
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.models import Attempt, Question

pytestmark = [pytest.mark.django_db, pytest.mark.server]
AHEAD = timedelta(hours=3)
Put = Callable[[timedelta], None]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """The machine's clock is so far ahead from now on."""
    right = clock.real_now

    def ahead(by: timedelta) -> None:
        monkeypatch.setattr(clock, "real_now", lambda: right() + by)

    return ahead


def state() -> str:
    return Question.objects.get().state


def test_asked_for_ahead(connected: Department, put: Put) -> None:
    put(AHEAD)
    ask_for_mother()
    put(timedelta(0))
    retry.put_back()
    assert gateway.ask_due() == 1
    assert state() == "answered"


def test_failed_ahead(connected: Department, put: Put) -> None:
    ask_for_mother()
    put(AHEAD)
    connected.behave("down")
    assert gateway.ask_due() == 1
    connected.behave()
    put(timedelta(0))
    retry.put_back()
    assert gateway.ask_due() == 1
    assert state() == "answered"


def test_a_failure_by_a_right_clock_waits_for_its_time(connected: Department) -> None:
    ask_for_mother()
    connected.behave("down")
    assert gateway.ask_due() == 1
    assert retry.put_back() == 0
    assert gateway.ask_due() == 0


@pytest.mark.parametrize(("by", "asked"), [(AHEAD, 1), (timedelta(0), 0)])
def test_taken_by_a_provider_ahead(connected: Department, by: timedelta, asked: int) -> None:
    """When it wants to be asked again is its own affair, be it in an hour: only that it was told so ahead counts."""
    ask_for_mother()
    told = clock.real_now() + by
    again = told + timedelta(hours=1)
    Question.objects.update(state="accepted", ticket="T-1", expected=clock.today(), next_at=again)
    Attempt.objects.create(question=Question.objects.get(), nonce=new_id(), sent_at=told, ended_at=told)
    retry.put_back()
    assert gateway.ask_due() == asked


def test_taken_ahead_and_asked_again_since_waits_as_it_was_told(connected: Department) -> None:
    """An attempt of the wrong clock stays on record; what counts is when the provider was heard last."""
    ask_for_mother()
    now, question = clock.real_now(), Question.objects.get()
    Question.objects.update(state="accepted", ticket="T-1", expected=clock.today(), next_at=now + timedelta(hours=1))
    for ended in (now + AHEAD, now):
        Attempt.objects.create(question=question, nonce=new_id(), sent_at=ended, ended_at=ended)
    assert retry.put_back() == 0


def test_taken_and_broken_off_ahead_is_asked_again(connected: Department) -> None:
    """The worker was killed in an attempt: it has no end, and its lease is as far ahead as its beginning."""
    ask_for_mother()
    began = clock.real_now() + AHEAD
    lease = began + timedelta(seconds=30)
    Question.objects.update(state="accepted", ticket="T-1", expected=clock.today(), next_at=lease, taken_until=lease)
    Attempt.objects.create(question=Question.objects.get(), nonce=new_id(), sent_at=began)
    retry.put_back()
    assert gateway.ask_due() == 1


@pytest.mark.parametrize(("by", "said"), [(AHEAD, None), (timedelta(0), "slow")])
def test_who_was_slow_ahead_is_not_shunned_till_then(connected: Department, by: timedelta, said: str | None) -> None:
    ask_for_mother()
    question, ended = Question.objects.get(), clock.real_now() + by
    began = ended - timedelta(seconds=3)
    Attempt.objects.create(question=question, nonce=new_id(), sent_at=began, ended_at=ended, outcome="slow")
    assert _patience.silence(question.resource_id) == said
