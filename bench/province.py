"""The database of a province, small: two hosts with PostgreSQL under Patroni and PgBouncer, three with etcd.

All from Debian's packages: patroni, etcd-server, pgbouncer, postgresql. What is acknowledged stands on both hosts
(`synchronous_mode`); who is alone goes on alone, and a host that was alone is never overtaken by one that lags.
"""

import json
import secrets
import shutil
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import yaml
from hosts import Host, Network, NotPermitted

_PROGRAMS = ("etcd", "patroni", "pgbouncer")
_DEBIAN = Path("/usr/lib/postgresql")
_NAME, _USER = "zhengtong", "postgres"
_ETCD, _PEERS, _REST, _DATABASE, _POOL = 2379, 2380, 8008, 5432, 6432
_PATIENCE_SECONDS = 180.0
TTL_SECONDS, _LOOP_SECONDS, _RETRY_SECONDS = 20, 3, 5  # 20 is the least Patroni takes


class Province:
    """Hosts `a` and `b` hold the data; `c` has a voice in who leads. `url` finds whoever takes writes."""

    def __init__(self) -> None:
        self._bin = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="zt-province-", dir="/tmp"))
        self._passwords = {name: secrets.token_hex(12) for name in ("postgres", "replicator", _NAME)}
        self.network = Network()
        try:
            self.hosts = [self.network.join(letter) for letter in "abc"]
            for host in self.hosts:
                self._prepare(host)
                self._start_etcd(host)
            for host in self.data_hosts:
                self._start_database(host)
            self.wait_until_whole()
            self._make_database()
        except BaseException:
            self.remove()
            raise

    @property
    def data_hosts(self) -> "list[Host]":
        return self.hosts[:2]

    @property
    def url(self) -> str:
        """Both pools, with commas, as `ZHENGTONG_DATABASE_URL` takes them."""
        pools = ",".join(f"{host.address}:{_POOL}" for host in self.data_hosts)
        return f"postgresql://{_NAME}:{self._passwords[_NAME]}@{pools}/{_NAME}"

    def leader(self) -> Host | None:
        """The host that takes writes, as long as there is one."""
        return next((host for host in self.data_hosts if _ask(host, "/primary") is not None), None)

    def wait_for_leader(self, other_than: Host | None = None) -> Host:
        """Wait until a host, other than the one named, takes writes."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            found = self.leader()
            if found is not None and found is not other_than:
                return found
            time.sleep(0.1)
        raise RuntimeError(f"no host leads\n{self.said()}")

    def wait_until_whole(self) -> None:
        """Wait until one host leads and the other has all of it, in step."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if sorted(map(_role, self.data_hosts)) == ["primary", "sync"]:
                return
            time.sleep(0.2)
        raise RuntimeError(f"the two hosts do not come together\n{self.said()}")

    def restore_power(self, host: Host) -> None:
        """Start again what ran on a host that had lost its power."""
        self._start_etcd(host)
        if host in self.data_hosts:
            self._start_database(host)

    def switch_over(self) -> None:
        """Let the other host lead, as before maintenance."""
        leader = self.wait_for_leader()
        asked = json.dumps({"leader": leader.letter}).encode()
        request = urllib.request.Request(f"http://{leader.address}:{_REST}/switchover", asked, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()

    def said(self) -> str:
        """The ends of all logs."""
        logs = sorted(self._folder.glob("*/*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)

    def remove(self) -> None:
        """End all of it and throw its data away."""
        self.network.remove()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare(self, host: Host) -> None:
        folder = self._folder / host.letter
        folder.mkdir()
        self._folder.chmod(0o755)
        (folder / "patroni.yml").write_text(yaml.safe_dump(self._patroni(host)))
        (folder / "pgbouncer.ini").write_text(self._pgbouncer(host))
        (folder / "users.txt").write_text(f'"{_NAME}" "{self._passwords[_NAME]}"\n')
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, _USER, _USER)
            path.chmod(0o700 if path.is_dir() else 0o600)

    def _start_etcd(self, host: Host) -> None:
        own = f"http://{host.address}"
        cluster = ",".join(f"{one.letter}=http://{one.address}:{_PEERS}" for one in self.hosts)
        settings = {
            "name": host.letter,
            "data-dir": str(self._folder / host.letter / "etcd"),
            "listen-client-urls": f"{own}:{_ETCD}",
            "advertise-client-urls": f"{own}:{_ETCD}",
            "listen-peer-urls": f"{own}:{_PEERS}",
            "initial-advertise-peer-urls": f"{own}:{_PEERS}",
            "initial-cluster": cluster,
            "enable-v2": "true",
            "heartbeat-interval": "300",
            "election-timeout": "3000",
        }
        self._run(host, ["etcd", *(f"--{name}={value}" for name, value in settings.items())])

    def _start_database(self, host: Host) -> None:
        folder = self._folder / host.letter
        self._run(host, ["patroni", str(folder / "patroni.yml")])
        self._run(host, ["pgbouncer", str(folder / "pgbouncer.ini")])

    def _run(self, host: Host, words: list[str]) -> None:
        folder = self._folder / host.letter
        env = {"PATH": f"{self._bin}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
        host.run(words, user=_USER, env=env, folder=folder)

    def _patroni(self, host: Host) -> dict[str, Any]:
        """The settings of one host. Those of `bootstrap` are the cluster's and read once."""
        folder, network = self._folder / host.letter, self.network.subnet
        access = [f"host all all {network} scram-sha-256", f"host replication replicator {network} scram-sha-256"]
        parameters = {"max_connections": 60, "shared_buffers": "128MB", "wal_sender_timeout": "5s"}
        return {
            "scope": _NAME,
            "name": host.letter,
            "restapi": {"listen": f"{host.address}:{_REST}", "connect_address": f"{host.address}:{_REST}"},
            # Not `etcd3`: as Debian 12 has it, 3.0.2, a host whose cable comes back writes itself down as the leader
            # without looking whether another leads, and what that one has acknowledged meanwhile is lost.
            "etcd": {"hosts": [f"{one.address}:{_ETCD}" for one in self.hosts]},
            "bootstrap": {
                "dcs": {
                    "ttl": TTL_SECONDS,
                    "loop_wait": _LOOP_SECONDS,
                    "retry_timeout": _RETRY_SECONDS,
                    "synchronous_mode": True,
                    "postgresql": {"use_pg_rewind": True, "parameters": parameters},
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
                "pg_hba": ["local all all peer", *access],
            },
            "postgresql": {
                "listen": f"{host.address}:{_DATABASE}",
                "connect_address": f"{host.address}:{_DATABASE}",
                "data_dir": str(folder / "data"),
                "bin_dir": str(self._bin),
                "pgpass": str(folder / "pgpass"),
                "parameters": {"unix_socket_directories": str(folder)},
                "authentication": {
                    "superuser": {"username": "postgres", "password": self._passwords["postgres"]},
                    "replication": {"username": "replicator", "password": self._passwords["replicator"]},
                },
            },
        }

    def _pgbouncer(self, host: Host) -> str:
        """One pool in front of the database of the same host, shared by transaction."""
        settings = {
            "listen_addr": host.address,
            "listen_port": _POOL,
            "unix_socket_dir": "",
            "auth_type": "scram-sha-256",
            "auth_file": self._folder / host.letter / "users.txt",
            "pool_mode": "transaction",
            "max_client_conn": 200,
            "default_pool_size": 20,
            "server_login_retry": 1,
        }
        lines = [f"{name} = {value}" for name, value in settings.items()]
        database = f"{_NAME} = host={host.address} port={_DATABASE} dbname={_NAME}"
        return "\n".join(["[databases]", database, "[pgbouncer]", *lines, ""])

    def _make_database(self) -> None:
        import psycopg
        from psycopg import sql

        leader = self.wait_for_leader()
        to = {"host": leader.address, "port": _DATABASE, "user": "postgres", "password": self._passwords["postgres"]}
        with psycopg.connect(**to, dbname="postgres", autocommit=True) as connection:
            name, password = sql.Identifier(_NAME), sql.Literal(self._passwords[_NAME])
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))


def _role(host: Host) -> str:
    return next((role for role in ("primary", "sync") if _ask(host, f"/{role}") is not None), "none")


def _ask(host: Host, path: str) -> bytes | None:
    """What Patroni of a host says; nothing when the answer is no, or nobody answers."""
    try:
        with urllib.request.urlopen(f"http://{host.address}:{_REST}{path}", timeout=1) as answer:
            return bytes(answer.read())
    except OSError:
        return None


def _programs() -> Path:
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    found = sorted(_DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
    if missing or not found:
        wanted = ", ".join([*missing, *([] if found else ["postgresql"])])
        raise NotPermitted(f"not installed: {wanted} (Debian: etcd-server, patroni, pgbouncer, postgresql)")
    return found[-1]
