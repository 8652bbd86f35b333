"""Expressions of service definitions: CEL, checked against a declared shape, without side effects and with a budget.

    shape = Shape({"today": "date", "household": {"birth_date": "date", "members": [{"income": "money?"}]}})
    old = compile("age(household.birth_date, today) >= 80", shape, result="bool")
    old.evaluate({"today": date(2026, 11, 23), "household": {"birth_date": "1946-11-23"}})

Dates come as `date` or ISO text and are dates in the expression (`date("2026-01-01")`, `<`, `age`, `add_months`).
Amounts are whole fen.
"""

from zhengtong.kernel.expressions._errors import ErrorCode, ExpressionError
from zhengtong.kernel.expressions._expression import Expression, compile
from zhengtong.kernel.expressions._functions import Function, FunctionError, age
from zhengtong.kernel.expressions._types import Kind, Shape, Type
from zhengtong.kernel.expressions._values import Values, prepare

__all__ = [
    "ErrorCode",
    "Expression",
    "ExpressionError",
    "Function",
    "FunctionError",
    "Kind",
    "Shape",
    "Type",
    "Values",
    "age",
    "compile",
    "prepare",
]
