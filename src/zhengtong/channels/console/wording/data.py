"""A sentence, where it comes from and who meets it."""

from dataclasses import dataclass

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Met:
    """One sentence. `place` is `file:line`, or `service: file: path` in a folder; `brief` where 60 characters are the
    most it may have: instructions do, papers, guides and letters do not."""

    text: Text
    place: str
    who: Text
    brief: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with how a sentence speaks."""

    met: Met
    why: Text
