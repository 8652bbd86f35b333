"""What the offices of the demo city that leave a file have in common: they drop it, again whenever something changes.

    python demo/departments/<office>.py --data FILE --log FILE --drop FOLDER

Each drop stands in the office's own log. `--control FILE` makes it misbehave (the file holds {"mode": "…"}); `--clock
FILE` is the demo's clock.json. The first line printed says that the file lies there.
"""

import time
from collections.abc import Callable
from pathlib import Path

from counter import mark_of, read_control, today, write_log

PAUSE_SECONDS = 0.2


def keep_dropping(options, drop: Callable[[str], Path | None]) -> None:
    """Drop now, and again on every new legal day, for every new mode and new data; until the process ends."""
    last = None
    while True:
        now = (today(options.clock), read_control(options.control).get("mode", ""), mark_of(options.data))
        if now != last:
            options.drop.mkdir(parents=True, exist_ok=True)
            path = drop(now[1])
            entry = {"drop": path.name if path else None, "day": now[0].isoformat(), "mode": now[1], "data": now[2]}
            write_log(options.log, entry)
            if last is None:
                print(f"dropped in {options.drop.name}", flush=True)
            last = now
        time.sleep(PAUSE_SECONDS)
