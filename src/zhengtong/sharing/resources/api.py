"""The catalogue of government data: what there is, who may ask for it, how it is reached."""

from zhengtong.sharing.resources._operations.connect import connect
from zhengtong.sharing.resources._operations.end_grant import end_grant
from zhengtong.sharing.resources._operations.load import check, load
from zhengtong.sharing.resources._policy import BadDefinition, NotGranted
from zhengtong.sharing.resources._queries import (
    connection,
    grant_in_force,
    grants_of,
    live_grant,
    resource,
    resources,
)

__all__ = [
    "BadDefinition",
    "NotGranted",
    "check",
    "connect",
    "connection",
    "end_grant",
    "grant_in_force",
    "grants_of",
    "live_grant",
    "load",
    "resource",
    "resources",
]
