"""One thing `zhengtong doctor` looks at."""

from dataclasses import dataclass

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """Whether it is good, and what to say about it; of what is not good, how to mend it."""

    good: bool
    text: Text
