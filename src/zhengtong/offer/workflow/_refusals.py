"""Why a step is not ended. Marks are filled in the language of the reader."""

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


class StepNotOpen(Refusal):
    """The step is not open now, or not for this time: somebody else has ended it, or its turn has not come."""

    code = "step_not_open"
    status = 409
    text = Text(
        "“{name}”现在不用办：办过了，或者还没轮到。刷新这一页再看。", "The step “{name}” is not open now. Look again."
    )


class UnknownOutcome(Refusal):
    """A step is ended by one of its own outcomes."""

    code = "unknown_outcome"
    status = 422
    # desk only
    text = Text("“{name}”没有这个选项，请从这些里选：{choices}。", "“{name}” has no such outcome. Choose: {choices}.")


class WrongResult(Refusal):
    """A result holds only the fields the step declares, each of its type."""

    code = "wrong_result"
    status = 422
    # desk only
    text = Text("“{name}”填的内容要改：{what}", "What “{name}” recorded needs a change: {what}")


class CannotTell(Refusal):
    """A gateway behind the step looks at something that is not known yet; nothing is guessed and nothing done."""

    code = "cannot_tell"
    status = 409
    # desk only
    text = Text("还定不了下一步：{what}", "The next step cannot be told yet: {what}")
