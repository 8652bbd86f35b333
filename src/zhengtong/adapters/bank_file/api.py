"""A bank that is reached by files: one written, others read, all configured by bank.yaml."""

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from zhengtong.adapters.bank_file import _format, _settings
from zhengtong.delivery.benefits.ports import BankNotReady, Batch, Results, Unfinished, Unreadable, Written
from zhengtong.kernel import clock, durable
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction

__all__ = ["BadBank", "BankFileDriver"]

BadBank = _settings.BadBank
TAKEN, REFUSED = "taken", "refused"
_NO_FOLDER = Text("银行的文件夹打不开，会再试。请技术员看一看。", "The bank's folder cannot be opened; we try again.")


class BankFileDriver:
    """Fulfils `BankDriver` over two folders."""

    def __init__(self, path: Path) -> None:
        """From a bank.yaml; BadBank names what to mend in it."""
        self._settings = _settings.read(path)

    def put(self, batch: Batch) -> Written:
        """Write the batch's file whole or not at all; a file that is there already stays. BankNotReady."""
        forbid_in_transaction("writing a payment file")
        settings, raw = self._settings, _format.payment_file(batch, self._settings)
        marks = {"batch": batch.number, "month": f"{batch.month:%Y%m}", "date": f"{batch.on:%Y%m%d}"}
        path = settings.outgoing / settings.file_name.format(**marks)
        try:
            settings.outgoing.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                durable.write(path, raw)
        except OSError as error:
            raise BankNotReady(_NO_FOLDER) from error
        return Written(path.name, hashlib.sha256(raw).hexdigest())

    def waiting(self) -> Sequence[str]:
        """The bank's files that nobody has set aside, by name."""
        found = self._settings.incoming.glob(self._settings.result_names)
        return sorted(path.name for path in found if path.is_file())

    def read(self, name: str) -> Results:
        """One of them. Unfinished while its end may still come; Unreadable after that."""
        forbid_in_transaction("reading a bank's file")
        path = self._settings.incoming / name
        try:
            age = clock.real_now().timestamp() - path.stat().st_mtime
            raw = path.read_bytes()
        except FileNotFoundError as error:  # another worker was first
            raise Unfinished from error
        try:
            return _format.results(name, raw, self._settings)
        except Unreadable as fault:
            if fault.problem == "half_written" and age < self._settings.patience_seconds:
                raise Unfinished from fault
            raise

    def set_aside(self, name: str, *, taken: bool) -> None:
        """Move a file out of the way, beside the one of the same name that lies there already."""
        forbid_in_transaction("moving a bank's file")
        folder = self._settings.incoming / (TAKEN if taken else REFUSED)
        folder.mkdir(mode=0o700, exist_ok=True)
        to = folder / name
        if to.exists():
            to = folder / f"{name}.{secrets.token_hex(4)}"
        try:
            (self._settings.incoming / name).replace(to)
        except FileNotFoundError:
            return  # another worker was first
