from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from zhengtong.kernel.text import Text


class Level(IntEnum):
    """How sure we are of who holds an account (实名等级).

    STATED: only said by the holder. CHECKED: name and resident ID agree with the register. REAL_NAME: in person at a
    window, or the resident ID agrees and two further proofs were seen (standards.md §1, 技术体系建设指南 registration).
    """

    STATED = 0
    CHECKED = 1
    REAL_NAME = 2


LEVEL_TEXT = {
    Level.STATED: Text("未核实", "not verified"),
    Level.CHECKED: Text("已核对身份证", "resident ID checked"),
    Level.REAL_NAME: Text("已实名", "identity verified"),
}

AT_WINDOW = "at_window"
ID_MATCHED = "id_matched"
PROOFS = {
    AT_WINDOW: Text("在窗口核对了本人和身份证", "seen in person with the resident ID card"),
    ID_MATCHED: Text("姓名和身份证号与人口库一致", "name and resident ID agree with the register"),
    "phone": Text("手机号是本人的", "the phone is the person's own"),
    "social_security_card": Text("社保卡", "social security card"),
    "bank_card": Text("银行卡", "bank card"),
    "provident_fund": Text("公积金账号", "housing fund account"),
    "driving_licence": Text("驾驶证档案号", "driving licence file number"),
}


@dataclass(frozen=True, slots=True)
class PersonData:
    """A natural person in clear. Handle with the care the law asks for: never log it."""

    id: str
    name: str
    id_number: str
    phone: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person is reached outside their account, in clear; empty where they gave nothing. Never log it."""

    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class AccountData:
    """An account. `person` is empty until the holder is proven; `name` is what to call them on screen."""

    id: str
    username: str
    kind: str
    name: str
    level: Level
    person: str = ""

    @property
    def row(self) -> int:
        """The number in `user:7`."""
        return int(self.id.removeprefix("user:"))


@dataclass(frozen=True, slots=True)
class AppointmentData:
    """An account holds a post of an organisation from a day on, until another (that day included; None is open)."""

    id: int
    account: str
    organisation: str
    post: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StaffData:
    """Somebody of staff in a post today. `person` is empty for an account whose holder was never proven."""

    account: str
    name: str
    person: str
    organisation: str
    post: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for and was refused: `how` (GET, POST) at which address, `of` what (the case's number, the
    step), with which HTTP status."""

    how: str
    address: str
    of: Mapping[str, str]
    status: int
