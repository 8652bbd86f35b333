"""The press: a child process that sets papers, run as a script with nothing of the platform loaded.

Frames on stdin and stdout: 4 bytes of length (big endian) and a JSON object; an answer is followed by a second frame
of raw bytes, the PDF. The limits are kept by the kernel: an alarm for time on the clock, RLIMIT_CPU and RLIMIT_AS;
each ends the process, so a layout cannot talk its way out.
"""

import base64
import json
import os
import resource
import select
import shutil
import signal
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

_FAMILY = "Noto Sans CJK SC"
_IDLE_SECONDS = 5.0


def _fonts(spare_folder: str) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=True)
    if _FAMILY in fonts.families():
        return fonts
    return typst.Fonts(include_system_fonts=True, font_paths=[spare_folder])


def _wait(parent: int) -> bool:
    """Wait for a request; False when the parent is gone."""
    while not select.select([0], [], [], _IDLE_SECONDS)[0]:
        if os.getppid() != parent:
            return False
    return True


def _read_exactly(size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = os.read(0, size - len(parts))
        if not part:
            raise SystemExit(0)
        parts += part
    return parts


def _receive() -> dict[str, Any]:
    (size,) = struct.unpack(">I", _read_exactly(4))
    request: dict[str, Any] = json.loads(_read_exactly(size))
    return request


def _send(answer: dict[str, Any], body: bytes = b"") -> None:
    head = json.dumps(answer, ensure_ascii=False).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(head)) + head + struct.pack(">I", len(body)) + body)
    sys.stdout.buffer.flush()


def _limit(wall_seconds: float, cpu_seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, hard))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def _lay_out(root: Path, request: dict[str, Any]) -> None:
    for old in root.iterdir():
        old.unlink()
    for name, content in request["files"].items():
        (root / name).write_bytes(base64.b64decode(content))


def _set(compiler: typst.Compiler, root: Path, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    _lay_out(root, request)
    at = datetime.fromtimestamp(request["at"], UTC)
    _limit(request["wall_seconds"], request["cpu_seconds"])
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=at)
    except typst.TypstError as error:
        return {"ok": False, "message": error.message, "diagnostic": error.diagnostic}, b""
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert isinstance(pdf, bytes)
    return {"ok": True}, pdf


def main() -> None:
    root, spare_fonts, memory_bytes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    parent = int(sys.argv[4])
    try:
        _serve(root, spare_fonts, memory_bytes, parent)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _serve(root: Path, spare_fonts: str, memory_bytes: int, parent: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    (root / "main.typ").write_text("")
    nowhere = str(root / "no-packages")
    compiler = typst.Compiler(
        str(root / "main.typ"),
        root=str(root),
        font_paths=_fonts(spare_fonts),
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    while _wait(parent):
        _send(*_set(compiler, root, _receive()))


if __name__ == "__main__":
    main()
