from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


class AlreadySent(Refusal):
    """The application was sent; what was sent does not change."""

    code = "already_sent"
    status = 409
    text = Text(
        "这份申请已经交了，不能再改。要改、要补充，打这件事页面上的电话。",
        "This application was sent and cannot be changed. To add something, call the number on the page of the case.",
    )


class DraftExists(Refusal):
    """The actor has a draft of this service, which nobody but them may throw away; `application` is its id."""

    code = "draft_exists"
    status = 409
    text = Text(
        "这件事您有一份没交的草稿。接着填完，或者先把它删掉。",
        "You have a draft of this service. Finish it, or discard it first.",
    )

    def __init__(self, application: str) -> None:
        super().__init__(application=application)


@dataclass(frozen=True, slots=True)
class Known:
    """What a department told before sending, or why it could not.

    `state` is "answered", "not_found" or the name of the failure; `values` is empty unless answered.
    """

    resource: str
    provider: Text
    state: str
    values: Mapping[str, Any]
    at: datetime

    def plain(self) -> dict[str, Any]:
        """As kept in the encrypted column; `read` is its inverse."""
        return {
            "resource": self.resource,
            "provider": self.provider.plain(),
            "state": self.state,
            "values": dict(self.values),
            "at": self.at.isoformat(),
        }

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Known":
        at = datetime.fromisoformat(value["at"])
        return cls(value["resource"], Text.read(value["provider"]), value["state"], value["values"], at)


@dataclass(frozen=True, slots=True)
class Dispute:
    """The applicant says that a known value is wrong."""

    resource: str
    field: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationData:
    """An application as its writer sees it."""

    id: str
    service: str
    service_hash: str
    operator: str
    answers: Mapping[str, Any]
    known: Mapping[str, Known]
    disputes: tuple[Dispute, ...]
    begun_at: datetime
    saved_at: datetime
    sent_at: datetime | None
    case: str

    def known_values(self) -> dict[str, Mapping[str, Any]]:
        """What is known, as expressions see it: resource → field → value."""
        return {resource: known.values for resource, known in self.known.items() if known.state == "answered"}
