"""Asking a real department over a real socket: the purpose, the answer, the minimising, both logs."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection, transaction
from sharing_world import (
    CLERK,
    DAUGHTER,
    MOTHER,
    RESIDENT,
    STRANGER,
    WORKER,
    ask_for_mother,
    purpose_of,
)

from departments import Department
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject
from zhengtong.sharing.gateway.models import Attempt, Question
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def test_a_resident_gets_their_own_household(connected: Department) -> None:
    answer = gateway.ask(purpose_of(RESIDENT, "prefill"), DAUGHTER, actor=RESIDENT, at=clock.now())
    assert answer.found
    assert (answer.provider_code, answer.provider.zh) == ("11990100MB0000002X", "清和市公安局")
    # What demo/population.json says of 李敏; 王桂兰 is the householder and 李敏 her daughter, so she is the mother.
    assert answer.values == {
        "id_number": "990101197003120028",
        "name": "李敏",
        "sex": "女",
        "birth_date": "1970-03-12",
        "address": "安澜省清和市东桥区东桥街道桥头街 18 号 2 单元 301 室",
        "household_number": "990101001000001",
        "region": "990101001",
        "members": [{"name": "王桂兰", "id_number": "990101194403150046", "relation": "母亲"}],
    }


def test_a_household_of_one_has_no_others(connected: Department) -> None:
    alone = Subject("孙玉兰", "990101193501200428")
    answer = gateway.ask(purpose_of(CLERK, "prefill"), alone, actor=CLERK, at=clock.now())
    assert answer.values["members"] == []


def test_nobody_of_that_name_is_an_answer(connected: Department) -> None:
    answer = gateway.ask(purpose_of(WORKER), replace(MOTHER, name="王桂芳"), actor=WORKER, at=clock.now())
    assert not answer.found
    assert answer.values == {}


def test_both_sides_log_the_same_exchange(connected: Department) -> None:
    question = ask_for_mother()
    gateway.ask_due()
    attempt = Attempt.objects.get(question=question)
    (entry,) = connected.log()
    assert entry["流水号"] == attempt.nonce
    assert entry["业务编号"] == "case-1"
    assert entry["办理环节"] == "intake"
    assert entry["请求单位"] == "11990100MB0000001T"
    assert entry["使用用途"] == "check"
    assert entry["依据类型"] == "statutory_duty"
    assert entry["使用依据"] == "清和市高龄津贴发放细则第二条（演示城市的规定，虚构）"
    assert entry["授权编号"] == "old-age-allowance/household-register/check"
    assert entry["查询项"] == ["公民身份号码", "姓名", "出生日期", "户籍地址", "户籍区划"]
    sent = datetime.strptime(entry["请求时间"], "%Y-%m-%dT%H:%M:%S%z")
    assert abs((sent - attempt.sent_at).total_seconds()) < 1


def test_the_post_of_the_clerk_reaches_the_department(connected: Department) -> None:
    gateway.ask(purpose_of(CLERK), MOTHER, actor=CLERK, at=clock.now())
    (entry,) = connected.log()
    assert (entry["请求岗位"], entry["经办人"]) == ("救助科经办", "周敏")


def test_an_ungranted_field_reaches_no_row(connected: Department) -> None:
    # The check grant leaves out the members; this provider sends the whole record whatever was asked.
    connected.behave("talkative")
    question = ask_for_mother()
    gateway.ask_due()
    answer = gateway.answer(question, actor=WORKER, at=clock.now())
    assert sorted(answer.values) == ["address", "birth_date", "id_number", "name", "region"]


def test_personal_data_are_encrypted_in_the_rows(connected: Department) -> None:
    ask_for_mother()
    gateway.ask_due()
    gateway.ask(purpose_of(RESIDENT, "prefill"), DAUGHTER, actor=RESIDENT, at=clock.now())
    stored = _every_column()
    for secret in ("王桂兰", "990101194403150046", "1944-03-15", "桥头街", "990101197003120028"):
        assert secret not in stored
    assert "李敏" not in _every_column("gateway_question")  # she was the operator; the audit log names operators


TABLES = ("gateway_question", "gateway_attempt", "gateway_receivedanswer", "events_outboxevent", "audit_auditrow")


def _every_column(*tables: str) -> str:
    """Every byte the gateway, the outbox and the audit have in their tables, or in some."""
    with connection.cursor() as cursor:
        rows = []
        for table in tables or TABLES:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    assert rows
    return str(rows)


def test_no_network_inside_a_transaction(connected: Department) -> None:
    purpose = purpose_of(WORKER)
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        gateway.ask(purpose, MOTHER, actor=WORKER, at=clock.now())
    ask_for_mother()
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        gateway.ask_due()
    assert connected.log() == []


def test_a_purpose_cannot_be_invented_or_changed(connected: Department) -> None:
    genuine = purpose_of(WORKER)
    for forged in (
        replace(genuine, fields=(*genuine.fields, "members")),
        replace(genuine, reference="case-2"),
        replace(genuine, operator=CLERK),
        replace(genuine, seal=""),
    ):
        with pytest.raises(gateway.ForgedPurpose):
            gateway.ask(forged, MOTHER, actor=forged.operator, at=clock.now())
    assert connected.log() == []
    assert not Question.objects.exists()


def test_who_may_state_a_purpose(catalogue: None) -> None:
    with pytest.raises(Forbidden):
        purpose_of(STRANGER)
    with pytest.raises(Forbidden):
        purpose_of(ANONYMOUS, "prefill")
    with pytest.raises(Forbidden):
        purpose_of(RESIDENT, "check")


def test_a_resident_asks_about_nobody_else(connected: Department) -> None:
    purpose = purpose_of(RESIDENT, "prefill")
    for other in (MOTHER, replace(DAUGHTER, person="")):
        with pytest.raises(Forbidden):
            gateway.ask(purpose, other, actor=RESIDENT, at=clock.now())
    with pytest.raises(Forbidden):
        gateway.ask(purpose, DAUGHTER, actor=CLERK, at=clock.now())
    assert connected.log() == []


def test_asking_and_looking_are_recorded_with_the_person(connected: Department) -> None:
    question = ask_for_mother()
    gateway.ask_due()
    gateway.answer(question, actor=CLERK, at=clock.now())
    entries = audit.entries_about("P-WANG")
    assert [entry.action.name for entry in entries] == ["gateway.answer_seen", "gateway.answered", "gateway.asked"]
    seen = entries[0]
    assert (seen.organisation, seen.post, seen.action.is_look) == ("11990100MB0000001T", "救助科经办", True)
    assert entries[2].reason == "清和市高龄津贴发放细则第二条（演示城市的规定，虚构）"


def test_who_may_see_an_answer(connected: Department) -> None:
    question = ask_for_mother()
    gateway.ask_due()
    for actor in (STRANGER, RESIDENT, ANONYMOUS):
        with pytest.raises(NotFound):
            gateway.answer(question, actor=actor, at=clock.now())
    herself = replace(RESIDENT, person="P-WANG")
    assert gateway.answer(question, actor=herself, at=clock.now()).found
    with pytest.raises(NotFound):
        gateway.answer("no such question", actor=WORKER, at=clock.now())


def test_one_statement_lists_the_questions(connected: Department, django_assert_num_queries: object) -> None:
    for _ in range(3):
        ask_for_mother()
    with django_assert_num_queries(1):  # type: ignore[operator]
        listed = gateway.questions("case-1")
    assert [(item.state, item.text.zh) for item in listed] == [("waiting", "正在等公安局回话。不用您做什么。")] * 3
    assert "王桂兰" not in repr(listed)


def test_the_same_words_have_the_same_hash(connected: Department) -> None:
    hashes = {gateway.ask(purpose_of(WORKER), MOTHER, actor=WORKER, at=clock.now()).hash for _ in range(2)}
    assert len(hashes) == 1
