"""Addresses of machines."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host, by address (IPv6 with or without brackets) or as `localhost`, is this machine itself."""
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host == "localhost"
