"""The bank of the demo city: another organisation, which knows nothing of the platform. It is reached by files alone.

    python demo/departments/bank.py --outgoing DIR --incoming DIR --ledger bank.json --closed 990101194403150046

It takes payment files out of one folder, pays each batch number once (its ledger tells), and puts its results into the
other. Whoever is named by `--closed` (a card number, or a resident ID where no card is given) has a closed account.
`--control FILE` makes it misbehave, for tests and demonstrations; the file holds {"mode": "wrong_totals" |
"unknown_row" | "wrong_amount" | "half" | "twice" | "garble" | "stop"}. `--once` does what lies there and ends.
"""

import argparse
import hashlib
import json
import os
import time
from datetime import date
from pathlib import Path

ENCODING, DELIMITER, LINE_END, END = "gb18030", "|", "\r\n", "END"
PAID, CLOSED = "0000", "1001"
EVERY_SECONDS = 0.2


class BadFile(Exception):
    """A payment file this bank does not take."""


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Head and payments of a file, after its hash, count and sum were found right."""
    raw = path.read_bytes()
    body, _, end = raw.rpartition(END.encode(ENCODING))
    if end.decode(ENCODING).strip().strip(DELIMITER) != hashlib.sha256(body).hexdigest():
        raise BadFile(f"{path.name}: the hash does not fit")
    head, *rows = [line.split(DELIMITER) for line in body.decode(ENCODING).splitlines()]
    if int(head[2]) != len(rows) or int(head[3]) != sum(fen(row[5]) for row in rows):
        raise BadFile(f"{path.name}: the totals do not fit")
    return head, rows


def fen(yuan: str) -> int:
    whole, _, rest = yuan.partition(".")
    return int(whole) * 100 + int(rest)


class Bank:
    """The ledger: which batch was paid, and who got how much."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.outgoing, self.incoming, self.path = options.outgoing, options.incoming, options.ledger
        self.control, self.closed = options.control, set(options.closed)
        self.ledger = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {"batches": {}, "paid": {}}

    def work(self) -> int:
        """Pay every file that lies there; how many there were."""
        mode = self.mode()
        files = [] if mode == "stop" else sorted(self.outgoing.glob("DF*.txt"))
        for path in files:
            self.pay(path, mode)
        return len(files)

    def mode(self) -> str:
        if self.control is None or not self.control.exists():
            return ""
        return json.loads(self.control.read_text("utf-8") or "{}").get("mode", "")

    def pay(self, path: Path, mode: str) -> None:
        """Pay a batch, or give the results of the first time again when its number was here before."""
        head, rows = read(path)
        batch = head[0]
        if batch not in self.ledger["batches"]:
            self.ledger["batches"][batch] = [[row[0], row[5], self.result(row)] for row in rows]
            for reference, amount, code in self.ledger["batches"][batch]:
                if code == PAID:
                    self.ledger["paid"][reference] = amount
            put(self.path, json.dumps(self.ledger, ensure_ascii=False, indent=1).encode())
            self.answer(batch, head[1], self.ledger["batches"][batch], mode)
        done = self.outgoing / "done"
        done.mkdir(exist_ok=True)
        path.replace(done / path.name)

    def result(self, row: list[str]) -> str:
        _, _, id_number, account, *_ = row
        if (account or id_number) in self.closed:
            return CLOSED
        return PAID

    def answer(self, batch: str, day: str, rows: list[list[str]], mode: str) -> None:
        """Put the results down; a mode spoils them."""
        rows, count = [list(row) for row in rows], len(rows)
        total = sum(fen(row[1]) for row in rows)
        if mode == "wrong_totals":
            total += 1
        if mode == "unknown_row":
            rows[0][0] = "0" * 26
        if mode == "wrong_amount":
            total += 100
            rows[0][1] = f"{(fen(rows[0][1]) + 100) // 100}.00"
        raw = result_file([batch, day, str(count), str(total)], rows)
        if mode == "half":
            raw = raw[: len(raw) * 2 // 3]
        if mode == "garble":
            raw = result_file([batch, "someday", "x", "y"], rows)
        put(self.incoming / f"HP{batch}.txt", raw)
        if mode == "twice":
            put(self.incoming / f"HP{batch}-2.txt", raw)


def result_file(head: list[str], rows: list[list[str]]) -> bytes:
    body = "".join(DELIMITER.join(line) + LINE_END for line in [head, *rows]).encode(ENCODING)
    return body + f"{END}{DELIMITER}{hashlib.sha256(body).hexdigest()}{LINE_END}".encode(ENCODING)


def put(path: Path, raw: bytes) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo city's bank.")
    parser.add_argument("--outgoing", type=Path, required=True)
    parser.add_argument("--incoming", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--closed", action="append", default=[])
    parser.add_argument("--control", type=Path)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    for folder in (options.outgoing, options.incoming):
        folder.mkdir(parents=True, exist_ok=True)
    bank = Bank(options)
    print(f"open since {date.today().isoformat()}", flush=True)
    while not options.once:
        bank.work()
        time.sleep(EVERY_SECONDS)
    bank.work()


if __name__ == "__main__":
    main()
