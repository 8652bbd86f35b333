"""Components: each explains itself, each stands on the living page, and each says what it must to a screen reader."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from jinja2 import nodes

from zhengtong.channels.ui import codes, environment
from zhengtong.channels.ui.data import Choice, FieldView

TEMPLATES = Path(environment.__file__).parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


def draw(component: str, macro: str, *args: Any, **kwargs: Any) -> str:
    """One macro called as a page calls it."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]  # Django's stubs do not know the backend's environment
    source = f'{{% from "components/{component}.html" import {macro} %}}{{{{ {macro}(*args, **kwargs) }}}}'
    return str(env.from_string(source).render(args=args, kwargs=kwargs))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_explains_itself_first(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith("{# ")
    comments = " ".join(re.findall(r"\{#.*?#\}", source, re.DOTALL))
    for name in re.findall(r"\{% macro ([a-z]\w*)\(", source):
        assert f"{name}(" in comments, f"{path.name}: say what {name} takes"


def test_the_living_page_shows_every_component() -> None:
    env = engines["jinja2"].env  # type: ignore[attr-defined]  # as above
    shown = {
        str(name)
        for path in (TEMPLATES / "design").glob("*.html")
        for used in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.FromImport)
        for name in used.names
    }
    macros = {
        name for path in COMPONENTS for name in re.findall(r"\{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    }
    assert macros == shown


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    drawn = draw("field", "field", FieldView(name="phone", label="手机号", hint="收短信", error="少了一位"))
    assert 'aria-describedby="f-phone-h f-phone-e"' in drawn
    assert 'id="f-phone-h"' in drawn and 'id="f-phone-e"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<label for="f-phone">手机号</label>' in drawn


def test_a_password_is_never_sent_back() -> None:
    assert "secret" not in draw("field", "field", FieldView(name="p", label="密码", kind="password", value="secret"))


def test_what_was_chosen_comes_back() -> None:
    choices = (Choice("1", "甲"), Choice("2", "乙"), Choice("3", "丙"))
    boxes = draw("field", "field", FieldView(name="x", label="", kind="checkboxes", choices=choices, value=("1", "3")))
    assert re.findall(r'value="(\d)" checked', boxes) == ["1", "3"]
    radio = draw("field", "field", FieldView(name="x", label="", kind="radio", choices=choices, value="2"))
    assert re.findall(r'value="(\d)" checked', radio) == ["2"]
    select = draw("field", "field", FieldView(name="x", label="", kind="select", choices=choices, value="2"))
    assert re.findall(r'value="(\d)" selected', select) == ["2"]


def test_a_text_area_keeps_its_first_line_break() -> None:
    drawn = draw("field", "field", FieldView(name="x", label="", kind="textarea", value="\n<b>"))
    assert 'rows="4">\n\n&lt;b&gt;</textarea>' in drawn


def test_the_summary_leads_to_each_fault_and_is_silent_without_one() -> None:
    good = FieldView(name="a", label="A")
    bad = FieldView(name="b", label="B", kind="radio", error="选一项")
    assert draw("errors", "errors", [good]).strip() == ""
    assert '<a href="#f-b-1">B：选一项</a>' in draw("errors", "errors", [good, bad])


def test_a_button_that_waits_says_why() -> None:
    drawn = draw("btn", "btn", "交申请", why="reason")
    assert 'type="button"' in drawn and 'aria-disabled="true"' in drawn and 'aria-describedby="reason"' in drawn


def test_a_line_says_its_states_without_colour() -> None:
    steps = [{"word": "收到", "note": "3月2日", "state": "done"}, {"word": "核查", "note": "", "state": "now"}]
    drawn = draw("line", "line", steps, "办到哪一步")
    assert "，已完成" in drawn
    assert drawn.count('aria-current="step"') == 1


def test_a_table_keeps_its_roles_and_names_its_cells() -> None:
    drawn = draw(
        "table", "table", [{"label": "部门"}, {"label": "用时", "number": True}], [{"cells": ("甲", "2 秒")}], "表"
    )
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in drawn
    assert 'data-l="用时"' in drawn


def test_a_rating_has_five_grades_best_first() -> None:
    drawn = draw("rating", "rating", value="4")
    assert re.findall(r'value="(\d)"', drawn) == ["1", "2", "3", "4", "5"]
    assert re.findall(r'value="(\d)" checked', drawn) == ["4"]


def test_a_correction_is_posted_with_its_name() -> None:
    row = {"name": "birth", "label": "生日", "value": "<1944>", "source": "公安局", "tell": "告诉公安局"}
    drawn = draw("known", "known", [row], "", "/fix")
    assert 'action="/fix"' in drawn and 'name="_wrong" value="birth"' in drawn and "&lt;1944&gt;" in drawn
    assert "<form" not in draw("known", "known", [{**row, "tell": ""}])


def test_a_code_has_a_name_and_no_style() -> None:
    drawn = codes.qr("https://example.org/verify/0123", '"><script>')
    assert 'role="img"' in drawn and "<script>" not in drawn and "style" not in drawn
    assert drawn != codes.qr("https://example.org/verify/0124", '"><script>')


def test_what_a_choice_asks_stands_inside_its_row() -> None:
    inner = FieldView(name="who.name", label="姓名", error="写上姓名")
    choices = (Choice("self", "我自己"), Choice("other", "别人", fields=(inner,)))
    drawn = draw("field", "field", FieldView(name="who", label="给谁", kind="radio", choices=choices))
    row = drawn[drawn.index('value="other"') :]
    assert '<div class="more">' in row
    assert row.index('id="f-who.name"') < row.index("</fieldset>")
    assert "more" not in drawn[: drawn.index('value="other"')]


def test_what_was_said_is_folded_under_who_said_it() -> None:
    row = {"name": "公安局", "did": "答了", "source": "", "said": [{"label": "姓名", "value": "王<b>"}]}
    drawn = draw("people", "people", [row])
    assert "<details" in drawn and "<dt>姓名</dt><dd>王&lt;b&gt;</dd>" in drawn
    assert "<details" not in draw("people", "people", [{**row, "said": []}])
