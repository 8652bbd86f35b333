"""Mail, against a real SMTP server on loopback."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from smtp_server import PERSON, Server, driver_to, free_port, make_due, server, state_of, tell, text_of

from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.office.notices import _deliver, api, ports
from zhengtong.office.notices.models import Notice, OutgoingMail
from zhengtong.office.notices.ports import Mail, NotConfigured, NotSent, NullDriver, Refused

__all__ = ["server"]
pytestmark = pytest.mark.django_db


def test_a_notice_stands_in_the_inbox_and_the_mail_arrives(server: Server) -> None:
    notice = tell()
    assert state_of(notice).state == "waiting"
    assert api.deliver_due() == 1
    state = state_of(notice)
    assert (state.state, state.attempts, state.error) == ("sent", 1, "")
    (message,) = server.taken
    assert text_of(message, "Subject") == "您的确认书办好了"
    assert (message["To"], message["From"], server.recipients) == (
        "wang@example.cn",
        "no-reply@zt.example",
        ["wang@example.cn"],
    )
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "打开“我的”就能看到。" in body.decode() and "You find it under My page." in body.decode()
    assert api.deliver_due() == 0


def test_without_an_address_there_is_only_the_inbox(server: Server) -> None:
    notice = tell(email="")
    assert api.mail_of(notice) is None
    assert api.deliver_due() == 0
    assert [item.subject for item in api.inbox(PERSON, "en")] == ["Your confirmation is ready"]
    assert [item.subject for item in api.inbox(PERSON, "zh-Hans")] == ["您的确认书办好了"]


def test_a_server_that_is_down_is_tried_again() -> None:
    ports.use_driver(driver_to(free_port()))
    notice = tell()
    before = clock.real_now()
    assert api.deliver_due() == 1
    state = state_of(notice)
    assert (state.state, state.attempts) == ("waiting", 1)
    assert "ConnectionRefusedError" in state.error
    assert timedelta(seconds=4) < state.next_at - before < timedelta(seconds=8)
    assert api.deliver_due() == 0, "not before its time"
    ports.use_driver(NullDriver())


def test_it_arrives_when_the_server_is_back(server: Server) -> None:
    server.answer = "451 come again later"
    notice = tell()
    api.deliver_due()
    assert (state_of(notice).state, state_of(notice).error) == ("waiting", "451 come again later")
    server.answer = "250 OK"
    make_due()
    assert api.deliver_due() == 1
    assert (state_of(notice).state, state_of(notice).attempts) == ("sent", 2)


def test_a_slow_server_is_left_and_tried_again(server: Server) -> None:
    server.seconds = 1.5
    notice = tell()
    api.deliver_due()
    state = state_of(notice)
    assert state.state == "waiting"
    assert "TimeoutError" in state.error or "timed out" in state.error


def test_a_server_that_hangs_after_taking_the_mail_gets_it_once(server: Server) -> None:
    server.quit_seconds = 1.5
    notice = tell()
    api.deliver_due()
    assert state_of(notice).state == "sent"
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda s: setattr(s, "recipient_answer", "550 no such mailbox"), "550 no such mailbox"),
        (lambda s: setattr(s, "answer", "554 refused"), "554 refused"),
    ],
)
def test_a_refusal_is_final_and_visible(server: Server, spoil: Callable[[Server], None], said: str) -> None:
    spoil(server)
    notice = tell()
    api.deliver_due()
    assert (state_of(notice).state, state_of(notice).error) == ("failed", said)
    make_due()
    assert api.deliver_due() == 0


def test_after_the_last_attempt_it_has_failed() -> None:
    ports.use_driver(driver_to(free_port()))
    notice = tell()
    OutgoingMail.objects.update(attempts=api.LAST_ATTEMPT - 1)
    api.deliver_due()
    assert state_of(notice).state == "failed"
    ports.use_driver(NullDriver())


def test_without_a_configured_server_it_says_so() -> None:
    notice = tell()
    api.deliver_due()
    state = state_of(notice)
    assert (state.state, state.attempts) == ("waiting", 0)
    assert "ZHENGTONG_SMTP_URL" in state.error
    OutgoingMail.objects.update(attempts=api.LAST_ATTEMPT - 1)
    make_due()
    api.deliver_due()
    assert state_of(notice).state == "waiting", "it waits for a server, however long"


def test_a_server_that_is_away_is_tried_once_in_a_batch() -> None:
    ports.use_driver(driver_to(free_port()))
    first, second = tell(), tell()
    assert api.deliver_due() == 1
    assert (state_of(first).attempts, state_of(second).attempts) == (1, 0)
    ports.use_driver(NullDriver())


def test_one_bad_mail_hinders_no_other(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tell(), tell()
    real = ports.driver()

    class Picky:
        def send(self, mail: Mail) -> None:
            if len(server.taken) == 0 and mail.message_id == OutgoingMail.objects.get(notice_id=first).message_id:
                raise NotSent("not this one")
            real.send(mail)

    ports.use_driver(Picky())
    assert api.deliver_due() == 2
    assert (state_of(first).state, state_of(second).state) == ("waiting", "sent")


def test_a_crash_between_sending_and_noting_sends_again_with_the_same_message_id(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: the second copy is known as the same mail by its Message-ID."""

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    notice = tell()
    with monkeypatch.context() as patched:
        patched.setattr(_deliver, "_note", die)
        with pytest.raises(Killed):
            api.deliver_due()
    assert api.deliver_due() == 0, "the lease of the dead worker still runs"
    make_due()
    assert api.deliver_due() == 1
    assert state_of(notice).state == "sent"
    assert len(server.taken) == 2
    assert len({message["Message-ID"] for message in server.taken}) == 1


def test_two_workers_send_one_mail() -> None:
    tell()
    seen = OutgoingMail.objects.get()
    assert _deliver._take(seen)
    assert not _deliver._take(seen)


@pytest.mark.parametrize("error", [NotSent("timed out"), Refused("550 no such box"), NotConfigured("no server")])
def test_a_worker_that_comes_too_late_does_not_undo_what_was_sent(error: Exception) -> None:
    """Its lease ran out while the server kept it waiting; another sent the mail meanwhile."""
    notice = tell()

    class Late(NullDriver):
        def send(self, mail: Mail) -> None:
            OutgoingMail.objects.update(state="sent", sent_at=clock.real_now())
            raise error

    ports.use_driver(Late())
    assert api.deliver_due() == 1
    state = state_of(notice)
    assert (state.state, state.attempts, state.error) == ("sent", 0, "")
    ports.use_driver(NullDriver())


def test_a_subject_cannot_carry_header_lines(server: Server) -> None:
    tell(subject=Text("办好了\r\nBcc: all@example.cn\n\n正文\u2028x", ""))
    api.deliver_due()
    (message,) = server.taken
    assert message["Bcc"] is None
    assert text_of(message, "Subject") == "办好了 Bcc: all@example.cn 正文 x"
    assert server.recipients == ["wang@example.cn"]


@pytest.mark.parametrize(
    "address",
    [
        "a@b.cn\nBcc: c@d.cn",
        "a@b.cn, c@d.cn",
        "王 <a@b.cn>",
        "nobody",
        "@b.cn",
        "a@",
        "a b@c.cn",
        "王@例子.中国",
        "a@b.cn>",
        "x" * 250 + "@b.cn",
    ],
)
def test_what_is_no_single_address_stops_no_notice_and_gets_no_mail(address: str) -> None:
    notice = tell(email=address)
    assert Notice.objects.get().pk == notice
    assert api.mail_of(notice) is None
