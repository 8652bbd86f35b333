"""A department that is dead, hung, slow, garbled, wrong or unwilling: each has its name, state, text and next time."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sharing_world import (
    CIVIL_AFFAIRS,
    CLERK,
    DAUGHTER,
    MOTHER,
    RESIDENT,
    STRANGER,
    WORKER,
    ask_for_mother,
    make_due,
    purpose_of,
)

from departments import Department
from zhengtong.channels.console.commands import doctor
from zhengtong.kernel import clock, work
from zhengtong.kernel.errors import Conflict, Forbidden, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway import ports
from zhengtong.sharing.gateway._operations import ask as ask_module
from zhengtong.sharing.gateway._operations import ask_due as ask_due_module
from zhengtong.sharing.gateway._states import STATES
from zhengtong.sharing.gateway.data import QuestionData, Wanted
from zhengtong.sharing.gateway.models import Attempt, Question, ReceivedAnswer
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second instead of ten, so that waiting is tested without waiting."""
    monkeypatch.setattr(ask_due_module, "WORKER_SECONDS", 0.5)
    monkeypatch.setattr(ask_module, "PREFILL_SECONDS", 0.5)


def _asked() -> QuestionData:
    ask_for_mother()
    assert gateway.ask_due() == 1
    (question,) = gateway.questions("case-1")
    return question


def _announced() -> list[tuple[str, str]]:
    """Names and failures of what was announced, in order."""
    rows = OutboxEvent.objects.order_by("pk").values_list("name", "payload")
    return [(name, payload.get("failure", "")) for name, payload in rows]


@pytest.mark.parametrize(
    ("mode", "state", "words"),
    [
        ("down", "down", "公安局现在连不上"),
        ("hang", "slow", "公安局迟迟没有回话"),
        ("drip", "slow", "公安局迟迟没有回话"),
        ("garble", "garbled", "公安局的回话读不懂"),
        ("bad_date", "garbled", "公安局的回话读不懂"),
        ("stale", "garbled", "公安局的回话读不懂"),
        ("other_person", "another_person", "公安局给错了人的资料，我们没有留下"),
    ],
)
def test_each_failure_has_its_name_text_and_next_time(
    connected: Department, request: pytest.FixtureRequest, mode: str, state: str, words: str
) -> None:
    connected.behave(mode)
    if state == "slow":
        request.getfixturevalue("impatient")
    question = _asked()
    assert question.state == state
    assert question.text.zh.startswith(words)
    assert "不用您做什么" in question.text.zh
    # The first retry of kernel.retry comes 5 seconds after the failure; the text says the minute of it, China time.
    ended = Attempt.objects.get().ended_at
    assert question.next_at is not None and ended is not None
    assert timedelta(seconds=5) <= question.next_at - ended < timedelta(seconds=7)
    assert question.next_at.astimezone(clock.CHINA).strftime("%H:%M") in question.text.zh
    assert re.search(r"at \d\d:\d\d", question.text.en)
    assert _announced() == [("sharing.gateway.provider_failing", state)]
    assert not ReceivedAnswer.objects.exists()


def test_a_refusal_ends_the_question(connected: Department) -> None:
    connected.behave("refuse")
    question = _asked()
    assert (question.state, question.next_at) == ("refused", None)
    assert _announced() == [("sharing.gateway.provider_failing", "refused")]
    make_due()
    assert gateway.ask_due() == 0


def test_not_found_is_an_answer(connected: Department) -> None:
    gateway.request(purpose_of(WORKER), replace(MOTHER, name="王桂芳"), party="p", actor=WORKER, at=clock.now())
    gateway.ask_due()
    (question,) = gateway.questions("case-1")
    assert (question.state, question.next_at) == ("not_found", None)
    assert question.answered_at == clock.now()
    assert _announced() == [("sharing.gateway.answer_received", "")]
    assert not gateway.answer(question.id, actor=WORKER, at=clock.now()).found


def test_a_question_outlives_the_death_of_the_department(connected: Department) -> None:
    connected.kill()
    question = _asked()
    assert question.state == "down"
    make_due()
    gateway.ask_due()
    (question,) = gateway.questions("case-1")
    assert (question.state, question.attempts) == ("down", 2)
    assert _announced() == [("sharing.gateway.provider_failing", "down")]  # announced once, not at each attempt
    connected.start()
    assert gateway.ask_due() == 0  # not due yet: 30 seconds after the second failure
    make_due()
    assert gateway.ask_due() == 1
    (question,) = gateway.questions("case-1")
    assert (question.state, question.next_at, question.text.zh) == ("answered", None, "公安局已经回话。")
    assert gateway.answer(question.id, actor=WORKER, at=clock.now()).values["birth_date"] == "1944-03-15"
    assert _announced()[1:] == [("sharing.gateway.answer_received", "")]
    assert [attempt.outcome for attempt in Attempt.objects.order_by("pk")] == ["down", "down", "answered"]


