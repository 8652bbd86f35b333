"""The departments of the demo city: each a process of its own, which knows its own file and nothing of the platform."""

import contextlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhengtong.channels.console.supervisor import end_with_parent

HERE = Path(__file__).parent
PATIENCE_SECONDS = 60
_ENDING_SECONDS = 20  # a node gives its own children 10 before it kills them


@dataclass(frozen=True)
class Office:
    """A department: its script, which is also the name of its file and log, and what connections.yaml calls it.

    `address` stands in connections.yaml and is replaced by where the office is in this run.
    """

    script: str
    data: str
    address: str
    drops: str = ""
    extra: tuple[str, ...] = ()

    @property
    def is_dropping(self) -> bool:
        return bool(self.drops)


REGISTER = Office("household_register", "household_register", "http://127.0.0.1:9101")
OFFICES = (
    REGISTER,
    Office("social_insurance", "social_insurance", "http://127.0.0.1:9102"),
    Office("tax_office", "taxes", "http://127.0.0.1:9103"),
    Office("vehicle_register", "vehicles", "http://127.0.0.1:9104"),
    Office("market_register", "businesses", "http://127.0.0.1:9105"),
    Office("checking_platform", "assets", "http://127.0.0.1:9106", extra=("--state", "tickets.json")),
    Office("real_estate_register", "real_estate", "file:///drop/real-estate", drops="real-estate"),
    Office("housing_fund", "housing_fund", "file:///drop/housing-fund", drops="housing-fund"),
)


class City:
    """The folder of the departments, `city` in the home: what they hold, their logs, what they drop."""

    def __init__(self, home: Path, register_port: int, logs: Path | None = None) -> None:
        self.home, self.folder, self._register_port = home, home / "city", register_port
        self._logs = logs or self.folder

    def making(self) -> subprocess.Popen[bytes]:
        """Begin to make what the departments hold; the same at every run."""
        return subprocess.Popen([sys.executable, str(HERE / "make_city.py"), str(self.folder)])

    def words(self, office: Office) -> list[str]:
        """How an office is started."""
        words = [sys.executable, str(HERE / "departments" / f"{office.script}.py")]
        words += ["--data", str(self.folder / f"{office.data}.json"), "--log", str(self.log(office))]
        words += ["--control", str(self.folder / f"{office.script}.control.json")]
        if office is REGISTER:
            return [*words, "--port", str(self._register_port)]
        if office.is_dropping:
            words += ["--drop", str(self.folder / "drop" / office.drops)]
        extra = [word if word.startswith("--") else str(self.folder / word) for word in office.extra]
        return [*words, "--clock", str(self.home / "clock.json"), *extra]

    def log(self, office: Office) -> Path:
        """Where an office writes what it was asked."""
        return self._logs / f"{office.script}.log"

    def said(self, office: Office) -> Path:
        """Where the process of an office says that it is up, or why it is not."""
        return self._logs / f"{office.script}.process.log"

    def wait(self, office: Office, process: subprocess.Popen[bytes]) -> str:
        """The address of an office once it is up; another process on its port must not answer in its place."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and process.poll() is None:
            said = self.said(office).read_text("utf-8", errors="replace")
            if office.is_dropping and "dropped in" in said:
                return f"file://{self.folder.resolve()}/drop/{office.drops}"
            if found := re.search(r"listening on (\S+)", said):
                return f"http://{found[1]}"
            time.sleep(0.05)
        print(self.said(office).read_text(errors="replace")[-2000:], file=sys.stderr)
        raise SystemExit(_not_up(office, self._register_port))


def _not_up(office: Office, port: int) -> str:
    if office is not REGISTER:
        return f"{office.script} 没有起来，原因见上。\n{office.script} did not come up; the reason is above."
    return (
        f"户籍库没有起来，{port} 端口可能有别的程序在用。换一个：ZHENGTONG_DEMO_REGISTER_PORT=9107 make demo\n"
        f"The household register did not come up; port {port} may be taken."
        " Choose another: ZHENGTONG_DEMO_REGISTER_PORT=9107 make demo"
    )


@contextlib.contextmanager
def running(words: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own, ended by its pid when the demo ends, and by the system when the demo is killed."""
    with (
        log.open("wb") as out,
        subprocess.Popen(words, stdout=out, stderr=out, preexec_fn=end_with_parent) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_ENDING_SECONDS)
            process.kill()


def open_all(city: City, stack: contextlib.ExitStack) -> dict[str, str]:
    """Start every office; where each one is in this run, by its address in connections.yaml."""
    started = [(office, stack.enter_context(running(city.words(office), city.said(office)))) for office in OFFICES]
    return {office.address: city.wait(office, process) for office, process in started}
