"""Dates and sums are worked by hand in the comments."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, ExpressionError, Function, FunctionError, Shape, prepare

SHAPE = Shape(
    {
        "today": "date",
        "count": "int",
        "standard": "money",
        "tags": ["text"],
        "household": {
            "name": "text",
            "birth_date": "date",
            "local": "bool",
            "spouse?": {"name": "text"},
            "members": [{"name": "text", "income": "money?", "born": "date"}],
        },
    }
)
VALUES: dict[str, Any] = {
    "today": date(2026, 11, 23),
    "count": 3,
    "standard": 86_000,
    "tags": ["a", "b"],
    "household": {
        "name": "李秀英",
        "birth_date": "1946-11-23",
        "local": True,
        "members": [
            {"name": "甲", "income": 100_00, "born": "1980-05-01"},
            {"name": "乙", "income": 50_50, "born": date(2010, 1, 31)},
        ],
        "undeclared": object(),
    },
}


def value(source: str, values: dict[str, Any] = VALUES) -> Any:
    return expressions.compile(source, SHAPE).evaluate(values)


def refused(source: str, **options: Any) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        expressions.compile(source, SHAPE, **options)
    assert caught.value.text.zh
    assert caught.value.text.en
    assert caught.value.source == source
    return caught.value


def failed(expression: Expression, values: dict[str, Any]) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        expression.evaluate(values)
    assert caught.value.text.zh
    assert caught.value.text.en
    return caught.value


# values


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("age(household.birth_date, today) >= 80", True),  # eighty on the day itself
        ("age(household.birth_date, add_days(today, -1))", 79),
        ('today < date("2026-12-01")', True),
        ("add_months(today, 3)", date(2027, 2, 23)),
        ('add_months(date("2026-11-30"), 3)', date(2027, 2, 28)),
        ('add_years(date("2024-02-29"), 1)', date(2025, 2, 28)),
        ('years_between(date("1946-11-24"), today)', 79),
        ('months_between(date("2026-01-31"), date("2026-03-30"))', 1),  # 28 Feb is one month, 31 March would be two
        ('months_between(date("2026-03-30"), date("2026-01-31"))', -1),
        ('days_between(date("2026-11-20"), today)', 3),
        ("first_of_month(today)", date(2026, 11, 1)),
        ("year(today) * 10000 + month(today) * 100 + day(today)", 20_261_123),
        ("max(today, household.birth_date)", date(2026, 11, 23)),
        # 860.00 × 2 − (100.00 + 50.50) = 1569.50
        ("standard * size(household.members) - sum(household.members.map(m, m.income))", 156_950),
        ('household.members.filter(m, m.born < date("2000-01-01")).size()', 1),
        ("household.members.exists(m, m.income == 5050)", True),
        ("household.members.all(m, m.income > 6000)", False),
        ("household.members[1].born", date(2010, 1, 31)),
        ("household.members.map(m, m.born)", [date(1980, 5, 1), date(2010, 1, 31)]),
        ("sum(tags.map(t, size(t)))", 2),
        ("max(count, 5) + min([4, 2])", 7),
        ("round_half_up(12350, 100)", 12_400),
        ("percent_round_down(12345, 50)", 6_172),
        ("'a' in tags && household['name'].startsWith('李')", True),
        ("has(household.spouse) ? household.spouse.name : '无'", "无"),
        ("count > 2 && household.local ? string(count) + '人' : ''", "3人"),
        ("null", None),
    ],
)
def test_values(source: str, expected: object) -> None:
    found = value(source)
    assert found == expected
    assert type(found) is type(expected)


def test_a_record_comes_back_with_its_dates_and_without_what_was_not_declared() -> None:
    found = value("household")
    assert found["birth_date"] == date(1946, 11, 23)
    assert "undeclared" not in found


def test_an_expression_tells_its_type_and_the_paths_it_looks_at() -> None:
    expression = expressions.compile("household.members.all(m, m.income > standard)", SHAPE, result="bool")
    assert str(expression.type) == "bool"
    assert expression.paths == {"household", "household.members", "standard"}


def test_prepared_values_serve_many_expressions() -> None:
    ready = prepare(SHAPE, VALUES)
    assert expressions.compile("count + 1", SHAPE).evaluate(ready) == 4
    assert expressions.compile("household.name", SHAPE).evaluate(ready) == "李秀英"


def test_own_functions_come_on_top() -> None:
    def rate(kind: str) -> int:
        if kind != "a":
            raise FunctionError(f"没有 {kind} 这一档", f"no such class: {kind}")
        return 1200

    own = [Function("rate", ("text",), "money", rate)]
    assert expressions.compile("rate(tags[0]) * count", SHAPE, own).evaluate(VALUES) == 3600
    error = failed(expressions.compile("1 +\n  rate(tags[1])", SHAPE, own), VALUES)
    assert (error.code, error.line, error.column) == ("failed", 2, 7)
    assert error.text.zh == "rate 算不出来：没有 b 这一档。"
    assert refused("rate('a')").code == "unknown_function"


# refused when compiled: code, line, column


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("count +", "syntax", 1, 8),
        ("count\n  > 'a'", "type", 2, 3),
        ("household.name > 3", "type", 1, 16),
        ("'中文' +\n household.local", "type", 1, 6),
        ("today + 1", "type", 1, 7),
        ("today > 3", "type", 1, 7),
        ("today - today", "type", 1, 7),
        ("age(count, today)", "type", 1, 4),
        ("sum(household.members.map(m, m.name))", "type", 1, 4),
        ("household.members.filter(m, m.income)", "type", 1, 25),
        ("household.members.exists(m, m.name)", "type", 1, 25),
        ("count > 2 ? 'a' : 1", "type", 1, 11),
        ("household.name ? 1 : 2", "type", 1, 16),
        ("3 in tags", "type", 1, 3),
        ("count.name", "type", 1, 6),
        ("household[tags[0]]", "type", 1, 10),
        ("1.5 > 1.0", "type", 1, 1),
        ("household.zzz", "unknown_path", 1, 11),
        ("true &&\n zzz", "unknown_path", 2, 2),
        ("household['nme'] == ''", "unknown_path", 1, 12),
        ("household.members[0].x", "unknown_path", 1, 22),
        ("agee(today, today)", "unknown_function", 1, 1),
        ("dyn(count) + 'a'", "unknown_function", 1, 4),
        ("[1] + [2]", "budget", 1, 5),
        ("tags.map(a, tags)", "budget", 1, 9),
        ("tags.all(a, tags.all(b, (a + b).size() > 0))", "budget", 1, 28),
        ("tags.all(a, tags.all(b, a in tags))", "budget", 1, 27),
    ],
)
def test_what_is_refused_is_named_with_its_place(source: str, code: str, line: int, column: int) -> None:
    error = refused(source)
    assert (error.code, error.line, error.column) == (code, line, column)


@pytest.mark.parametrize(
    ("source", "zh"),
    [
        (
            "household.birthdate < today",
            "没有 household.birthdate 这一项。是不是想写 household.birth_date？",
        ),
        ("birth_date < today", "没有 birth_date 这一项。是不是想写 household.birth_date？"),
        ("household.members.all(m, m.incom > 3)", "没有 m.incom 这一项。是不是想写 m.income？"),
        ("has(household.spose)", "没有 household.spose 这一项。是不是想写 household.spouse？"),
        ("tody > date('2026-01-01')", "没有 tody 这一项。是不是想写 today？"),
        ("household.qqqqqq", "没有 household.qqqqqq 这一项。"),
        ("add_month(today, 1)", "没有函数 add_month。是不是想写 add_months？"),
        ("household.name + count", "“+”不能用在（文字、整数）上。"),
        ("today > count", "“>”不能用在（日期、整数）上。"),
    ],
)
def test_texts_name_the_mend(source: str, zh: str) -> None:
    assert refused(source).text.zh == zh


@pytest.mark.parametrize(("source", "line", "column"), [("standard / 2", 1, 10), ("count +\n  standard % 100", 2, 12)])
def test_division_is_refused_where_asked(source: str, line: int, column: int) -> None:
    expressions.compile(source, SHAPE)
    error = refused(source, forbid_division=True)
    assert (error.code, error.line, error.column) == ("division", line, column)


def test_division_is_found_inside_loops_and_functions() -> None:
    assert refused("sum(household.members.map(m, m.income / 2))", forbid_division=True).code == "division"


def test_the_result_must_be_of_the_kind_asked_for() -> None:
    error = refused("count", result="bool")
    assert (error.code, error.text.zh) == ("type", "结果应当是“是或否”，这条式子给出的是整数。")
    assert expressions.compile("count", SHAPE, result="money").evaluate(VALUES) == 3


@pytest.mark.parametrize("source", ["1 + " * 40 + "1", "(" * 200 + "1" + ")" * 200, "true || " * 600 + "true"])
def test_monsters_are_refused_when_compiled(source: str) -> None:
    assert refused(source).code in ("budget", "syntax")


# failing when evaluated


@pytest.mark.parametrize(
    ("source", "path", "column"),
    [
        ("household.spouse.name == 'x'", "household.spouse", 10),
        ("count > 1 && household.name == 'x'", "household.name", 23),
        ("1 + standard", "standard", 5),
    ],
)
def test_a_missing_value_is_named(source: str, path: str, column: int) -> None:
    values = {"count": 3, "household": {"name": None, "members": []}}
    error = failed(expressions.compile(source, SHAPE), values)
    assert (error.code, error.path, error.line, error.column) == ("missing_value", path, 1, column)
    assert error.text.zh == f"还不知道 {path}。先补上它。"


def test_a_missing_value_of_a_member_is_named() -> None:
    values = {"household": {"members": [{"name": "甲", "born": "2000-01-01"}]}}
    error = failed(expressions.compile("sum(household.members.map(m, m.income))", SHAPE), values)
    assert (error.code, error.path, error.column) == ("missing_value", "m.income", 31)


def test_what_decides_alone_needs_no_missing_value() -> None:
    assert value("false && standard > 1", {}) is False
    assert value("has(household.spouse)", {"household": {}}) is False


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"count": "3"}, "count"),
        ({"count": True}, "count"),
        ({"count": 2**63}, "count"),
        ({"standard": 1.5}, "standard"),
        ({"today": "2026-02-30"}, "today"),
        ({"today": "23/11/2026"}, "today"),
        ({"tags": "a"}, "tags"),
        ({"tags": ["a", 1]}, "tags[1]"),
        ({"household": []}, "household"),
        ({"household": {"members": [{"born": 7}]}}, "household.members[0].born"),
    ],
)
def test_a_value_of_another_type_is_named(given: dict[str, Any], path: str) -> None:
    error = failed(expressions.compile("true", SHAPE), given)
    assert (error.code, error.path, error.line, error.column) == ("wrong_value", path, 1, 1)
    assert path in error.text.zh


def test_a_wrong_value_points_at_the_place_that_uses_it() -> None:
    assert failed(expressions.compile("1 +\n count", SHAPE), {"count": "3"}).line == 2


@pytest.mark.parametrize(
    ("source", "code", "column", "zh"),
    [
        ("1 + count / (count - 3)", "failed", 11, "算不出来：除数是 0。"),
        ("count * 9223372036854775807", "failed", 7, "算不出来：数太大了。"),
        ("tags[5]", "failed", 5, "算不出来：清单里没有这一个。"),
        ("int('x')", "failed", 4, "算不出来：文字变不成数。"),
        ("date('Key not found in map : \"q\"') < today", "failed", 5, ""),
        ("date('2026-13-01')", "failed", 5, "date 算不出来：“2026-13-01”不是日期，写成 2026-01-01。"),
        ("max([1].filter(x, x > 1))", "failed", 4, "max 算不出来：清单是空的。"),
        ("round_down(5, 0)", "failed", 11, ""),
        (
            "age(date('2030-01-01'), today)",
            "failed",
            4,
            "age 算不出来：出生日期 2030-01-01 在 2026-11-23 之后。",
        ),
    ],
)
def test_what_fails_is_named_with_its_place(source: str, code: str, column: int, zh: str) -> None:
    error = failed(expressions.compile(source, SHAPE), VALUES)
    assert (error.code, error.line, error.column) == (code, 1, column)
    assert zh in error.text.zh


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("true &&\n  tags.all(a, tags.all(b, tags.all(c, a != b || b != c || true)))", 2, 11),
        ("sum(tags.map(a, tags.filter(b, b != a).size())) > 0", 1, 13),
    ],
)
def test_a_runaway_loop_is_stopped(source: str, line: int, column: int) -> None:
    expression = expressions.compile(source, SHAPE)
    started = time.monotonic()
    error = failed(expression, {"tags": [str(number) for number in range(400)]})
    assert (error.code, error.line, error.column) == ("budget", line, column)
    assert time.monotonic() - started < 5


def test_values_that_are_too_large_are_refused() -> None:
    expression = expressions.compile("size(tags)", SHAPE)
    assert failed(expression, {"tags": ["a"] * 501}).code == "budget"
    assert failed(expression, {"tags": ["a" * 2001]}).code == "budget"


def test_a_slow_function_is_stopped() -> None:
    def slow(number: int) -> int:
        time.sleep(0.3)
        return number

    own = [Function("slow", ("int",), "int", slow)]
    expression = expressions.compile("sum([1,2,3,4,5,6,7,8,9,10].map(n, slow(n)))", SHAPE, own)
    started = time.monotonic()
    assert failed(expression, {}).code == "budget"
    assert time.monotonic() - started < 2.5


def test_one_module_knows_the_library(repository: Path) -> None:
    users = [path.name for path in (repository / "src").rglob("*.py") if "cel_expr_python" in path.read_text()]
    assert users == ["_engine.py"]


# shapes


@pytest.mark.parametrize(
    ("declared", "named"),
    [
        ({"a": "number"}, "“number” is no type"),
        ({"a": {"b": "txt"}}, "a.b: “txt”"),
        ({"a": ["text", "int"]}, "one element type"),
        ({"a": [{"x": "?"}]}, r"a\[\]\.x"),
        ({"a b": "text"}, "a b: a field is named"),
        ({"姓名": "text"}, "姓名: a field is named"),
    ],
)
def test_a_shape_names_what_is_no_type(declared: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Shape(declared)


def test_a_shape_lists_its_paths() -> None:
    shape = Shape({"a": {"b": "text"}, "c": [{"d?": "date"}]})
    assert shape.paths() == ["a", "a.b", "c", "c[].d"]
    assert shape.root.fields["a"].fields["b"].optional is False
    inner = shape.root.fields["c"].element
    assert inner is not None
    assert inner.fields["d"].optional is True
