"""The one error of expressions: named, with its place, in both languages."""

from typing import Literal

from zhengtong.kernel.text import Text

ErrorCode = Literal[
    "syntax", "type", "unknown_path", "unknown_function", "division", "budget", "missing_value", "wrong_value", "failed"
]


class ExpressionError(ValueError):
    """An expression cannot be compiled, or not be evaluated over these values.

    At compile time: `syntax`, `type`, `unknown_path`, `unknown_function`, `division`, `budget` (would be too costly).
    At evaluation: `missing_value` (`path` tells which), `wrong_value` (a value is not of its declared type), `budget`
    (ran too long), `failed` (a function, a conversion, an overflow). `line` and `column` count from 1 in `source`.
    """

    def __init__(
        self, code: ErrorCode, text: Text, *, line: int = 1, column: int = 1, path: str = "", source: str = ""
    ) -> None:
        super().__init__(f"{line}:{column}: {code}: {text.en}")
        self.code = code
        self.text = text
        self.line = line
        self.column = column
        self.path = path
        self.source = source


def did_you_mean(suggestions: list[str]) -> Text:
    """The sentence that offers the nearest names, or nothing."""
    if not suggestions:
        return Text("", "")
    return Text(f"是不是想写 {suggestions[0]}？", f" Did you mean {suggestions[0]}?")
