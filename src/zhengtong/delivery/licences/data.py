from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.seals.data import SealReport


@dataclass(frozen=True, slots=True)
class LicenceKind:
    """A kind of licence, as defined by a service.

    `type_code`: 21 characters, the defining authority's credit code and 3 digits (GB/T 36904, as seen in use);
    `name`: what it is called; `sensitive`: it reveals poverty or illness; `valid_months`: months it is valid, None
    without end.
    """

    type_code: str
    name: Text
    sensitive: bool
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """The number and dates another authority gave a licence; `by` is that authority."""

    number: str
    valid_from: date
    valid_to: date | None
    by: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value on a licence."""

    label: Text
    value: str


@dataclass(frozen=True, slots=True)
class LicenceData:
    """A licence as its own office and its holder see it. `making` is waiting, made or failing."""

    id: str
    identifier: str
    code: str
    kind: Text
    case: str
    person: str
    holder_name: str
    fields: tuple[Field, ...]
    issuer_code: str
    issuer_name: str
    issued_at: datetime
    valid_from: date
    valid_to: date | None
    status: str
    making: str
    file: str


@dataclass(frozen=True, slots=True)
class Status:
    """A status with its code of the licence standards series (住建部 list, standards.md §4)."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class PublicLicence:
    """What a stranger is shown. Unless `full`, what it certifies is empty: `kind`, `holder`, `identifier`, `fields`."""

    kind: Text
    issuer: str
    issued_on: date
    valid_to: date | None
    status: Status
    in_force: bool
    made: bool
    sensitive: bool
    full: bool
    holder: str
    identifier: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file proves. `good` only when `problems` is empty."""

    good: bool
    seal: SealReport
    licence: PublicLicence | None
    problems: tuple[Text, ...]


class TooManyTries(Refusal):
    """Five wrong tries within an hour."""

    code = "too_many_tries"
    status = 429
    text = Text("输错的次数太多了。先停 1 小时再输。", "Too many wrong tries. Please try again in an hour.")


class WrongProof(Refusal):
    """The characters given are not the last four of the holder's number."""

    code = "wrong_proof"
    status = 403
    text = Text(
        "身份证号最后四位对不上。看清楚再输一次。", "These are not the last four characters of the holder's number."
    )


class NumberInUse(Refusal):
    """The number that was given stands on another licence."""

    code = "number_in_use"
    status = 409
    text = Text("这个证号已经在另一张证上。", "This number stands on another licence already.")


class AlreadyRevoked(Refusal):
    """The licence is not in force any more."""

    code = "licence_not_in_force"
    status = 409
    text = Text("这份证明已经撤销，不能再用了。", "This licence is already revoked.")
