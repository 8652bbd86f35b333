"""Doing once what is asked twice: a caller names its request, and gets the same answer when it asks again."""

from dataclasses import dataclass

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RequestKey:
    """The name a caller gave to a request (at most 64 characters) and a keyed hash of all it asked for."""

    key: str
    digest: str


class KeyReused(Refusal):
    """The same name, but not the same request."""

    code = "idempotency_key_reused"
    status = 409
    text = Text(
        "这个 Idempotency-Key 已经用在另一个请求上，换一个再交。",
        "This Idempotency-Key was used for another request. Send this one under a new key.",
    )
