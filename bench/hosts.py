"""Hosts of a bench's own on this machine: network namespaces on one bridge, whose cables can be pulled.

Needs root and the command `ip` (Debian: iproute2).
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_FIRST = 11  # the last figure of the address of the first host


class NotPermitted(RuntimeError):
    """This machine or account cannot make hosts; the message says what is missing."""


class Network:
    """A bridge on which this machine is `.1`, and the hosts that were joined to it."""

    def __init__(self) -> None:
        if os.geteuid() != 0 or shutil.which("ip") is None:
            raise NotPermitted("hosts in network namespaces need root and the command ip (Debian: iproute2)")
        self.name = f"zt{secrets.token_hex(3)}"
        self._prefix = f"10.{secrets.randbelow(100) + 100}.{secrets.randbelow(250)}"
        self.hosts: list[Host] = []
        _ip("link", "add", self.name, "type", "bridge")
        _ip("addr", "add", f"{self._prefix}.1/24", "dev", self.name)
        _ip("link", "set", self.name, "up")

    @property
    def subnet(self) -> str:
        return f"{self._prefix}.0/24"

    def join(self, letter: str) -> "Host":
        """A new host with a cable to all the others."""
        host = Host(self.name, letter, f"{self._prefix}.{_FIRST + len(self.hosts)}")
        self.hosts.append(host)
        return host

    def remove(self) -> None:
        """End what runs on the hosts, and take them and the bridge away."""
        for host in self.hosts:
            host.lose_power()
            _ip("netns", "delete", host.space)
        _ip("link", "delete", self.name)


class Host:
    """A machine of its own as far as the network goes: its address, its cable, its processes."""

    def __init__(self, bridge: str, letter: str, address: str) -> None:
        self.letter, self.address = letter, address
        self.space, self._cable = f"{bridge}{letter}", f"{bridge}{letter}"
        _ip("netns", "add", self.space)
        _ip("link", "add", self._cable, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        _ip("link", "set", self._cable, "master", bridge, "up")
        _ip("-n", self.space, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip("-n", self.space, "link", "set", "lo", "up")
        _ip("-n", self.space, "link", "set", "eth0", "up")

    def run(self, words: Sequence[str], *, user: str, env: Mapping[str, str], folder: Path) -> None:
        """Start a program there; what it says goes to a file named after it in `folder`."""
        inside = ["ip", "netns", "exec", self.space, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        with (folder / f"{self.letter}-{Path(words[0]).name}.log").open("ab") as log:
            subprocess.Popen([*inside, *words], env=dict(env), stdout=log, stderr=log, cwd=folder)

    def pull_cable(self) -> None:
        """Nobody hears of it any more, and it hears of nobody; its processes run on."""
        _ip("link", "set", self._cable, "down")

    def plug_cable(self) -> None:
        _ip("link", "set", self._cable, "up")

    def lose_power(self) -> None:
        """Every process there ends at once. The disk keeps what the system was given to write."""
        while pids := _ip("netns", "pids", self.space).split():
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)


def _ip(*words: str) -> str:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPermitted(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
