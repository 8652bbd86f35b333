"""The real estate register of the demo city (自然资源): a view to be read, in a read-only SQLite file that it drops.

How it is started: dropping.py. Modes: down (no file), garble (half a file), hang (the file is locked), other_person,
twice (every title two times), huge (sixty times as many titles), other_view (the view has another name).
"""

import json
import sqlite3
from pathlib import Path

from counter import arguments
from dropping import keep_dropping

NAME = "real_estate.sqlite3"
SCHEMA = (
    "CREATE TABLE titles (id_number TEXT, holder TEXT, title_number TEXT, kind TEXT, area TEXT, address TEXT,"
    " share TEXT)",
    'CREATE VIEW v_holder_titles AS SELECT id_number AS "证件号码", holder AS "权利人", title_number AS "不动产权证号",'
    ' kind AS "权利类型", area AS "面积", address AS "坐落", share AS "共有情况" FROM titles',
)
SOMEBODY_ELSE = "'990101194403150046' AS \"证件号码\""
COLUMNS = ("number", "name", "title_number", "title", "hundredths", "address", "share")


def titles(rows: list[dict]) -> list[tuple[str, ...]]:
    """The table's rows; the area in square metres."""
    return [tuple(f"{row[name] / 100:.2f}" if name == "hundredths" else row[name] for name in COLUMNS) for row in rows]


class Register:
    def __init__(self, options) -> None:
        self.drop_folder, self.data = options.drop, options.data
        self.lock: sqlite3.Connection | None = None

    def drop(self, mode: str) -> Path | None:
        path, new = self.drop_folder / NAME, self.drop_folder / f"{NAME}.new"
        self.rows = titles(json.loads(self.data.read_text("utf-8")))
        if self.lock is not None:
            self.lock.close()
            self.lock = None
        new.unlink(missing_ok=True)
        if mode == "down":
            path.unlink(missing_ok=True)
            return None
        self.write(new, mode)
        if mode == "garble":
            whole = new.read_bytes()
            new.write_bytes(b"half of it" + whole[100 : len(whole) // 2])
        new.chmod(0o444)
        new.replace(path)
        if mode == "hang":
            path.chmod(0o644)
            self.lock = sqlite3.connect(path, isolation_level=None)
            self.lock.execute("BEGIN EXCLUSIVE")
        return path

    def write(self, path: Path, mode: str) -> None:
        rows = self.rows[:100] * 60 if mode == "huge" else self.rows * (2 if mode == "twice" else 1)
        database = sqlite3.connect(path)
        for statement in SCHEMA:
            if mode == "other_view":
                statement = statement.replace("v_holder_titles", "v_titles")
            if mode == "other_person":
                statement = statement.replace('id_number AS "证件号码"', SOMEBODY_ELSE)
            database.execute(statement)
        database.executemany(f"INSERT INTO titles VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        database.execute("CREATE INDEX titles_holder ON titles (id_number)")
        database.commit()
        database.close()


if __name__ == "__main__":
    parser = arguments("The demo city's real estate register.", "")
    parser.add_argument("--drop", type=Path, required=True)
    options = parser.parse_args()
    keep_dropping(options, Register(options).drop)
