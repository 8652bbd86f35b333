"""What a bank must offer: it is reached by files only, so a driver writes one and reads others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from zhengtong.delivery.benefits.data import Account as Account
from zhengtong.delivery.benefits.data import Cause as Cause
from zhengtong.kernel.text import Text


class BankNotReady(Exception):
    """The file cannot be handed over now; it is tried again. `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Unfinished(Exception):
    """The bank is still writing this file."""


class Unreadable(Exception):
    """A file that cannot be read as results. `problem` is half_written or garbled; `sha256` names its bytes."""

    def __init__(self, problem: str, text: Text, sha256: str) -> None:
        super().__init__(f"{problem}: {text.en}")
        self.problem, self.text, self.sha256 = problem, text, sha256


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One payment. Without an account number the bank finds the account by the resident ID. Amounts in fen."""

    reference: str
    name: str
    id_number: str
    account: Account
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A list as the bank is given it. A bank takes a batch number once, however often it sees it."""

    number: str
    organisation: str
    month: date
    on: date
    rows: tuple[BatchRow, ...]

    @property
    def total_fen(self) -> int:
        return sum(row.amount_fen for row in self.rows)


@dataclass(frozen=True, slots=True)
class Written:
    """The file a batch went out as."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What became of one payment. `reason` and `cause` tell why it came back; both are empty when it was paid."""

    reference: str
    amount_fen: int
    is_paid: bool
    code: str
    reason: Text
    cause: Cause


@dataclass(frozen=True, slots=True)
class Results:
    """A file of the bank: its rows and the totals it states about itself."""

    name: str
    sha256: str
    batch: str
    on: date
    rows: tuple[ResultRow, ...]
    count: int
    total_fen: int


class BankDriver(Protocol):
    """Writes payment files and reads result files."""

    def put(self, batch: Batch) -> Written:
        """Hand a batch over, whole or not at all; the same batch again gives the same file. BankNotReady."""

    def waiting(self) -> Sequence[str]:
        """Names of the files the bank has put down and nobody has set aside."""

    def read(self, name: str) -> Results:
        """One of them. Unreadable; Unfinished while the bank is writing it."""

    def set_aside(self, name: str, *, taken: bool) -> None:
        """Move a file out of the way; doing it twice is no error."""


class NullDriver:
    """Stands in while no bank is configured: every list waits and says why."""

    def put(self, batch: Batch) -> Written:
        """Always BankNotReady."""
        raise BankNotReady(Text("还没有配置银行的文件夹（bank.yaml）。", "No bank is configured (bank.yaml)."))

    def waiting(self) -> Sequence[str]:
        return ()

    def read(self, name: str) -> Results:
        raise Unfinished

    def set_aside(self, name: str, *, taken: bool) -> None:
        """Nothing lies here."""


_driver: BankDriver = NullDriver()


def use_driver(driver: BankDriver) -> None:
    """Let `driver` reach the bank from now on. Called by config at start-up, and by tests."""
    global _driver
    _driver = driver


def driver() -> BankDriver:
    """The driver in use."""
    return _driver
