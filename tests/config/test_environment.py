"""A setting that cannot be read is said in a sentence, with the exit code of a wrong command line."""

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
    own = {"ZHENGTONG_PORT": value, "ZHENGTONG_LANG": language, "PYTHONPATH": str(servers.ROOT / "src")}
    words = [sys.executable, "-c", "import zhengtong.config.environment"]
    done = subprocess.run(words, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"ZHENGTONG_PORT={value}")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
