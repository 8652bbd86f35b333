"""The housing fund of the demo city (公积金): a CSV file in GB 18030 dropped every day, with its SHA-256 beside.

How it is started: dropping.py. Modes: down (no folder), stale (the last file is five days old), garble (the file does
not match its digest), twice (every account two times), other_person (every line has the same number), huge (a line
without end), no_column (a column is missing).
"""

import csv
import hashlib
import io
import json
import shutil
from datetime import timedelta
from pathlib import Path

from counter import arguments, today, yuan
from dropping import keep_dropping

HEAD = ("证件号码", "姓名", "缴存单位", "月缴存额", "余额", "状态")
HUGE = 60_000_000


class HousingFund:
    def __init__(self, options) -> None:
        self.options = options

    def drop(self, mode: str) -> Path | None:
        folder: Path = self.options.drop
        self.rows = json.loads(self.options.data.read_text("utf-8"))
        shutil.rmtree(folder)
        if mode == "down":
            return None
        folder.mkdir()
        day = today(self.options.clock) - timedelta(days=5 if mode == "stale" else 0)
        path, new = folder / f"gjj_{day:%Y%m%d}.csv", folder / "writing.new"
        data = self.text(mode).encode("gb18030")
        digest = hashlib.sha256(data).hexdigest()
        path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n")
        new.write_bytes(data[: len(data) // 2] if mode == "garble" else data)
        new.replace(path)
        return path

    def text(self, mode: str) -> str:
        head = HEAD[:-1] if mode == "no_column" else HEAD
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(head)
        for row in self.rows * (2 if mode == "twice" else 1):
            number = self.rows[0]["number"] if mode == "other_person" else row["number"]
            line = (number, row["name"], row["employer"], yuan(row["monthly"]), yuan(row["balance"]), "正常")
            writer.writerow(line[: len(head)])
        if mode == "huge":
            out.write("x" * HUGE)
        return out.getvalue()


if __name__ == "__main__":
    parser = arguments("The demo city's housing fund.", "")
    parser.add_argument("--drop", type=Path, required=True)
    options = parser.parse_args()
    keep_dropping(options, HousingFund(options).drop)
