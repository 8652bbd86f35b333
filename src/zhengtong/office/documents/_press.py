"""The parent's side of the press: one warm child for each process of the platform."""

import atexit
import base64
import contextlib
import importlib.util
import json
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from zhengtong.kernel import clock
from zhengtong.office.documents._diagnostics import problems_in
from zhengtong.office.documents.data import LayoutRefused, LayoutTooHeavy, PressFailed

WALL_SECONDS = 10.0
CPU_SECONDS = 10
MEMORY_BYTES = 1024**3
PAPERS_PER_CHILD = 500

_GRACE_SECONDS = 2.0
_FOLDER = "zhengtong-press-"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
_LIMITS = {
    signal.SIGALRM: "time",
    signal.SIGXCPU: "processor time",
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "memory",
    signal.SIGKILL: "time",
}


class _Child:
    """One child process, its folder and its pipe."""

    def __init__(self, memory_bytes: int) -> None:
        self.folder = root = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        script = Path(__file__).with_name("_worker.py")
        arguments = [str(root), _spare_fonts(), str(memory_bytes), str(os.getpid())]
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_closed_environment(),
            cwd=root,
        )
        self.papers = 0

    def ask(self, request: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send one request and wait for its answer; EOFError or TimeoutError when the child does not answer."""
        assert self.process.stdin is not None
        body = json.dumps(request, ensure_ascii=False).encode()
        try:
            self.process.stdin.write(struct.pack(">I", len(body)) + body)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise EOFError from error
        until = clock.monotonic() + seconds
        head = json.loads(self._frame(until))
        self.papers += 1
        return head, self._frame(until)

    def end(self) -> int:
        """Stop the child, remove its folder; returns its exit status (negative: the signal that ended it)."""
        try:
            self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            self.process.kill()
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def _frame(self, until: float) -> bytes:
        (size,) = struct.unpack(">I", self._exactly(4, until))
        return self._exactly(size, until)

    def _exactly(self, size: int, until: float) -> bytes:
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            if not select.select([descriptor], [], [], max(0.0, until - clock.monotonic()))[0]:
                raise TimeoutError
            part = os.read(descriptor, size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)


class Press:
    """Sets papers one after another in a warm child, and takes a fresh one after a fault or many papers."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._owner = 0

    def set(self, files: Mapping[str, bytes], at: datetime) -> bytes:
        """The PDF of `main.typ` among `files`. LayoutRefused, LayoutTooHeavy, PressFailed."""
        for name in files:
            if not _NAME.fullmatch(name):
                raise ValueError(f"asset name {name!r}: letters, digits, '-', '_' and '.' only")
        with self._lock:
            answer, pdf = self._ask(self._request(files, at))
        if not answer["ok"]:
            raise LayoutRefused(problems_in(answer["diagnostic"], answer["message"]))
        return pdf

    def close(self) -> None:
        """End the child, if this process started one."""
        if self._child is not None and self._owner == os.getpid():
            self._child.process.kill()
            self._child.end()
        self._child = None

    def child_pid(self) -> int:
        """The process id of the warm child, 0 when there is none."""
        return self._child.process.pid if self._child else 0

    def _request(self, files: Mapping[str, bytes], at: datetime) -> dict[str, Any]:
        return {
            "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
            "at": int(at.timestamp()),
            "wall_seconds": self._wall_seconds,
            "cpu_seconds": CPU_SECONDS,
        }

    def _ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        child = self._warm()
        try:
            answer = child.ask(request, self._wall_seconds + _GRACE_SECONDS)
        except (EOFError, TimeoutError) as fault:
            self._child = None
            raise _named(-child.end()) from fault
        if child.papers >= PAPERS_PER_CHILD:
            self.close()
        return answer

    def _warm(self) -> _Child:
        if self._child is not None and self._owner == os.getpid():
            if self._child.process.poll() is None:
                return self._child
            self._child.end()
        if self._owner != os.getpid():
            clear_left()
        self._child, self._owner = _Child(self._memory_bytes), os.getpid()
        return self._child


def clear_left() -> None:
    """Remove the folders of our own presses whose processes are gone: one that was killed leaves papers with what
    people wrote. A number that was given to another process since is left for the next time."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        with contextlib.suppress(FileNotFoundError):  # another process that starts now clears it too
            if owner.isdecimal() and not Path("/proc", owner).exists() and folder.lstat().st_uid == os.getuid():
                shutil.rmtree(folder, ignore_errors=True)


def _named(ended_by: int) -> LayoutTooHeavy | PressFailed:
    limit = _LIMITS.get(signal.Signals(ended_by)) if ended_by > 0 else None
    return LayoutTooHeavy(limit=limit) if limit else PressFailed()


def _spare_fonts() -> str:
    """The folder of the font wheel, used where the system has no Noto Sans CJK SC."""
    spec = importlib.util.find_spec("cvttf_NotoSansCJK_Regular")
    return str(Path(spec.origin).parent) if spec and spec.origin else ""


def _closed_environment() -> dict[str, str]:
    """No secrets of the parent, few threads, and a proxy that is not there: a layout fetches nothing."""
    nowhere = "http://127.0.0.1:9"
    return {
        "LANG": "C.UTF-8",
        "RAYON_NUM_THREADS": "2",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "ALL_PROXY": nowhere,
    }


press = Press()
atexit.register(press.close)