def test_each_change_of_failure_is_announced(connected: Department) -> None:
    ask_for_mother()
    for mode in ("down", "garble", "garble", "other_person"):
        connected.behave(mode)
        make_due()
        gateway.ask_due()
    assert [failure for _, failure in _announced()] == ["down", "garbled", "another_person"]


def test_another_persons_record_is_discarded_and_an_incident(connected: Department) -> None:
    connected.behave("other_person")
    question = _asked()
    # The register answers about its first other person: 李敏 (demo/population.json).
    assert Attempt.objects.get().detail == "the record is about another person"
    incident = audit.entries_on("question", question.id)[0]
    assert incident.action.name == "gateway.another_person"
    assert incident.detail == {"resource": "household-register", "reference": "case-1", "state": "another_person"}
    with pytest.raises(NotFound):
        gateway.answer(question.id, actor=WORKER, at=clock.now())


def test_prefill_says_at_once_what_to_do(connected: Department, impatient: None) -> None:
    connected.behave("hang")
    started = clock.monotonic()
    with pytest.raises(gateway.NoAnswer) as refused:
        gateway.ask(purpose_of(RESIDENT, "prefill"), DAUGHTER, actor=RESIDENT, at=clock.now())
    assert clock.monotonic() - started < 3
    assert (refused.value.state, refused.value.status) == ("slow", 503)
    assert refused.value.message() == "公安局现在答不了。这几项请您先自己填，我们之后再核对。"
    assert Question.objects.get().next_at is None  # nobody asks again behind the person's back
    assert gateway.ask_due() == 0


