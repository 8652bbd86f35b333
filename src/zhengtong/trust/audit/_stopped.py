"""Why the sequencer stands still: a file beside the log, for every process of the home, there only while it does."""

import json
import logging
from pathlib import Path

from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.trust.audit import _files
from zhengtong.trust.audit.data import Broken

_AGAIN_SECONDS = 3600.0
_log = logging.getLogger(__name__)
_said: dict[str, float] = {}
"""What was written to the process's own log, and when (monotonic)."""


def note(broken: Broken) -> None:
    """Leave word that nothing more is signed, and why."""
    content = json.dumps(broken.text.plain(), ensure_ascii=False).encode()
    if not _place().exists() or _place().read_bytes() != content:
        writing = _files.Writing()
        writing.write(_place(), content)
        writing.sync()


def clear() -> None:
    """It goes on."""
    _place().unlink(missing_ok=True)
    _said.clear()


def reason() -> Text | None:
    """What was wrong with the log when the sequencer last looked; None while it goes on. No statement."""
    try:
        return Text.read(json.loads(_place().read_bytes()))
    except FileNotFoundError:
        return None


def failing() -> int:
    """1 while the sequencer stands still, else 0. No statement."""
    return int(reason() is not None)


def complain(broken: Broken) -> None:
    """Say so in the process's log: at once, and then once an hour."""
    now, key = clock.monotonic(), broken.text.en
    if key in _said and now - _said[key] < _AGAIN_SECONDS:
        return
    _said[key] = now
    _log.critical("audit log broken, nothing is signed until it is mended: %s / %s", broken.text.zh, broken.text.en)


def _place() -> Path:
    return _files.folder() / "stopped"
