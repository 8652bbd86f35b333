"""What a driver of mail and one of text messages must offer."""

from dataclasses import dataclass
from typing import Protocol


class NotSent(Exception):
    """This time not: no connection, no answer in time, or the other side says to come again later."""


class Away(NotSent):
    """Nobody takes messages now, this one or another: the server was not reached, or gave no answer in time."""


class NotConfigured(Away):
    """No server is configured, so that this message was not tried at all."""


class Refused(Exception):
    """Never: the server refuses this message or this address for good."""


class NothingSent(Exception):
    """Never, and nobody is at fault: this node sends none of these messages."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent. `message_id` with angle brackets, the same at every attempt."""

    to: str
    subject: str
    body: str
    message_id: str


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text message to be sent: `to` a mobile number in clear, `words` of at most 70 characters, which is one message.

    `message_id` is the same at every attempt: a gateway that knows it takes the second for the first.
    """

    to: str
    words: str
    message_id: str


class MailDriver(Protocol):
    """Sends one mail. Raises NotSent (Away) or Refused; returns only when a server has taken it."""

    def send(self, mail: Mail) -> None: ...


class TextDriver(Protocol):
    """Sends one text message. Raises NotSent (Away), Refused or NothingSent; returns only when it was taken."""

    def send(self, message: TextMessage) -> None: ...


class NullDriver:
    """Stands in while no mail server is configured: every mail stays waiting and says why."""

    def send(self, mail: Mail) -> None:
        """Always NotConfigured."""
        raise NotConfigured("no mail server is configured (ZHENGTONG_SMTP_URL)")


class NullTextDriver:
    """Stands in until config has chosen a driver: every text message stays waiting and says why."""

    def send(self, message: TextMessage) -> None:
        """Always NotConfigured."""
        raise NotConfigured("no driver of text messages is chosen (ZHENGTONG_SMS)")


_driver: MailDriver = NullDriver()
_text_driver: TextDriver = NullTextDriver()


def use_driver(driver: MailDriver) -> None:
    """Let `driver` send mails from now on. Called by config at start-up, and by tests."""
    global _driver
    _driver = driver


def driver() -> MailDriver:
    """The driver of mail in use."""
    return _driver


def use_text_driver(driver: TextDriver) -> None:
    """Let `driver` send text messages from now on. Called by config at start-up, and by tests."""
    global _text_driver
    _text_driver = driver


def text_driver() -> TextDriver:
    """The driver of text messages in use."""
    return _text_driver
