"""Audit rows taken into the log durably; beside it the same bytes in a bare file, synced once a batch."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
from shape import Bench, Measured
from store import Store

BATCH, BATCHES = 5_000, 2
SUBJECT = "01KAJQW3T0000000000000000B"


@dataclass(slots=True)
class World:
    """A home whose log already holds what making the demo wrote."""

    folder: Path
    store: Store
    sequenced: int = 0

    def cpu_seconds(self) -> float:
        return time.process_time() + self.store.cpu_seconds()


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    from zhengtong.trust.audit import api as audit

    world = World(folder, store)
    world.sequenced = _until_none(audit.sequence_batch)
    return world


def _until_none(step: Callable[[], int]) -> int:
    return sum(iter(step, 0))


def limit(world: World) -> Measured:
    """The canonical bytes of as many rows, appended to a file that is synced after each batch."""
    from zhengtong.trust.audit._rows import canonical, unsequenced

    _write_rows()
    batch = b"".join(row.salt + canonical(row.columns) + row.entry() for row in unsequenced(BATCH))
    with (world.folder / "bare").open("wb") as file:
        return _timed(world, lambda: _append(file.fileno(), batch))


def _append(file: int, content: bytes) -> int:
    os.write(file, content)
    os.fsync(file)
    return BATCH


def ours(world: World) -> Measured:
    """The rows written for the turn, sequenced: position in the database, tiles and signed checkpoint on disk."""
    from zhengtong.trust.audit import api as audit

    measured = _timed(world, lambda: audit.sequence_batch(BATCH))
    world.sequenced += BATCH * BATCHES
    return measured


def _timed(world: World, step: Callable[[], int]) -> Measured:
    latencies, used, begun = [], world.cpu_seconds(), time.perf_counter()
    for _ in range(BATCHES):
        started = time.perf_counter()
        assert step() == BATCH
        latencies.append((time.perf_counter() - started) * 1000)
    taken = time.perf_counter() - begun
    return Measured(BATCH * BATCHES / taken, (world.cpu_seconds() - used) * 1000 / (BATCH * BATCHES), latencies)


def _write_rows() -> None:
    """Rows as `record` writes them, for one turn."""
    from django.db import transaction

    from zhengtong.kernel import clock
    from zhengtong.trust.audit.models import AuditRow, AuditSubject

    at = clock.now()
    with transaction.atomic():
        rows = AuditRow.objects.bulk_create(
            AuditRow(
                at=at,
                actor_kind="staff",
                actor_id="user:7",
                actor_name="周敏",
                actor_person="01KAJQW3T0000000000000000A",
                organisation="11990100MB0000001T",
                post="civil-affairs.relief",
                action="case.seen",
                object_type="case",
                object_id=f"11990100MB0000001T399051100100120261122{number:08}",
                subjects=json.dumps([SUBJECT]),
                reason="办件审核",
                detail='{"step":"check"}',
                salt=secrets.token_bytes(16),
            )
            for number in range(BATCH * BATCHES)
        )
        AuditSubject.objects.bulk_create(AuditSubject(row=row, person=SUBJECT) for row in rows)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Every row has its place, every commit waited for the disk, and another process finds the log whole."""
    from zhengtong.trust.audit import api as audit
    from zhengtong.trust.audit.models import AuditRow

    world.store.check_durable()
    placed = AuditRow.objects.exclude(position=None).count()
    assert placed == AuditRow.objects.count() == world.sequenced
    begun = time.perf_counter()
    report = audit.verify()
    seconds = time.perf_counter() - begun
    assert not report.broken
    words = [sys.executable, "-m", "zhengtong.config.console", "audit", "verify"]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(home.ROOT / "src")})
    files = sum(1 for path in (world.folder / "log").rglob("*") if path.is_file())
    return {"rows": placed, "batch": BATCH, "verify_rows_per_s": round(placed / seconds), "log_files": files}


BENCH = Bench("rows/s", "≥ 10,000 rows/s", prepare, limit, ours, check)
