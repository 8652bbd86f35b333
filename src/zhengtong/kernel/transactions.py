"""One transaction for what belongs together, and nothing slow inside it (rule 6)."""

from contextlib import AbstractContextManager

from django.db import connection, transaction


class SlowInsideTransactionError(RuntimeError):
    """A programming error: network, rendering, signing or a child process inside an open transaction."""


def atomic() -> AbstractContextManager[None]:
    """A transaction, or a part of the caller's, which then fails as a whole if this part does.

    Operations call operations; a savepoint for each would cost two statements and save nothing, since no caller goes
    on after a part has failed.
    """
    return transaction.atomic(savepoint=not in_transaction())


def in_transaction() -> bool:
    """Whether a transaction of ours is open; the one a test case wraps around itself does not count."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def forbid_in_transaction(what: str) -> None:
    """Raise if called inside a transaction; every driver that may block calls this first."""
    if in_transaction():
        raise SlowInsideTransactionError(f"{what} inside a transaction")
