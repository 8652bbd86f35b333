"""A real SMTP server on loopback, and notices to send to it."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from zhengtong.adapters.mail_smtp.api import SmtpDriver, SmtpSettings
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.text import Text
from zhengtong.office.notices import api, ports
from zhengtong.office.notices.data import OutgoingState, Outside
from zhengtong.office.notices.models import OutgoingMail
from zhengtong.office.notices.ports import NullDriver

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PERSON, OTHER = "P" * 26, "Q" * 26
SUBJECT = Text("您的确认书办好了", "Your confirmation is ready")
BODY = Text("打开“我的”就能看到。", "You find it under My page.")


class Server:
    """What the mail server does with what it is given."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.recipients: list[str] = []
        self.answer = "250 OK"
        self.recipient_answer = "250 OK"
        self.seconds = 0.0
        self.quit_seconds = 0.0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            self.recipients.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        await asyncio.sleep(self.seconds)
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
        return self.answer

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 - the library's name
        await asyncio.sleep(self.quit_seconds)
        return "221 Bye"


@pytest.fixture
def server() -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    ports.use_driver(driver_to(controller.port))
    yield handler
    controller.stop()
    ports.use_driver(NullDriver())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def driver_to(port: int) -> SmtpDriver:
    return SmtpDriver(SmtpSettings(host="127.0.0.1", port=port, sender="no-reply@zt.example", timeout=0.5))


def tell(subject: Text = SUBJECT, email: str = "wang@example.cn", actor: Actor | None = None) -> str:
    return api.tell(
        person=PERSON,
        subject=subject,
        body=BODY,
        link="/my/cases/C-1",
        about=("case", "C-1"),
        outside=Outside(subject, email),
        actor=actor or system("test"),
        at=AT,
    )


def state_of(notice: str) -> OutgoingState:
    state = api.mail_of(notice)
    assert state is not None
    return state


def make_due() -> None:
    OutgoingMail.objects.update(next_at=clock.real_now() - timedelta(seconds=1))


def text_of(message: Message, name: str) -> str:
    return str(make_header(decode_header(message[name])))
