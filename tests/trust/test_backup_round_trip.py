"""Wipe, restore, verify: the same rows, the same keys, a good log. In processes of their own, as an operator does."""

import json
import os
import secrets
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

_PASSPHRASE = "一二三四五六七八九十百千"
_HEAD = """
import json, sys
from pathlib import Path
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow
from zhengtong.trust.backup import api as backups
from zhengtong.trust.identity import api as identity
from zhengtong.trust.keys import api as keys
SYSTEM = system("test")
ACTED = audit.declare("test.acted", "做", "Acted")
file, passphrase = Path(sys.argv[1]), sys.argv[2]
def act(n):
    with transaction.atomic():
        for i in range(n):
            detail = {"备注": "换行\\n制表\\t反斜\\\\"}
            audit.record(actor=SYSTEM, at=clock.now(), action=ACTED, on=("x", str(i)), detail=detail)
def state():
    columns = AuditRow.objects.order_by("pk").values_list("pk", "at", "detail", "position")
    rows = [list(map(str, row)) for row in columns]
    person = identity.find_person("990101194001010017")
    files = {p.name: p.read_text() for p in sorted((settings.ZHENGTONG_HOME / "files").glob("*"))}
    return {"rows": rows, "person": person.name if person else None, "files": files, "key": keys.signer("x").key_id}
"""
_MAKE = """
settings.ZHENGTONG_HOME.mkdir()
call_command("migrate", verbosity=0)
identity.meet_person(name="张秀英", id_number="990101194001010017", actor=SYSTEM, at=clock.now())
(settings.ZHENGTONG_HOME / "files").mkdir()
(settings.ZHENGTONG_HOME / "files" / "a").write_text("内容")
act(300); audit.sequence_batch(); act(5)
before = state()
made = backups.backup(file, passphrase, actor=SYSTEM, at=clock.now())
print(json.dumps(before | {"engine": made.engine}))
"""
_RESTORE = """
try:
    manifest = backups.restore(file, settings.ZHENGTONG_HOME, passphrase)
    print(json.dumps({"made_on": manifest.engine}))
except backups.Refusal as refusal:
    print(json.dumps({"refused": refusal.code, "zh": refusal.message()}))
""".replace("backups.Refusal", "__import__('zhengtong.kernel.errors').kernel.errors.Refusal")
_LOOK = """
report = audit.verify()
print(json.dumps(state() | {"good": report.good, "size": report.size, "waiting": report.waiting}))
"""
_GO_ON = """
act(2)
audit.sequence_batch()
report = audit.verify()
print(json.dumps({"good": report.good, "size": report.size}))
"""

pytestmark = [pytest.mark.server]


class Node:
    """A node of its own: a home, and on PostgreSQL a database."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home, self.database_url = home, database_url

    def run(self, program: str, file: Path, passphrase: str = _PASSPHRASE) -> dict[str, object]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "zhengtong.config.settings",
            "ZHENGTONG_HOME": str(self.home),
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        }
        environment.pop("ZHENGTONG_DATABASE_URL", None)
        if self.database_url:
            environment["ZHENGTONG_DATABASE_URL"] = self.database_url
        arguments = [sys.executable, "-c", _HEAD + program, str(file), passphrase]
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return found


@pytest.fixture
def nodes(tmp_path: Path, transactional_db: None) -> Iterator[tuple[Node, Node]]:
    names = [f"backup_{secrets.token_hex(4)}" for _ in range(2)] if connection.vendor == "postgresql" else []
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    urls = [_url(name) for name in names] or ["", ""]
    yield Node(tmp_path / "one", urls[0]), Node(tmp_path / "two", urls[1])
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url(name: str) -> str:
    given = connection.settings_dict
    query = urlencode({"host": given["HOST"]})
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@:{given['PORT'] or 5432}/{name}?{query}"


def test_wipe_restore_verify(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    one, two = nodes
    file = tmp_path / "node.backup"
    before = one.run(_MAKE, file)
    assert before["engine"] == connection.vendor
    # One person met, 300 acts in the log, 5 waiting.
    assert len(before["rows"]) == 306  # type: ignore[arg-type]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "张秀英".encode() not in file.read_bytes()
    shutil.rmtree(one.home)

    assert two.run(_RESTORE, file) == {"made_on": connection.vendor}

    after = two.run(_LOOK, file)
    assert {key: after[key] for key in ("rows", "person", "files", "key")} == {
        key: before[key] for key in ("rows", "person", "files", "key")
    }
    assert (after["good"], after["size"], after["waiting"]) == (True, 301, 5)
    assert stat.S_IMODE((two.home / "keys" / "data-1.key").stat().st_mode) == 0o600
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]

    # The node goes on where it was: ids and positions continue. 301 + 5 + 2.
    assert two.run(_GO_ON, file) == {"good": True, "size": 308}
    refused = two.run(_RESTORE, file)
    assert refused["refused"] == "home_not_empty"
    assert "只能恢复到空文件夹" in str(refused["zh"])


def test_the_commands_restore_into_a_home_nobody_made_ready(tmp_path: Path) -> None:
    """`zhengtong restore` starts the platform in the empty home first, which leaves nothing there."""
    one, file = Node(tmp_path / "one", ""), tmp_path / "node.backup"
    one.run(_MAKE, file)
    home = tmp_path / "two"
    wrong = os.environ | {"ZHENGTONG_HOME": str(home), "ZHENGTONG_BACKUP_PASSPHRASE": "another phrase"}
    wrong.pop("ZHENGTONG_DATABASE_URL", None)
    command = [sys.executable, "-m", "zhengtong.config.console", "restore", str(file)]
    assert subprocess.run(command, env=wrong, capture_output=True, timeout=120, check=False).returncode == 1
    assert not home.exists()
    home.mkdir()
    for words, said in ((("restore", str(file)), str(home)), (("audit", "verify"), "301")):
        environment = os.environ | {"ZHENGTONG_HOME": str(home), "ZHENGTONG_BACKUP_PASSPHRASE": _PASSPHRASE}
        environment.pop("ZHENGTONG_DATABASE_URL", None)
        command = [sys.executable, "-m", "zhengtong.config.console", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, said in done.stdout) == (0, True), done.stderr
    assert [path for path in (home, *home.iterdir()) if path.stat().st_mode & 0o077] == []
