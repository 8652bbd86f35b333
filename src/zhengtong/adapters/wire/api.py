"""One exchange over HTTP under one deadline, for every driver that speaks HTTP."""

from zhengtong.adapters.wire._deadline import Deadline
from zhengtong.adapters.wire._exchange import Reply, Request, exchange

__all__ = ["Deadline", "Reply", "Request", "exchange"]
