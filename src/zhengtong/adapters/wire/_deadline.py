"""A moment that everything one question needs must be done by."""

from zhengtong.kernel import clock
from zhengtong.sharing.gateway.ports import ProviderSlow


class Deadline:
    """Begun when it is made; real time, so that advancing legal time changes nothing."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, more than none; ProviderSlow when the moment has come."""
        left = self._until - clock.monotonic()
        if left <= 0:
            raise ProviderSlow(f"no whole answer in {self.seconds:g} s")
        return left
