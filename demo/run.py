"""The demo: makes the city's home at first, starts everything, does the main job over HTTP before your eyes, serves.

    .venv/bin/python demo/run.py            make demo
    .venv/bin/python demo/run.py --reset    make demo-reset
    .venv/bin/python demo/run.py --once     the journey, then stop (tests)

What is started here ends with it. The home is ZHENGTONG_HOME (default `var`), the port ZHENGTONG_PORT (default 8000);
the household register listens on ZHENGTONG_DEMO_REGISTER_PORT (default 9101), the other departments on free ports.
"""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import first_payment
import household_journey
import httpx
import journey
import shop_journey

import offices
from zhengtong.config import environment

HERE = Path(__file__).parent
HOME, PORT = environment.HOME, environment.PORT
REGISTER_PORT = environment.port("ZHENGTONG_DEMO_REGISTER_PORT", 9101)
MARK = HOME / "demo.json"
PATIENCE_SECONDS = 60
CLOSED_CARD = "990101194403150046"  # the mother's, known to the bank by her resident ID


def command(*words: str) -> list[str]:
    """The platform's own command line, in this interpreter's environment."""
    return [sys.executable, "-m", "zhengtong.config.console", *words]


def done() -> dict[str, object]:
    """What earlier runs have finished: `loaded` the city, `shown` the journey. Empty before the first."""
    found: dict[str, object] = json.loads(MARK.read_text()) if MARK.exists() else {}
    return found


def note(**finished: object) -> None:
    """Write down what is finished now, in the file that marks a demo's home."""
    coming = MARK.with_suffix(".new")
    coming.write_text(json.dumps({**done(), **finished}) + "\n")
    coming.replace(MARK)


def make_home(city: offices.City) -> None:
    """Make the demo city's home, or finish one that was broken off; data that are there stay."""
    note(made_by="make demo")
    with city.making() as making:
        run_quietly("migrate") if "loaded" in done() else run_quietly("load", "--migrate", str(HERE))
    if making.returncode:
        raise SystemExit(making.returncode)
    note(loaded=True)


def connections(places: dict[str, str]) -> Path:
    """A folder to load: how the departments are reached in this run."""
    folder = HOME / "demo-connections"
    folder.mkdir(exist_ok=True)
    text = (HERE / "connections.yaml").read_text("utf-8")
    for usual, now in places.items():
        text = text.replace(f"address: {usual}", f"address: {now}")
    (folder / "connections.yaml").write_text(text, "utf-8")
    return folder


def run_quietly(*words: str) -> None:
    """Run a command; show what it said only when it fails."""
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(done.returncode)


def require_free(port: int) -> None:
    """End with the way out when another program listens on our port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(
                f"{port} 端口有别的程序在用。换一个：ZHENGTONG_PORT=8001 make demo\n"
                f"Port {port} is taken by another program. Choose another: ZHENGTONG_PORT=8001 make demo"
            ) from None


@contextlib.contextmanager
def held_home() -> Iterator[None]:
    """The home, made where it is missing, for this demo alone, on whichever port; the lock goes with the process.

    What is locked is the folder itself, so it must stay when what is in it goes.
    """
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(HOME, os.O_RDONLY)
    try:
        lock(folder)
        yield
    finally:
        os.close(folder)


def lock(folder: int) -> None:
    """End with the way out when another demo holds the home."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(
            f"这个演示正开着（{HOME}）。先到那边按 Ctrl+C 停下，再来。\n"
            f"The demo of {HOME} is running. Stop it there by Ctrl+C first."
        ) from None


def empty_home() -> None:
    """Everything in the home goes; the mark of a demo last, so that a reset that is broken off can be done again."""
    for path in sorted(HOME.iterdir(), key=lambda path: path == MARK):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@contextlib.contextmanager
def secret_page() -> Iterator[str]:
    """The path of a page that only a server of this home has."""
    page = HOME / "static" / f"run-{secrets.token_hex(16)}.txt"
    page.parent.mkdir(exist_ok=True)
    page.touch()
    try:
        yield f"/static/{page.name}"
    finally:
        page.unlink()


def bank() -> list[str]:
    """The bank: two folders and its own ledger. Two are closed: who has no number on the roll, and the wife's card."""
    folder, ledger = HOME / "bank", HOME / "bank-ledger.json"
    words = [sys.executable, str(HERE / "departments" / "bank.py"), "--ledger", str(ledger), "--closed", CLOSED_CARD]
    words += ["--closed", household_journey.CARD]
    return [*words, "--outgoing", str(folder / "outgoing"), "--incoming", str(folder / "incoming")]


def wait_until_served(base: str, own: str, server: subprocess.Popen[bytes]) -> None:
    """Until our own page answers, and no stranger's; gives up when the server has died or after a minute."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(base + own, timeout=2).status_code == httpx.codes.OK:
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
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A shell starts what runs in the background (`nohup make demo &`) deaf to Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    started = time.monotonic()
    os.environ["ZHENGTONG_HOME"], os.environ["ZHENGTONG_PORT"] = str(HOME), str(PORT)
    require_free(PORT)
    city = offices.City(HOME, REGISTER_PORT)
    base = f"http://127.0.0.1:{PORT}"
    with contextlib.ExitStack() as stack:
        stack.enter_context(held_home())
        if arguments.reset and MARK.exists():
            empty_home()
        make_home(city)
        places = offices.open_all(city, stack)
        stack.enter_context(offices.running(bank(), HOME / "bank.log"))
        own = stack.enter_context(secret_page())
        server = stack.enter_context(offices.running(command("serve"), HOME / "serve.log"))
        run_quietly("load", str(connections(places)))  # while the server comes up
        wait_until_served(base, own, server)
        print(f"{base}/ 起来了，用了 {time.monotonic() - started:.1f} 秒 / is served.\n")
        is_first = "shown" not in done()
        is_good = journey.show(base, HOME, is_first=arguments.once or is_first)
        if is_good and is_first:
            is_good = all(part.show(base, HOME) for part in (first_payment, household_journey, shop_journey))
        if is_good:
            note(shown=True)
        tell_where(base)
        if arguments.once:
            raise SystemExit(0 if is_good else 1)
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()


if __name__ == "__main__":
    main()
