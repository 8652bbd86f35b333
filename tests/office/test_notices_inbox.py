"""The inbox: written with the act it tells of, read by its person alone."""

import time
from typing import Any

import pytest
from django.db import connection, transaction
from smtp_server import AT, OTHER, PERSON, tell

from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.office.notices import api
from zhengtong.office.notices.models import Notice, OutgoingMail
from zhengtong.trust.audit import api as audit

pytestmark = pytest.mark.django_db


def test_a_failed_transaction_tells_nobody() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell()
        raise RuntimeError
    assert not Notice.objects.exists() and not OutgoingMail.objects.exists()


def test_nothing_readable_is_kept_in_the_database() -> None:
    tell()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT n.subject, n.body_zh, n.body_en, m."to" FROM notices_notice n'
            " JOIN notices_outgoingmail m ON m.notice_id = n.id"
        )
        row = " ".join(cursor.fetchone())
    assert "确认书" not in row and "wang" not in row and "My page" not in row


def test_only_the_person_marks_a_notice_read() -> None:
    notice = tell()
    owner = Actor(kind="resident", id="user:1", name="王强", person=PERSON)
    for stranger in (ANONYMOUS, Actor(kind="resident", id="user:2", name="李", person=OTHER), system("x")):
        with pytest.raises(NotFound):
            api.mark_read(notice, actor=stranger, at=AT)
    assert api.unread(PERSON) == 1
    api.mark_read(notice, actor=owner, at=AT)
    api.mark_read(notice, actor=owner, at=AT)
    assert api.unread(PERSON) == 0 and api.inbox(PERSON, "zh-Hans")[0].read
    assert [e.action.name for e in audit.entries_on("notice", notice)] == ["office.notices.read", "office.notices.told"]
    with pytest.raises(NotFound):
        api.mark_read("nothing", actor=owner, at=AT)


def test_nobody_in_particular_tells_nothing() -> None:
    with pytest.raises(Forbidden):
        tell(actor=ANONYMOUS)


def test_an_inbox_is_one_query_and_newest_first(django_assert_num_queries: Any) -> None:
    first = tell()
    time.sleep(0.002)  # ids sort by the millisecond
    second = tell()
    with django_assert_num_queries(1):
        assert [item.id for item in api.inbox(PERSON, "en")] == [second, first]
    assert api.inbox(OTHER, "en") == ()