def test_the_text_shows_legal_time(connected: Department, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    connected.behave("down")
    question = _asked()
    assert question.next_at is not None
    monkeypatch.setattr(clock, "offset", lambda: timedelta(hours=2))
    (shown,) = gateway.questions("case-1")
    expected = (question.next_at + timedelta(hours=2)).astimezone(clock.CHINA).strftime("%H:%M")
    assert f"我们 {expected} 再问" in shown.text.zh


def test_a_grant_that_lapsed_meanwhile_stops_the_question(connected: Department, legal_time: object) -> None:
    ask_for_mother()
    resources.end_grant("old-age-allowance/household-register/check", reason="test", actor=WORKER, at=clock.now())
    gateway.ask_due()
    (question,) = gateway.questions("case-1")
    assert (question.state, question.attempts) == ("lapsed", 0)
    assert question.next_at is not None  # when we look again whether there is a grant
    assert connected.log() == []


def test_a_lapsed_question_is_asked_when_there_is_a_grant_again(connected: Department, sample_file: Path) -> None:
    asked = ask_for_mother()
    resources.end_grant("old-age-allowance/household-register/check", reason="test", actor=WORKER, at=clock.now())
    gateway.ask_due()
    source = sample_file.read_text("utf-8").replace("household-register/check", "household-register/check-2")
    sample_file.write_text(source.replace("发放细则第二条", "发放细则第三条"), "utf-8")
    resources.load(sample_file, actor=WORKER, at=clock.now())
    make_due()
    gateway.ask_due()
    (question,) = gateway.questions("case-1")
    assert (question.state, question.basis) == ("answered", "清和市高龄津贴发放细则第三条（演示城市的规定，虚构）")
    renewed = next(e for e in audit.entries_on("question", asked) if e.action.name == "gateway.asked")
    assert renewed.detail["grant"] == "old-age-allowance/household-register/check-2"
    assert connected.log()[0]["使用依据"] == question.basis


def test_a_question_is_held_until_there_is_a_grant(connected: Department) -> None:
    wanted = Wanted(
        resource="household-register",
        fields=("birth_date",),
        reference="case-1",
        step="check",
        organisation=CIVIL_AFFAIRS,
        service="old-age-allowance",
        use="check",
    )
    with pytest.raises(Forbidden):
        gateway.hold(wanted, MOTHER, party="p", actor=CLERK, at=clock.now())
    question = gateway.hold(wanted, MOTHER, party="p", actor=WORKER, at=clock.now())
    assert _announced() == [("sharing.gateway.provider_failing", "lapsed")]
    make_due()
    assert gateway.ask_due() == 1  # here the grant was there all along
    answer = gateway.answer(question, actor=WORKER, at=clock.now())
    assert (answer.values, answer.basis) == ({"birth_date": "1944-03-15"}, gateway.questions("case-1")[0].basis)


def test_a_purpose_that_ended_is_stated_anew(connected: Department, legal_time: object) -> None:
    asked = ask_for_mother()
    # 30 days later to the minute: the grant lives on, the purpose does not.
    legal_time.move_to(datetime(2026, 12, 23, 10, 0, tzinfo=clock.CHINA))  # type: ignore[attr-defined]
    gateway.ask_due()
    assert gateway.questions("case-1")[0].state == "answered"
    assert Question.objects.get().expires == datetime(2027, 1, 22, 10, 0, tzinfo=clock.CHINA)  # 30 days on
    assert [e.action.name for e in audit.entries_on("question", asked)].count("gateway.asked") == 2


def test_a_purpose_ends_after_thirty_days_and_with_its_grant(connected: Department, legal_time: object) -> None:
    purpose = purpose_of(WORKER)
    # 2026-11-23 10:00 + 30 days; the grant lives until 2028-12-31.
    assert purpose.expires == datetime(2026, 12, 23, 10, 0, tzinfo=clock.CHINA)
    legal_time.move_to(datetime(2026, 12, 23, 10, 0, tzinfo=clock.CHINA))  # type: ignore[attr-defined]
    with pytest.raises(gateway.PurposeExpired):
        gateway.ask(purpose, MOTHER, actor=WORKER, at=clock.now())
    legal_time.move_to(datetime(2028, 12, 20, 10, 0, tzinfo=clock.CHINA))  # type: ignore[attr-defined]
    assert purpose_of(WORKER).expires == datetime(2029, 1, 1, 0, 0, tzinfo=clock.CHINA)
    legal_time.move_to(datetime(2029, 1, 1, 0, 0, tzinfo=clock.CHINA))  # type: ignore[attr-defined]
    with pytest.raises(resources.NotGranted):
        purpose_of(WORKER)
    assert connected.log() == []


def test_a_narrowed_grant_narrows_what_is_asked(connected: Department, sample_file: Path) -> None:
    ask_for_mother()
    source = sample_file.read_text("utf-8")
    narrow = source.replace("fields: [id_number, name, birth_date, address, region]", "fields: [birth_date]")
    assert narrow != source
    sample_file.write_text(narrow, "utf-8")
    resources.load(sample_file, actor=WORKER, at=clock.now())
    gateway.ask_due()
    (question,) = gateway.questions("case-1")
    assert gateway.answer(question.id, actor=WORKER, at=clock.now()).values == {"birth_date": "1944-03-15"}
    assert connected.log()[0]["查询项"] == ["出生日期"]


def test_one_silent_department_holds_the_worker_up_once(connected: Department, impatient: None) -> None:
    for number in range(3):
        ask_for_mother(f"case-{number}")
    connected.behave("hang")
    assert gateway.ask_due() == 1
    assert Attempt.objects.count() == 1


def test_a_killed_worker_loses_no_question(connected: Department) -> None:
    question = ask_for_mother()
    assert ask_due_module._claim(set()) is not None  # claimed, and then the worker dies
    assert ask_due_module._claim(set()) is None  # nobody else asks at the same time
    make_due()  # the lease of 30 seconds is over
    assert gateway.ask_due() == 1
    assert gateway.answer(question, actor=WORKER, at=clock.now()).found


def test_a_driver_that_breaks_stops_nobody(connected: Department, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def fetch(self, connection: ports.ConnectionData, query: ports.Query) -> None:
            raise ZeroDivisionError(query.id_number)

    ports.register_driver("xml_http", Broken())
    question = _asked()
    assert question.state == "down"
    assert Attempt.objects.get().detail == "driver failed: ZeroDivisionError"
    assert "ZeroDivisionError at " in caplog.text
    assert MOTHER.id_number not in caplog.text


def test_retry_now_is_for_the_asking_office(connected: Department) -> None:
    connected.behave("down")
    question = _asked()
    for actor in (STRANGER, RESIDENT):
        with pytest.raises(NotFound):
            gateway.retry_now(question.id, actor=actor, at=clock.now())
    connected.behave()
    gateway.retry_now(question.id, actor=CLERK, at=clock.now())
    assert gateway.ask_due() == 1
    assert gateway.questions("case-1")[0].state == "answered"
    with pytest.raises(Conflict):
        gateway.retry_now(question.id, actor=CLERK, at=clock.now())
    assert "gateway.retried" in [entry.action.name for entry in audit.entries_on("question", question.id)]


def test_the_worker_knows_the_work() -> None:
    assert "questions" in [item.name for item in work.registered()]


def test_every_state_speaks_both_languages() -> None:
    for rule in STATES.values():
        assert rule.text.zh and rule.text.en
        tells_when = "{time}" in rule.text.zh or "{day}" in rule.text.zh
        assert rule.is_retried == tells_when or rule is STATES["waiting"]


def test_who_does_not_answer_is_named_with_what_waits(connected: Department) -> None:
    _asked()
    assert gateway.silent() == ()
    ask_for_mother("case-2")
    connected.behave("down")
    for _ in range(2):
        make_due()
        gateway.ask_due()
    [one] = gateway.silent()
    assert (one.provider.zh, one.waiting) == ("清和市公安局", 1)
    assert one.last_answer is not None
    [said] = doctor._departments()
    assert not said.good
    assert said.text.zh.startswith("清和市公安局不答（")
    assert "1 件在等，上次答复 20" in said.text.zh
