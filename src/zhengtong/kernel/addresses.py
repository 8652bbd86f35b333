"""Addresses of machines, and ports on them."""

import ipaddress

from zhengtong.kernel.text import Text

A_PORT = Text(
    "端口要写 1 到 65535 的数字，比如 {default}。", "a port is a number from 1 to 65535, for instance {default}."
)
_HIGHEST_PORT = 65535


def port_of(value: str) -> int:
    """The port that a text names, in plain digits; ValueError when it names none."""
    if value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= _HIGHEST_PORT:
        return int(value)
    raise ValueError(value)


def is_loopback(host: str) -> bool:
    """Whether a host, by address (IPv6 with or without brackets) or as `localhost`, is this machine itself."""
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host == "localhost"
