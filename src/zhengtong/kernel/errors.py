"""Refusals with a name, an HTTP status and a text in both languages.

A context declares its own by subclassing `Refusal`; every subclass is checked by a test to have both texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from zhengtong.kernel.text import Text


class Refusal(Exception):
    """Something asked for is not done, for a reason the asker can understand.

    `code` is stable and machine-readable, `status` the HTTP status, `text` may hold `{marks}` filled from `params`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    text: ClassVar[Text] = Text("这一步现在做不了。", "This cannot be done now.")

    def __init__(self, **params: object) -> None:
        super().__init__(self.code, params)
        self.params = params

    def message(self, language: str = "zh-Hans") -> str:
        """The text for people, marks filled; a mark that is a Text, in the same language."""
        return self.text.format(**self.params).in_(language)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


class NotFound(Refusal):
    """No such thing, or none this actor may know of: the two look the same on purpose."""

    code = "not_found"
    status = 404
    text = Text("没有找到这一项。", "There is no such thing here.")


class Forbidden(Refusal):
    """The actor may know of the thing but not do this to it."""

    code = "forbidden"
    status = 403
    text = Text("这一步不是您来做的。", "This is not yours to do.")


class Conflict(Refusal):
    """The thing has changed since the actor saw it."""

    code = "conflict"
    status = 409
    text = Text("别人刚刚改过，请看过新的内容再做。", "Someone has just changed this. Look again, then decide.")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field and how to mend it."""

    field: str
    code: str
    text: Text


class Invalid(Refusal):
    """Input that cannot be taken; nothing else of what was sent is lost."""

    code = "invalid"
    status = 422
    text = Text("有 {count} 处要改。", "{count} entries need a change.")

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)
