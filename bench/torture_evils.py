"""What is done to the node that is tortured, one thing after the other, at moments given by the seed."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from torture_world import World

_SLOWEST_SYNC_SECONDS = (0.05, 0.4)
_SLOW_SECONDS = (2.0, 6.0)
_AHEAD_SECONDS = (5 * 60, 10 * 3600)
_WRONG_SECONDS = (1.0, 5.0)

Evil = Callable[[World, random.Random], None]


def evils(world: World) -> dict[str, Evil]:
    """What can be done to it here, by name."""
    found: dict[str, Evil] = {"web": _lose_web, "worker": _lose_worker, "everything": _lose_everything}
    found |= {"stall": _stall, "clock": _jump}
    if world.disks and all(disk.is_own for disk in world.disks):
        found |= {"full disk": _fill_disk, "read-only disk": _write_protect}
    if world.preloaded is not None and world.preloaded.disk.is_there:
        found |= {"slow disk": _slow_disk}
    if world.preloaded is not None and world.preloaded.clock.is_there:
        found |= {"machine clock": _wrong_clock}
    if world.cluster is not None:
        found |= {"database": _lose_database, "backend": _lose_backend}
    return found


def _stall(world: World, moments: random.Random) -> None:
    """Nothing gets on for a while, as when the disk hangs; then all goes on where it was."""
    processes = world.processes()
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        time.sleep(moments.uniform(0.5, 4.0) if number == signal.SIGSTOP else 0)


def _jump(world: World, moments: random.Random) -> None:
    """Legal time is suddenly hours later."""
    world.time_passes(timedelta(minutes=moments.randint(1, 40 * 60)))


def _wrong_clock(world: World, moments: random.Random) -> None:
    """The clock of the machine is minutes to hours ahead for a while, and then right again. Half of the time the worker
    dies meanwhile: what it had taken is taken until a time that is far away once the clock is right."""
    with world.wrong_clock(moments.randint(*_AHEAD_SECONDS)):
        time.sleep(moments.uniform(*_WRONG_SECONDS))
        if moments.random() < 0.5:
            _lose_worker(world, moments)
            time.sleep(moments.uniform(*_WRONG_SECONDS))


def _slow_disk(world: World, moments: random.Random) -> None:
    """Every sync of web, worker and database takes so long, for seconds. Half of the time all is killed in it and comes
    up on it. It ends by itself: PostgreSQL syncs each of its files first, a thousand and more."""
    assert world.preloaded is not None
    seconds = moments.uniform(*_SLOW_SECONDS)
    world.preloaded.disk.be(moments.uniform(*_SLOWEST_SYNC_SECONDS))
    right_again = threading.Timer(seconds, world.preloaded.disk.be, [0.0])
    right_again.start()
    if moments.random() < 0.5:
        time.sleep(seconds / 2)
        _lose_everything(world, moments)
    right_again.join()


def _fill_disk(world: World, moments: random.Random) -> None:
    """No room for anything; a database that gave up is started again when there is room."""
    with world.trouble(), contextlib.ExitStack() as full:
        for disk in world.disks:
            full.enter_context(disk.full())
        time.sleep(moments.uniform(0.5, 5.0))
        full.close()
        if world.cluster is not None:
            world.cluster.start()


def _write_protect(world: World, moments: random.Random) -> None:
    """All processes end, as the system mounts the disk read-only after a fault of it; they are started on it so,
    cannot work, and are started again when it can be written to."""
    with world.trouble():
        world.kill_platform()
        with _nothing_writes(world):
            world.raise_web()
            world.start_worker()
            time.sleep(moments.uniform(0.5, 5.0))
            world.kill_web()
            world.kill_worker()
        if world.cluster is not None:
            world.cluster.start()
        world.start()


@contextlib.contextmanager
def _nothing_writes(world: World) -> Iterator[None]:
    """The disks are read-only while this lasts; a bank whose ledger lies on them is closed."""
    from django.db import connections

    with world.closed_bank(), contextlib.ExitStack() as protected:
        connections.close_all()
        for disk in world.disks:
            protected.enter_context(disk.read_only())
        yield


def _lose_web(world: World, moments: random.Random) -> None:
    world.kill_web()
    world.start_web()


def _lose_worker(world: World, moments: random.Random) -> None:
    world.kill_worker()
    time.sleep(moments.uniform(0, 0.5))
    world.start_worker()


def _lose_database(world: World, moments: random.Random) -> None:
    assert world.cluster is not None
    with world.trouble():
        world.cluster.kill()
        time.sleep(moments.uniform(0, 2.0))
        world.cluster.start()


def _lose_backend(world: World, moments: random.Random) -> None:
    assert world.cluster is not None
    with world.trouble():
        world.cluster.kill_backend(moments)
        world.cluster.start()


def _lose_everything(world: World, moments: random.Random) -> None:
    """As a power cut takes all processes at once; the system keeps what it was given to write."""
    with world.trouble() if world.cluster else contextlib.nullcontext():
        world.kill_platform()
        if world.cluster is not None:
            world.cluster.start()
        world.start()
