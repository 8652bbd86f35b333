"""A setting that cannot be read is said in a sentence, with the exit code of a wrong command line."""

import json
import os
import subprocess
import sys

import pytest

import servers


@pytest.mark.parametrize("value", ["abc", "", "0", "65536", "-1", "8000.5", "９１"])
@pytest.mark.parametrize(
    ("language", "said"), [("zh-Hans", "端口要写 1 到 65535 的数字"), ("en", "a port is a number from 1 to 65535")]
)
def test_a_port_that_is_none_is_said(value: str, language: str, said: str) -> None:
    done = started({"ZHENGTONG_PORT": value, "ZHENGTONG_LANG": language})
    assert done.returncode == 2
    assert done.stderr.startswith(f"ZHENGTONG_PORT={value}")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["mysql://a/b", "/var/lib/pg", "postgresql://u@a:b/c", "postgresql://u@a:1:2/c"])
def test_an_address_that_is_no_database_is_said(value: str) -> None:
    done = started({"ZHENGTONG_DATABASE_URL": value})
    assert done.returncode == 2
    assert done.stderr.startswith("ZHENGTONG_DATABASE_URL 要写成 postgresql://")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "value", ["smtp://mail.example.cn", "smtp://mail:abc/?sender=a@b.cn", "smtp://[x/?sender=a@b.cn"]
)
def test_an_address_that_is_no_mail_server_is_said(value: str) -> None:
    done = started({"ZHENGTONG_SMTP_URL": value})
    assert done.returncode == 2
    assert done.stderr.startswith("ZHENGTONG_SMTP_URL 要写成")


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://u:p%40@db.example.cn:5433/zt", "db.example.cn", "5433"),
        ("postgresql://u@/zt?host=/run/postgresql", "/run/postgresql", ""),
        ("postgresql://u:p%40@10.0.0.1:6432,10.0.0.2:6432/zt", "10.0.0.1,10.0.0.2", "6432,6432"),
        ("postgresql://u@a,b:6432/zt", "a,b", ",6432"),
        ("postgresql://u@a,b/zt", "a,b", ""),
        ("postgresql://u@[fd00::1]:5432/zt", "fd00::1", "5432"),
    ],
)
def test_hosts_of_a_database_are_read(url: str, host: str, port: str) -> None:
    done = started({"ZHENGTONG_DATABASE_URL": url})
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["HOST"], said["PORT"], said["NAME"]) == (host, port, "zt")
    assert said["OPTIONS"]["connect_timeout"] == "3"  # a machine that is gone is not waited for
    assert "host" not in said["OPTIONS"]


def started(own: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The settings from outside as a process reads them; it prints those of the database."""
    code = "import json, zhengtong.config.environment as e; e.smtp(); print(json.dumps(e.database(), default=str))"
    environ = {**os.environ, "PYTHONPATH": str(servers.ROOT / "src"), **own}
    return subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
