"""Whether `serve` can listen where it is told to, asked before anything starts.

The web server itself shares a port with whoever holds it, and Linux then gives each of them some of the requests.
"""

import errno
import ipaddress
import socket
import time

from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.channels.console.say import complain
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text

_NOT_AN_ADDRESS = Text(
    "--host {host}：要写地址，比如 127.0.0.1，不写名字。", "--host {host}: write an address such as 127.0.0.1, no name."
)
_TAKEN = Text(
    "{port} 端口有别的程序在用。换一个：zhengtong serve --port 另一个端口，或者设 ZHENGTONG_PORT。",
    "Port {port} is taken by another program. Choose another: zhengtong serve --port PORT, or set ZHENGTONG_PORT.",
)
_NOT_OURS = Text(
    "这台机器没有 {host} 这个地址。--host 写它自己的地址，比如 127.0.0.1。",
    "This machine has no address {host}. Let --host be one of its own, for instance 127.0.0.1.",
)
_FORBIDDEN = Text(
    "本账户不能用 {port} 端口。换一个 1024 以上的：zhengtong serve --port 8000。",
    "This account may not use port {port}. Choose one above 1024: zhengtong serve --port 8000.",
)
_CANNOT = Text(
    "{host} 的 {port} 端口用不了，换一个地址或者端口。", "{host}, port {port} cannot be used. Choose others."
)
_REASONS = {errno.EADDRINUSE: _TAKEN, errno.EADDRNOTAVAIL: _NOT_OURS, errno.EACCES: _FORBIDDEN}
_FAMILIES = {4: socket.AF_INET, 6: socket.AF_INET6}
_PATIENCE_SECONDS = 6.0
"""The web of a `serve` that was killed gives the requests at hand 5 seconds before it lets the port go."""
_PAUSE_SECONDS = 0.1


def fault(host: str, port: int, node: Node) -> int:
    """GOOD when nobody listens there and this account may, else BAD, and the reason has been told."""
    try:
        family = _FAMILIES[ipaddress.ip_address(host).version]
    except ValueError:
        complain(_NOT_AN_ADDRESS, node.language, host=host)
        return BAD
    until = clock.monotonic() + _PATIENCE_SECONDS
    while (number := _bound(family, host, port)) == errno.EADDRINUSE and clock.monotonic() < until:
        time.sleep(_PAUSE_SECONDS)
    if number:
        complain(_REASONS.get(number, _CANNOT), node.language, host=host, port=port)
    return BAD if number else GOOD


def _bound(family: socket.AddressFamily, host: str, port: int) -> int:
    """Take the port for a moment and for ourselves alone; 0, or the number of the system's error."""
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno or errno.EIO
    return 0
