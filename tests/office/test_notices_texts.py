"""Text messages: one line, no secret in it, tried until sent, and no way holds up another."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import override_settings
from smtp_server import AT, BODY, PERSON, SUBJECT, Server, server
from smtp_server import make_due as make_mails_due

from zhengtong.adapters.sms_null.api import NullSmsDriver
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.notices import _deliver, _words, api, ports
from zhengtong.office.notices.data import OutgoingState, Outside
from zhengtong.office.notices.models import OutgoingMail, OutgoingText
from zhengtong.office.notices.ports import Away, NotSent, NullTextDriver, Refused, TextMessage

__all__ = ["server"]
pytestmark = pytest.mark.django_db
PHONE = "19900000028"
OUTSIDE = Text("您办的事批下来了", "Your application: approved")


class Gateway:
    """A gateway that takes messages, or fails as it is told."""

    def __init__(self) -> None:
        self.taken: list[TextMessage] = []
        self.fault: Exception | None = None

    def send(self, message: TextMessage) -> None:
        if self.fault:
            raise self.fault
        self.taken.append(message)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    before, made = ports.text_driver(), Gateway()
    ports.use_text_driver(made)
    yield made
    ports.use_text_driver(before)


def tell(phone: str = PHONE, outside: Text = OUTSIDE, email: str = "") -> str:
    about = ("case", "C-1")
    return api.tell(
        person=PERSON,
        subject=SUBJECT,
        body=BODY,
        link="/cases/C-1/",
        about=about,
        outside=Outside(outside, email, phone),
        actor=system("test"),
        at=AT,
    )


def state_of(notice: str) -> OutgoingState:
    state = api.text_of(notice)
    assert state is not None
    return state


def make_due() -> None:
    OutgoingText.objects.update(next_at=clock.real_now() - timedelta(seconds=1))


def test_a_message_goes_to_the_phone(gateway: Gateway) -> None:
    notice = tell()
    assert api.deliver_texts_due() == 1
    (message,) = gateway.taken
    assert (message.to, message.words) == (PHONE, "您办的事批下来了。登录后看“我的”，或者打电话问。")
    assert (state_of(notice).state, state_of(notice).attempts) == ("sent", 1)
    assert api.deliver_texts_due() == 0


@pytest.mark.parametrize(
    "phone", ["", "0990-5550101", "1990000002", "29900000028", "１９９００００００２８", "199 0000 0028"]
)
def test_what_is_no_mobile_number_gets_the_inbox_alone(gateway: Gateway, phone: str) -> None:
    assert api.text_of(tell(phone=phone)) is None
    assert api.unread(PERSON) == 1


def test_a_line_that_does_not_fit_says_only_that_there_is_news(gateway: Gateway) -> None:
    tell(outside=Text("一" * 53, ""))  # 53 and the 17 around it are 70
    tell(outside=Text("一" * 54, ""))
    assert api.deliver_texts_due() == 2
    assert [len(message.words) for message in gateway.taken] == [_words.LONGEST, 24]
    assert gateway.taken[1].words == "您有一条新消息。登录后看“我的”，或者打电话问。"


def test_nothing_readable_is_kept() -> None:
    tell()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", words FROM notices_outgoingtext')
        row = " ".join(cursor.fetchone())
    assert PHONE not in row and "批" not in row


def test_the_null_driver_notes_that_nothing_was_sent(gateway: Gateway) -> None:
    ports.use_text_driver(NullSmsDriver())
    notice = tell()
    assert api.deliver_texts_due() == 1
    assert (state_of(notice).state, state_of(notice).sent_at) == ("unsent", None)
    assert "ZHENGTONG_SMS=null" in state_of(notice).error
    ports.use_text_driver(gateway)
    make_due()
    assert api.deliver_texts_due() == 0, "an old message does not go out when there is a gateway at last"
    assert api.failing_texts() == 0


def test_before_a_driver_is_chosen_it_waits(gateway: Gateway) -> None:
    ports.use_text_driver(NullTextDriver())
    notice = tell()
    api.deliver_texts_due()
    assert (state_of(notice).state, state_of(notice).attempts) == ("waiting", 0)


def test_a_failing_gateway_is_tried_again_and_holds_up_neither_mail_nor_inbox(gateway: Gateway, server: Server) -> None:
    gateway.fault = Away("no answer")
    first, second = tell(email="wang@example.cn"), tell(email="li@example.cn")
    work.run_all(rounds=1)
    assert (state_of(first).state, state_of(first).attempts, state_of(first).error) == ("waiting", 1, "no answer")
    assert state_of(second).attempts == 0, "nobody takes any: the rest of the batch is left"
    assert [mail["To"] for mail in server.taken] == ["wang@example.cn", "li@example.cn"]
    assert len(api.inbox(PERSON, "en")) == 2
    gateway.fault = None
    make_due()
    api.deliver_texts_due()
    assert {state_of(one).state for one in (first, second)} == {"sent"}


def test_a_mail_server_that_is_down_holds_up_no_text_message(gateway: Gateway, server: Server) -> None:
    server.answer = "451 come again later"
    notice = tell(email="wang@example.cn")
    work.run_all(rounds=1)
    assert state_of(notice).state == "sent"
    make_mails_due()
    assert OutgoingMail.objects.get().state == "waiting"


def test_one_bad_message_hinders_no_other_and_a_refusal_is_final(gateway: Gateway) -> None:
    first, second = tell(), tell(phone="19900000029")

    class Picky:
        def send(self, message: TextMessage) -> None:
            if message.to == PHONE:
                raise NotSent("not this one")
            raise Refused("no such number")

    ports.use_text_driver(Picky())
    assert api.deliver_texts_due() == 2
    assert (state_of(first).state, state_of(second).state) == ("waiting", "failed")
    OutgoingText.objects.update(attempts=api.LAST_ATTEMPT - 1)
    assert api.failing_texts() == 1
    make_due()
    api.deliver_texts_due()
    assert (state_of(first).state, state_of(second).error) == ("failed", "no such number")


def test_a_crash_after_the_gateway_took_it_sends_the_same_again(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    tell()
    with monkeypatch.context() as patched:
        patched.setattr(_deliver, "_note", die)
        with pytest.raises(Killed):
            api.deliver_texts_due()
    assert api.deliver_texts_due() == 0
    make_due()
    api.deliver_texts_due()
    assert len({message.message_id for message in gateway.taken}) == 1 and len(gateway.taken) == 2


def test_a_driver_nobody_knows_ends_the_start() -> None:
    with override_settings(ZHENGTONG_SMS="pigeon"), pytest.raises(ValueError, match=r"pigeon.*There are: null"):
        apps.get_app_config("wiring").ready()
