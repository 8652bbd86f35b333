"""The demo: makes the city's home at first, starts everything, does the main job over HTTP before your eyes, serves.

    .venv/bin/python demo/run.py            make demo
    .venv/bin/python demo/run.py --reset    make demo-reset
    .venv/bin/python demo/run.py --once     the journey, then stop (tests)

What is started here ends with it. The home is ZHENGTONG_HOME (default `var`), the port ZHENGTONG_PORT (default 8000);
the household register listens on ZHENGTONG_DEMO_REGISTER_PORT (default 9101), the other departments on free ports.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import journey

import offices
from zhengtong.config import environment

HERE = Path(__file__).parent
HOME, PORT = environment.HOME, environment.PORT
REGISTER_PORT = environment.port("ZHENGTONG_DEMO_REGISTER_PORT", 9101)
PATIENCE_SECONDS = 60


def command(*words: str) -> list[str]:
    """The platform's own command line, in this interpreter's environment."""
    return [sys.executable, "-m", "zhengtong.config.console", *words]


def make_home(city: offices.City) -> bool:
    """Make the demo city's home; False when it is there already and keeps its data."""
    is_new = not (HOME / "demo.json").exists()
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "demo.json").write_text('{"made_by": "make demo"}\n')
    with city.making() as making:
        run_quietly("load", "--migrate", str(HERE)) if is_new else run_quietly("migrate")
    if making.returncode:
        raise SystemExit(making.returncode)
    return is_new


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
    city = offices.City(HOME, REGISTER_PORT)
    is_new = make_home(city)
    base = f"http://127.0.0.1:{PORT}"
    with contextlib.ExitStack() as stack:
        places = offices.open_all(city, stack)
        server = stack.enter_context(offices.running(command("serve"), HOME / "serve.log"))
        run_quietly("load", str(connections(places)))  # while the server comes up
        wait_until_served(base, server)
        print(f"{base}/ 起来了，用了 {time.monotonic() - started:.1f} 秒 / is served.\n")
        is_good = journey.show(base, HOME, is_first=is_new or arguments.once)
        tell_where(base)
        if arguments.once:
            raise SystemExit(0 if is_good else 1)
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()


if __name__ == "__main__":
    main()
