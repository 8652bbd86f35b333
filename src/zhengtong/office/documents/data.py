from dataclasses import dataclass

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class LayoutProblem:
    """What is wrong in a layout. `line` and `column` count from 1; 0 when the compiler does not know the place."""

    line: int
    column: int
    message: str
    file: str = "main.typ"


class LayoutRefused(Refusal):
    """The layout cannot be compiled with these data; `problems` say where."""

    code = "layout_refused"
    status = 422
    # desk only
    text = Text("文书模板第 {line} 行有误：{message}", "The layout is wrong at line {line}: {message}")

    def __init__(self, problems: tuple[LayoutProblem, ...]) -> None:
        super().__init__(line=problems[0].line, message=problems[0].message)
        self.problems = problems


class LayoutTooHeavy(Refusal):
    """The layout went beyond the limits of memory or time and was stopped."""

    code = "layout_too_heavy"
    status = 422
    # desk only
    text = Text("文书模板占用太多（{limit}），已停下。", "The layout used too much ({limit}) and was stopped.")


class PressFailed(Refusal):
    """The press ended for a reason of its own; trying again is reasonable."""

    code = "press_failed"
    status = 503
    text = Text("文书这次没有排出来，我们会再排一次。", "The paper could not be set this time. We will try again.")
