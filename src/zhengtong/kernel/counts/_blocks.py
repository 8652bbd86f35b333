"""What is too frequent for a row each: a process takes many from the row at once and gives them out one by one."""

import threading

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts._rows import add, begin_of, most_of, refusal_of
from zhengtong.kernel.counts.data import Limit

_BLOCKS = 36
"""A limit is taken in so many parts: of 3,600 calls an hour every hundredth is written down."""
_Key = tuple[str, str, int]
_NONE_LEFT = -1


class Held:
    """What this process still has to give out, by limit, account and window. The row is asked outside of the lock:
    nobody waits for somebody else's statement."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: dict[_Key, int] = {}

    def take(self, key: _Key) -> bool | None:
        """Whether there was one to give out; None when the row must be asked."""
        with self._lock:
            left = self._left.get(key, 0)
            if left > 0:
                self._left[key] = left - 1
        return None if left == 0 else left > 0

    def put(self, key: _Key, block: int) -> None:
        """What the row gave, one of them given out already; nothing stays nothing until the window ends."""
        with self._lock:
            if key not in self._left:
                self._left = {held: left for held, left in self._left.items() if held[0] != key[0] or held[2] == key[2]}
            self._left[key] = max(self._left.get(key, 0), 0) + block - 1 if block else _NONE_LEFT

    def forget(self) -> None:
        """As a new process."""
        with self._lock:
            self._left.clear()


held = Held()


def spend_from_block(limit: Limit, actor: Actor) -> None:
    """As `spend`, one at a time; most times without a statement. Once there is no more, no statement either."""
    most = most_of(limit)
    if most is None or actor.kind == "system":
        return
    key = (limit.name, actor.id, begin_of(limit.window))
    got = held.take(key)
    if got is None:
        block = _block(limit, actor, most)
        held.put(key, block)
        got = block > 0
    if not got:
        raise refusal_of(limit, most)


def _block(limit: Limit, actor: Actor, most: int) -> int:
    """A block of the row, or what is left of it."""
    block = max(1, most // _BLOCKS)
    before = add(limit.name, actor.id, limit.window, block) - block
    return max(0, min(block, most - before))
