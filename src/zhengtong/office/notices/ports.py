"""What a driver of mail must offer."""

from dataclasses import dataclass
from typing import Protocol


class MailNotSent(Exception):
    """This time not: no connection, no answer in time, or the server says to come again later."""


class MailServerAway(MailNotSent):
    """No server takes mails now, this one or another: it was not reached, or gave no answer in time."""


class NoMailServer(MailServerAway):
    """None is configured, so that this mail was not tried at all."""


class MailRefused(Exception):
    """Never: the server refuses this mail or this address for good."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent. `message_id` with angle brackets, the same at every attempt."""

    to: str
    subject: str
    body: str
    message_id: str


class MailDriver(Protocol):
    """Sends one mail. Raises MailNotSent (MailServerAway) or MailRefused; returns only when a server has taken it."""

    def send(self, mail: Mail) -> None: ...


class NullDriver:
    """Stands in while no mail server is configured: every mail stays waiting and says why."""

    def send(self, mail: Mail) -> None:
        """Always NoMailServer."""
        raise NoMailServer("no mail server is configured (ZHENGTONG_SMTP_URL)")


_driver: MailDriver = NullDriver()


def use_driver(driver: MailDriver) -> None:
    """Let `driver` send mails from now on. Called by config at start-up, and by tests."""
    global _driver
    _driver = driver


def driver() -> MailDriver:
    """The driver in use."""
    return _driver
