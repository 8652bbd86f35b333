from dataclasses import dataclass
from datetime import datetime


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
class MailState:
    """How far the mail of a notice is. `state` is waiting, sent or failed; `error` says what the last attempt met."""

    notice: str
    state: str
    attempts: int
    next_at: datetime
    error: str
    sent_at: datetime | None
