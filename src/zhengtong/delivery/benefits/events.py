from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("delivery.benefits.begun")
@dataclass(frozen=True, slots=True)
class EntitlementBegun:
    """A person was put on the roll."""

    entitlement: str


@event("delivery.benefits.changed")
@dataclass(frozen=True, slots=True)
class EntitlementChanged:
    """Amount or state change from a month on. `change` is the row of the history."""

    entitlement: str
    change: int


@event("delivery.benefits.account_given")
@dataclass(frozen=True, slots=True)
class AccountGiven:
    """The person named another account; what came back is sent there with the next list."""

    entitlement: str


@event("delivery.benefits.review_due")
@dataclass(frozen=True, slots=True)
class ReviewDue:
    """Somebody must look whether the benefit is still due. `due` is a date."""

    entitlement: str
    due: str


@event("delivery.benefits.reviewed")
@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review is done."""

    entitlement: str


@event("delivery.benefits.list_drafted")
@dataclass(frozen=True, slots=True)
class ListDrafted:
    """A month's list waits to be confirmed."""

    list: str


@event("delivery.benefits.list_confirmed")
@dataclass(frozen=True, slots=True)
class ListConfirmed:
    """A list may go to the bank."""

    list: str


@event("delivery.benefits.list_sent")
@dataclass(frozen=True, slots=True)
class ListSent:
    """The file of a list lies where the bank fetches it."""

    list: str


@event("delivery.benefits.payment_returned")
@dataclass(frozen=True, slots=True)
class PaymentReturned:
    """Money came back."""

    entitlement: str
    payment: int


@event("delivery.benefits.return_refused")
@dataclass(frozen=True, slots=True)
class ReturnFileRefused:
    """A file of the bank cannot be taken. `list` is empty when it names none of ours."""

    file: int
    list: str


@event("delivery.benefits.results_taken")
@dataclass(frozen=True, slots=True)
class ResultsTaken:
    """A file of the bank about a list was taken in."""

    list: str
