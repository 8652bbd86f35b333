"""What is due in a month: two tracks of dated changes, one of amounts and one of states."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhengtong.delivery.benefits.data import PAYING
from zhengtong.delivery.benefits.models import Change


@dataclass(frozen=True, slots=True)
class Timeline:
    """The changes of one entitlement that are not void, in the order of their months."""

    changes: tuple[Change, ...]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "Timeline":
        return cls(tuple(sorted((c for c in changes if not c.is_void), key=lambda c: (c.month, c.pk))))

    def amount_on(self, month: date) -> int:
        """The amount in fen set for a month, whatever its state; 0 before the first."""
        return next((c.amount_fen for c in self._until(month) if c.amount_fen is not None), 0)

    def state_on(self, month: date) -> str:
        """The state of a month; empty before the first."""
        return next((c.state for c in self._until(month) if c.state), "")

    def due_on(self, month: date) -> int:
        """What is to be paid for a month, in fen."""
        return self.amount_on(month) if self.state_on(month) in PAYING else 0

    def _until(self, month: date) -> Iterable[Change]:
        return reversed([change for change in self.changes if change.month <= month])
