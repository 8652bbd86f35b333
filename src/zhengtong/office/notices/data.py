from dataclasses import dataclass
from datetime import datetime

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class NoticeData:
    """A notice in the language asked for."""

    id: str
    subject: str
    body: str
    link: str
    about: tuple[str, str]
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """How a notice goes on outside the account: to a mail address and a phone, empty where there is none.

    `line` is what others may read, as the mail's subject and in the text message: it must not tell what somebody gets
    help for.
    """

    line: Text
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingState:
    """How far the mail or the text message of a notice is.

    `state` is waiting, sent, failed, or unsent where this node sends none; `error` says what the last attempt met.
    """

    notice: str
    state: str
    attempts: int
    next_at: datetime
    error: str
    sent_at: datetime | None
