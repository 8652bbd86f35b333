"""What a running node is told from outside: the ZHENGTONG_* variables, documented in docs/operations.md."""

import os
import re
import sys
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from zhengtong.kernel.addresses import A_PORT, port_of
from zhengtong.kernel.text import Text, language

LANG = os.environ.get("ZHENGTONG_LANG", "zh-Hans")
_NOT_A_PORT = Text("{name}={value}：{mend}", "{name}={value}: {mend}")


def _refuse(said: Text) -> NoReturn:
    """End as a wrong command line does, with a sentence instead of a traceback."""
    sys.stderr.write(said.in_(language(LANG)) + "\n")
    raise SystemExit(2)


def _split(url: str, said: Text) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        _refuse(said)


def _port_of(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        _refuse(_NOT_A_MAIL_SERVER)


def port(name: str, default: int) -> int:
    """The port a variable names; says what is wrong with it and ends with code 2 when it is none."""
    value = os.environ.get(name, str(default))
    try:
        return port_of(value)
    except ValueError:
        _refuse(_NOT_A_PORT.format(name=name, value=value, mend=A_PORT.format(default=default)))


HOME = Path(os.environ.get("ZHENGTONG_HOME", "var")).absolute()
DATABASE_URL = os.environ.get("ZHENGTONG_DATABASE_URL", "")
PORT = port("ZHENGTONG_PORT", 8000)
PUBLIC_URL = os.environ.get("ZHENGTONG_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SMTP_URL = os.environ.get("ZHENGTONG_SMTP_URL", "")
SMS = os.environ.get("ZHENGTONG_SMS", "null")

_SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
)


_NOT_A_NETWORK = Text(
    "ZHENGTONG_TRUSTED_PROXIES：{value} 不是地址，要写 10.0.0.5 或 10.0.0.0/24，几个之间空一格。",
    "ZHENGTONG_TRUSTED_PROXIES: {value} is no address; write 10.0.0.5 or 10.0.0.0/24, several with spaces between.",
)


def trusted_proxies() -> list[str]:
    """Addresses and networks whose word on who asks counts: ZHENGTONG_TRUSTED_PROXIES; without it this machine."""
    named = os.environ.get("ZHENGTONG_TRUSTED_PROXIES", "127.0.0.1 ::1").split()
    for value in named:
        try:
            ip_network(value)
        except ValueError:
            _refuse(_NOT_A_NETWORK.format(value=value))
    return named


def hosts() -> list[str]:
    """The names this node answers to: its public address, this machine, and those in ZHENGTONG_HOSTS."""
    public = urlsplit(PUBLIC_URL).hostname or "localhost"
    return ["localhost", "127.0.0.1", "[::1]", public, *os.environ.get("ZHENGTONG_HOSTS", "").split()]


def is_demo() -> bool:
    """Whether `make demo` made this home."""
    return (HOME / "demo.json").exists()


def database() -> dict[str, Any]:
    """Django's settings of the database: SQLite in the home unless ZHENGTONG_DATABASE_URL names a PostgreSQL."""
    return _postgres(DATABASE_URL) if DATABASE_URL else _sqlite(HOME / "zhengtong.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": _SQLITE_INIT, "timeout": 20},
    }


_NOT_A_MAIL_SERVER = Text(
    "ZHENGTONG_SMTP_URL 要写成 smtp://用户:口令@主机:587/?sender=office@example.cn&starttls=1。",
    "ZHENGTONG_SMTP_URL: write smtp://user:password@host:587/?sender=office@example.cn&starttls=1.",
)


def smtp() -> dict[str, Any]:
    """How mail leaves: ZHENGTONG_SMTP_URL, `smtp://user:password@host:587/?sender=a@b.cn&starttls=1`; empty without."""
    if not SMTP_URL:
        return {}
    parts = _split(SMTP_URL, _NOT_A_MAIL_SERVER)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "smtp" or not parts.hostname or "sender" not in options:
        _refuse(_NOT_A_MAIL_SERVER)
    return {
        "host": parts.hostname,
        "port": _port_of(parts) or 25,
        "sender": options["sender"],
        "starttls": options.get("starttls") == "1",
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }


_ENDS_DEAD_CONNECTIONS = {
    "connect_timeout": "3",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
}
"""A database machine that is gone says nothing: without these a request waits for it for a quarter of an hour."""
_NOT_A_DATABASE = Text(
    "ZHENGTONG_DATABASE_URL 要写成 postgresql://用户:口令@主机:5432/库，几台主机之间用逗号：主机1:5432,主机2:5432。",
    "ZHENGTONG_DATABASE_URL: write postgresql://user:password@host:5432/name, several hosts as host1:5432,host2:5432.",
)
_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(\d+))?")


def _postgres(url: str) -> dict[str, Any]:
    """A PostgreSQL, on one host or on several: then the engine uses the one that leads.

    Nothing outlives a transaction on a connection, no cursor and no prepared statement, so PgBouncer may share
    connections by transaction.
    """
    parts = _split(url, _NOT_A_DATABASE)
    if parts.scheme not in ("postgres", "postgresql"):
        _refuse(_NOT_A_DATABASE)
    options = {**_ENDS_DEAD_CONNECTIONS, **dict(parse_qsl(parts.query))}
    hosts, ports = _hosts(parts.netloc.rpartition("@")[2])
    return {
        "ENGINE": "zhengtong.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", hosts)),
        "PORT": ports,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }


def _hosts(place: str) -> tuple[str, str]:
    """Hosts and their ports as libpq lists them, from `a:6432,b:6432`."""
    found = [_HOST.fullmatch(one) for one in place.split(",")]
    if None in found:
        _refuse(_NOT_A_DATABASE)
    pairs = [match.groups("") for match in found if match]
    ports = [port for _, port in pairs] if any(port for _, port in pairs) else []
    return ",".join(host.strip("[]") for host, _ in pairs), ",".join(ports)
