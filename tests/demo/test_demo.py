"""`make demo` as a real process: the journey from end to end, and what it refuses."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import servers

pytestmark = pytest.mark.server
RUN = servers.ROOT / "demo" / "run.py"
YEAR = RUN.with_name("year.py")


def _environ(home: Path, register_port: int) -> dict[str, str]:
    own = {
        "ZHENGTONG_HOME": str(home),
        "ZHENGTONG_PORT": str(servers.free_port()),
        "ZHENGTONG_DEMO_REGISTER_PORT": str(register_port),
        "ZHENGTONG_DATABASE_URL": "",
        "PYTHONPATH": str(servers.ROOT / "src"),
    }
    return {**os.environ, **own}


def _demo(
    home: Path, register_port: int, words: Sequence[str] = ("--once",), script: Path = RUN, **env: str
) -> subprocess.CompletedProcess[str]:
    environ = {**_environ(home, register_port), **env}
    command = [sys.executable, str(script), *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)


def test_the_journey_reaches_its_end(tmp_path: Path) -> None:
    done = _demo(tmp_path / "home", servers.free_port())
    assert done.returncode == 0, done.stdout + done.stderr
    for step in ("8. 公安局答复，规则审核，盖章", "10. 验真：文件本身", "13. 评一评", "14. 看谁用过我的信息"):
        assert step in done.stdout
    assert "批下来了" in done.stdout
    for step in ("8. 另一位确认，交银行", "9. 银行的结果回来了", "11. 母亲的卡销户了", "12. 换一个账户"):
        assert step in done.stdout
    assert "钱退回来了：卡销户了。" in done.stdout
    assert "账户 / accounts" in done.stdout


def test_a_home_that_was_broken_off_is_finished(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "demo.json").write_text('{"made_by": "make demo"}')
    done = _demo(tmp_path / "home", servers.free_port())
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "home" / "demo.json").read_text())["shown"] is True
    assert [path for path in (tmp_path / "home").iterdir() if path.stat().st_mode & 0o077] == []


def test_years_go_by_in_a_home_that_was_not_there(tmp_path: Path) -> None:
    words = ("old-age-allowance", "--applications", "2", "--days", "2")
    done = _demo(tmp_path / "home", servers.free_port(), words, YEAR)
    assert (done.returncode, '"sent": 2' in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_strangers_server_on_the_port_is_not_taken_for_ours(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _demo(tmp_path / "home", servers.free_port(), ZHENGTONG_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_demo_that_runs_is_not_started_over(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, str(RUN)], env=_environ(home, servers.free_port()), stdout=subprocess.DEVNULL
    ) as first:
        try:
            while not (home / "demo.json").exists():
                assert first.poll() is None
                time.sleep(0.05)
            for script, *words in ((RUN,), (RUN, "--reset"), (YEAR, "old-age-allowance")):
                done = _demo(home, servers.free_port(), words, script)  # on another port
                assert done.returncode == 1
                assert f"The demo of {home} is running" in done.stderr
            assert (home / "demo.json").exists()
            assert first.poll() is None
        finally:
            first.terminate()


def test_starting_over_empties_a_home_and_keeps_its_folder(tmp_path: Path) -> None:
    (tmp_path / "home" / "keys").mkdir(parents=True)
    (tmp_path / "home" / "keys" / "k").touch()
    (tmp_path / "home" / "demo.json").touch()
    (tmp_path / "home" / "link").symlink_to(tmp_path)
    code = "import run; run.empty_home()"
    environ = {**_environ(tmp_path / "home", 1), "PYTHONPATH": f"{servers.ROOT / 'src'}{os.pathsep}{RUN.parent}"}
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
    assert list(tmp_path.rglob("*")) == [tmp_path / "home"]


def test_a_register_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _demo(tmp_path / "home", port)
    assert done.returncode == 1
    assert f"port {port} may be taken" in done.stderr
    assert "起来了" not in done.stdout
