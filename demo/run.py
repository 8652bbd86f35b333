"""The demo: makes the city's home at first, starts everything, does the main job over HTTP before your eyes, serves.

    .venv/bin/python demo/run.py            make demo
    .venv/bin/python demo/run.py --reset    make demo-reset
    .venv/bin/python demo/run.py --once     the journey, then stop (tests)

What is started here ends with it. The home is ZHENGTONG_HOME (default `var`), the port ZHENGTONG_PORT (default 8000);
the household register listens on ZHENGTONG_DEMO_REGISTER_PORT (default 9101).
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import first_payment
import httpx
import journey

from zhengtong.config import environment

HERE = Path(__file__).parent
HOME, PORT = environment.HOME, environment.PORT
USUAL_REGISTER_PORT = 9101  # stands in connections.yaml
REGISTER_PORT = environment.port("ZHENGTONG_DEMO_REGISTER_PORT", USUAL_REGISTER_PORT)
PATIENCE_SECONDS = 60
CLOSED_CARD = "990101194403150046"  # the mother's, known to the bank by her resident ID


def command(*words: str) -> list[str]:
    """The platform's own command line, in this interpreter's environment."""
    return [sys.executable, "-m", "zhengtong.config.console", *words]


def make_home() -> bool:
    """Make the demo city's home; False when it is there already and keeps its data."""
    is_new = not (HOME / "demo.json").exists()
    if is_new:
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "demo.json").write_text('{"made_by": "make demo"}\n')
    if is_new:
        run_quietly("load", "--migrate", str(HERE))
    if not is_new or REGISTER_PORT != USUAL_REGISTER_PORT:
        run_quietly("load", "--migrate", str(connections()))
    return is_new


def connections() -> Path:
    """A folder to load: how the register is reached on the port of this run."""
    folder = HOME / "demo-connections"
    folder.mkdir(exist_ok=True)
    text = (HERE / "connections.yaml").read_text("utf-8")
    usual, now = f"127.0.0.1:{USUAL_REGISTER_PORT}/", f"127.0.0.1:{REGISTER_PORT}/"
    (folder / "connections.yaml").write_text(text.replace(usual, now), "utf-8")
    return folder


def run_quietly(*words: str) -> None:
    """Run a command; show what it said only when it fails."""
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(done.returncode)


@contextlib.contextmanager
def running(words: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own, ended by its pid when the demo ends."""
    with log.open("wb") as out, subprocess.Popen(words, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def register() -> list[str]:
    """The household register of the police: another organisation's server, which knows nothing of the platform."""
    script = HERE / "departments" / "household_register.py"
    data, log = HERE / "population.json", HOME / "household-register.log"
    return [sys.executable, str(script), "--port", str(REGISTER_PORT), "--data", str(data), "--log", str(log)]


def bank() -> list[str]:
    """The bank: two folders and its own ledger. The card of the one on the roll with no number is closed."""
    folder, ledger = HOME / "bank", HOME / "bank-ledger.json"
    words = [sys.executable, str(HERE / "departments" / "bank.py"), "--ledger", str(ledger), "--closed", CLOSED_CARD]
    return [*words, "--outgoing", str(folder / "outgoing"), "--incoming", str(folder / "incoming")]


def wait_until_listening(process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the register has said its first line; another process on its port must not answer in its place."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if b"listening on" in log.read_bytes():
            return
        time.sleep(0.05)
    print(log.read_text(errors="replace")[-2000:], file=sys.stderr)
    raise SystemExit(
        f"户籍库没有起来，{REGISTER_PORT} 端口可能有别的程序在用。换一个：ZHENGTONG_DEMO_REGISTER_PORT=9102 make demo\n"
        f"The household register did not come up; port {REGISTER_PORT} may be taken."
        " Choose another: ZHENGTONG_DEMO_REGISTER_PORT=9102 make demo"
    )


def wait_until_served(base: str, server: subprocess.Popen[bytes]) -> None:
    """Until the front page answers; gives up when the server has died or after a minute."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(base + "/", timeout=2).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    print((HOME / "serve.log").read_text(errors="replace")[-2000:], file=sys.stderr)
    raise SystemExit(f"{base} 没有起来，原因见上。 / did not come up; the reason is above.")


def tell_where(base: str) -> None:
    """Where to look, and with which accounts."""
    accounts = [line.split("\t") for line in (HOME / "demo-accounts.txt").read_text().splitlines()[1:]]
    print(f"\n打开 {base}/ 看看，Ctrl+C 停下。数据在 {HOME}，再运行还在；make demo-reset 从头来。")
    print(f"Open {base}/ and look around; Ctrl+C stops. Data stay in {HOME}; make demo-reset starts over.\n")
    print("账户 / accounts（只能在这台电脑上用 / this machine only）：")
    for name, who, login, password, secret in accounts:
        print(f"  {name}  {login}  {password}" + (f"  TOTP {secret}" if secret else "") + f"  {who}")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="政通的演示 / the demo of Zhengtong")
    parser.add_argument("--reset", action="store_true", help="从头来 / start over")
    parser.add_argument("--once", action="store_true", help="走一遍就停 / do the journey and stop")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    started = time.monotonic()
    if arguments.reset and (HOME / "demo.json").exists():
        shutil.rmtree(HOME)
    os.environ["ZHENGTONG_HOME"], os.environ["ZHENGTONG_PORT"] = str(HOME), str(PORT)
    is_new = make_home()
    base = f"http://127.0.0.1:{PORT}"
    register_log = HOME / "register-process.log"
    with contextlib.ExitStack() as stack:
        wait_until_listening(stack.enter_context(running(register(), register_log)), register_log)
        stack.enter_context(running(bank(), HOME / "bank.log"))
        server = stack.enter_context(running(command("serve"), HOME / "serve.log"))
        wait_until_served(base, server)
        print(f"{base}/ 起来了，用了 {time.monotonic() - started:.1f} 秒 / is served.\n")
        is_good = journey.show(base, HOME, is_first=is_new or arguments.once)
        if is_good and is_new:
            is_good = first_payment.show(base, HOME)
        tell_where(base)
        if arguments.once:
            raise SystemExit(0 if is_good else 1)
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()


if __name__ == "__main__":
    main()
