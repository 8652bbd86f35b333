"""A provider that takes a question and answers days later: the provincial platform as a process of its own."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sharing_world import WORKER, make_due

from clocks import LegalTime
from departments import Department
from offices import Office
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.sharing.gateway import _exchange
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway._outcome import save
from zhengtong.sharing.gateway._ticket import accepted
from zhengtong.sharing.gateway.data import Authorisation, Purpose, QuestionData, Subject, Wanted
from zhengtong.sharing.gateway.models import Attempt, Question
from zhengtong.sharing.gateway.ports import Accepted, ProviderGarbled
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]

COUNTY = "11990102MB0000010M"
TRADER = Subject("陈国富", "990102197409300156", "P-CHEN")
SIGNED = Authorisation("授权-2026-0001", "ab" * 32)


@pytest.fixture
def platform(catalogue: None, office: Office, legal_time: LegalTime) -> Department:
    """The platform, at the same legal day as the test: Monday 23 November 2026."""
    department = office("financial-assets")
    department.come_to(clock.today())
    known = resources.connection("financial-assets")
    resources.connect(replace(known, address=department.address), actor=system("demo"), at=clock.now())
    return department


def _move(platform: Department, legal_time: LegalTime, to: date) -> None:
    """Let both sides come to a legal day, at ten in the morning."""
    legal_time.move_to(datetime(to.year, to.month, to.day, 10, 0, tzinfo=clock.CHINA))
    platform.come_to(to)


def _purpose(resource: str = "financial-assets") -> Purpose:
    fields = tuple(field.name for field in resources.resource(resource).fields)
    wanted = Wanted(
        resource=resource,
        fields=fields,
        reference="case-1",
        step="check",
        organisation=COUNTY,
        service="minimum-living-allowance",
        use="check",
    )
    return gateway.purpose(wanted, operator=WORKER, at=clock.now())


def _request() -> str:
    return gateway.request(_purpose(), TRADER, party="member-1", actor=WORKER, at=clock.now(), authorisation=SIGNED)


def _poll() -> QuestionData:
    make_due()
    assert gateway.ask_due() == 1
    return _question()


def _question() -> QuestionData:
    (question,) = gateway.questions("case-1")
    return question


def _announced() -> list[str]:
    rows = OutboxEvent.objects.order_by("pk").values_list("name", "payload")
    return [payload.get("failure", name) for name, payload in rows]


def test_it_is_taken_and_the_parts_are_counted(platform: Department, legal_time: LegalTime) -> None:
    _request()
    question = _poll()
    assert question.state == "accepted"
    # Nine working days after Monday 23 November: 24, 25, 26, 27, 30 November, 1, 2, 3, 4 December, a Friday.
    assert question.text.zh == (
        "省核对中心收下了，要向 5 家单位问，0 家已回，还差 5 家，最晚12月4日（周五）回齐。不用您做什么。"
    )
    assert "5 have not; all will have by Friday, 4 December" in question.text.en
    assert question.next_at is not None
    assert question.next_at - clock.real_now() <= timedelta(seconds=2)  # again_seconds of the connection
    # Working days 2, 3, 4 and 5: 25, 26, 27 and 30 November; the slowest bank on the ninth.
    for day, answered in ((25, 1), (26, 2), (27, 3), (30, 4)):
        _move(platform, legal_time, date(2026, 11, day))
        question = _poll()
        assert question.progress is not None
        assert (question.state, question.progress.parts_in) == ("accepted", answered)
    assert "4 家已回，还差 1 家" in question.text.zh
    _move(platform, legal_time, date(2026, 12, 3))
    assert _poll().state == "accepted"
    _move(platform, legal_time, date(2026, 12, 4))
    question = _poll()
    assert (question.state, question.next_at, question.progress) == ("answered", None, None)
    values = gateway.answer(question.id, actor=WORKER, at=clock.now()).values
    # 4,100 + 186,000 yuan in two banks, 32,000 in a policy, nothing in securities, in fen.
    totals = (values["deposits_total"], values["securities_total"], values["policies_total"])
    assert totals == (19_010_000, 0, 3_200_000)
    assert _announced() == ["sharing.gateway.answer_received"]  # waiting for a ticket is no failure


def test_it_is_asked_once_and_looked_at_by_its_ticket(platform: Department, legal_time: LegalTime) -> None:
    _request()
    for _ in range(3):
        _poll()
    entries = platform.log()
    assert [entry.get("looked", False) for entry in entries] == [False, True, True]
    assert {entry["ticket"] for entry in entries[1:]} == {Question.objects.get().ticket}
    assert (entries[0]["authorisation"], entries[0]["person"]) == (SIGNED.number, "990102********0156")


def test_a_worker_killed_after_the_acceptance_asks_nothing_twice(
    platform: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    _request()

    def power_cut(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(_exchange, "save", power_cut)
        with pytest.raises(KeyboardInterrupt):
            _poll()
    assert Question.objects.get().ticket == ""
    assert _poll().state == "accepted"
    first, second = platform.log()
    assert (first["again"], second["again"]) == (False, True)  # the same request came to the same ticket
    assert second["ticket"] == Question.objects.get().ticket


def test_a_restart_of_either_side_loses_no_ticket(platform: Department, legal_time: LegalTime) -> None:
    _request()
    _poll()
    platform.kill()
    assert _poll().state == "down"
    assert _question().progress is not None
    platform.start()
    resources.connect(
        replace(resources.connection("financial-assets"), address=platform.address), actor=WORKER, at=clock.now()
    )
    _move(platform, legal_time, date(2026, 12, 4))
    assert _poll().state == "answered"
    assert [entry for entry in platform.log() if not entry.get("looked")] == [platform.log()[0]]


def test_a_poll_that_fails_is_tried_again_soon(platform: Department) -> None:
    _request()
    for _ in range(8):
        _poll()
    platform.behave("garble")
    question = _poll()
    assert (question.state, question.attempts) == ("garbled", 9)
    # The first failure after eight good polls: 5 seconds, not an hour.
    assert question.next_at is not None
    assert question.next_at - clock.real_now() <= timedelta(seconds=5)


def test_who_never_answers_becomes_visible(platform: Department, legal_time: LegalTime) -> None:
    platform.behave("never")
    _request()
    _poll()
    _move(platform, legal_time, date(2026, 12, 4))
    assert _poll().state == "accepted"  # its own day is not over yet
    _move(platform, legal_time, date(2026, 12, 7))
    question = _poll()
    assert question.state == "overdue"
    assert question.text.zh == "省核对中心说好12月4日（周五）回齐，现在 5 家单位还差 1 家。我们在催。不用您做什么。"
    assert question.next_at is not None
    assert _poll().state == "overdue"
    assert _announced() == ["overdue"]  # once, not at every poll
    platform.behave()
    assert _poll().state == "answered"


def test_a_day_that_moves_away_is_not_believed(platform: Department, legal_time: LegalTime) -> None:
    platform.behave("late")
    _request()
    _poll()
    _move(platform, legal_time, date(2026, 12, 2))
    platform.behave("never")
    assert Question.objects.get().expected == date(2026, 12, 4)
    _move(platform, legal_time, date(2026, 12, 7))
    assert _poll().state == "overdue"


def test_a_purpose_lives_as_long_as_the_provider_may_need(platform: Department, legal_time: LegalTime) -> None:
    """A purpose ends on 23 December, the provider's day is 4 December: what it took is fetched until 3 January,
    and as long as a grant is in force."""
    platform.behave("never")
    _request()
    _poll()
    assert Question.objects.get().expires == datetime(2027, 1, 3, 0, 0, tzinfo=clock.CHINA)  # 4 December and 30 days
    _move(platform, legal_time, date(2026, 12, 30))
    assert _poll().state == "overdue"
    _move(platform, legal_time, date(2027, 1, 3))
    assert _poll().state == "overdue"  # the grant is in force, so the purpose is stated anew: 30 days from ten o'clock
    assert Question.objects.get().expires == datetime(2027, 2, 2, 10, 0, tzinfo=clock.CHINA)


def test_a_grant_that_ends_ends_the_waiting(platform: Department) -> None:
    _request()
    _poll()
    resources.end_grant("minimum-living-allowance/financial-assets/check", reason="x", actor=WORKER, at=clock.now())
    asked = len(platform.log())
    assert _poll().state == "lapsed"
    assert len(platform.log()) == asked


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("other_ticket", "garbled"),
        ("forgetful", "garbled"),
        ("stale", "garbled"),
        ("garble", "garbled"),
        ("twice", "garbled"),
        ("huge", "garbled"),
        ("down", "down"),
    ],
)
def test_polls_that_fail(platform: Department, mode: str, state: str) -> None:
    _request()
    _poll()
    ticket = Question.objects.get().ticket
    platform.behave(mode)
    assert _poll().state == state
    assert Question.objects.get().ticket == ticket
    platform.behave()
    assert _poll().state == "accepted"


def test_another_person_after_nine_days_is_discarded(platform: Department, legal_time: LegalTime) -> None:
    _request()
    _poll()
    _move(platform, legal_time, date(2026, 12, 4))
    platform.behave("other_person")
    assert _poll().state == "another_person"
    platform.behave()
    assert _poll().state == "answered"


def test_without_the_signed_paper_nothing_is_asked(platform: Department) -> None:
    with pytest.raises(gateway.NotAuthorised) as refused:
        gateway.request(_purpose(), TRADER, party="member-1", actor=WORKER, at=clock.now())
    assert "授权书" in refused.value.message()
    assert not Question.objects.exists()


def test_the_paper_stands_in_the_audit_log(platform: Department) -> None:
    question = _request()
    assert audit.entries_on("question", question)[0].detail["authorisation"] == SIGNED.number


def test_nobody_of_that_name_is_an_answer(platform: Department) -> None:
    gateway.request(
        _purpose(), replace(TRADER, name="陈国贵"), party="p", actor=WORKER, at=clock.now(), authorisation=SIGNED
    )
    assert _poll().state == "not_found"


@pytest.mark.parametrize(
    "changed",
    [
        {"ticket": ""},
        {"ticket": "x" * 201},
        {"parts_in": 6},
        {"parts_in": -1},
        {"parts_of": 1001},
        {"expected": date(2026, 11, 22)},
        {"expected": date(2027, 3, 24)},
    ],
)
def test_an_acceptance_that_cannot_be(platform: Department, changed: dict[str, Any]) -> None:
    """Today is 23 November 2026; 120 days later is 23 March 2027."""
    _request()
    good = Accepted(ticket="t", parts_in=1, parts_of=5, expected=date(2027, 3, 23), again_seconds=2)
    assert accepted(Question.objects.get(), good).state == "accepted"
    with pytest.raises(ProviderGarbled):
        accepted(Question.objects.get(), replace(good, **changed))


def test_a_ticket_is_never_asked_about_in_a_storm(platform: Department) -> None:
    _request()
    question = Question.objects.get()
    good = Accepted(ticket="t", parts_in=1, parts_of=5, expected=date(2026, 12, 4), again_seconds=0)
    attempt = Attempt.objects.create(question=question, nonce="n", sent_at=clock.real_now())
    save(question, attempt, accepted(question, good), retry=True)
    assert question.next_at is not None and attempt.ended_at is not None
    assert question.next_at - attempt.ended_at >= timedelta(seconds=1)
