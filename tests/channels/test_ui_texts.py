"""Every word on screen has its English, and every English is used."""

from pathlib import Path

import pytest
from django.template import engines
from django.test.utils import override_settings
from jinja2 import Environment, UndefinedError, nodes
from markupsafe import Markup

from zhengtong.channels.ui import texts
from zhengtong.channels.ui.environment import template_folders
from zhengtong.channels.ui.languages import use_language
from zhengtong.kernel.text import Text


@pytest.fixture
def env() -> Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined]  # Django's stubs do not know the backend's environment


def templates() -> list[Path]:
    found = sorted(path for folder in template_folders() for path in folder.rglob("*.html"))
    assert found
    return found


def said(env: Environment, source: str) -> list[nodes.Call]:
    return [
        call
        for call in env.parse(source).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "t"
    ]


def literals(env: Environment, source: str) -> set[str]:
    return {call.args[0].value for call in said(env, source) if isinstance(call.args[0], nodes.Const)}


def test_texts_of_templates_are_literals(env: Environment) -> None:
    for path in templates():
        for call in said(env, path.read_text(encoding="utf-8")):
            assert isinstance(call.args[0], nodes.Const), (
                f"{path}:{call.lineno}: t() takes a literal; data goes to text()"
            )


def test_every_text_has_english_and_every_english_is_used(env: Environment) -> None:
    used = {text for path in templates() for text in literals(env, path.read_text(encoding="utf-8"))}
    assert used - set(texts.english()) == set()
    assert set(texts.english()) - used == set()


def test_no_chinese_stands_outside_t(env: Environment) -> None:
    # The name of the language itself is written in that language.
    for path in templates():
        for node in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.TemplateData):
            left = [c for c in node.data.replace("中文", "") if "\u4e00" <= c <= "\u9fff"]
            assert not left, f"{path}:{node.lineno}: {''.join(left)}"


def test_a_text_without_english_is_found(env: Environment) -> None:
    assert literals(env, '{{ t("没有英文的话") }}') - set(texts.english()) == {"没有英文的话"}


def test_marks_keep_their_names_in_english() -> None:
    import string

    def marks(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}

    for zh, en in texts.english().items():
        assert marks(zh) == marks(en), zh


def test_marks_are_filled_and_escaped() -> None:
    assert texts.t("打 {number} 问", number="<b>12345</b>") == "打 &lt;b&gt;12345&lt;/b&gt; 问"
    assert texts.t("打 {number} 问", number=Markup("<b>1</b>")) == "打 <b>1</b> 问"
    with use_language("en"):
        assert texts.t("打 {number} 问", number="12345") == "Call 12345"


def test_missing_english_raises_when_strict_and_falls_back_otherwise() -> None:
    with use_language("en"), pytest.raises(texts.MissingEnglishError):
        texts.t("没有英文的话")
    with use_language("en"), override_settings(ZHENGTONG_STRICT_TEXTS=False):
        assert texts.t("没有英文的话") == "没有英文的话"


def test_data_is_bilingual_too() -> None:
    assert texts.text(Text("甲", "A")) == "甲"
    with use_language("en"):
        assert texts.text(Text("甲", "A")) == "A"
        assert texts.text(Text("甲", "")) == "甲"
        assert texts.text("plain") == "plain"


def test_one_chinese_has_one_english(tmp_path: Path) -> None:
    for name, english in (("one", "Receipt"), ("two", "Slip")):
        (tmp_path / name / "texts").mkdir(parents=True)
        (tmp_path / name / "texts" / "en.yaml").write_text(f"回执: {english}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="回执"):
        texts.read(texts.files(tmp_path))


def test_an_undefined_variable_is_an_error(env: Environment) -> None:
    for source in ("{{ nobody }}", "{% if nobody %}x{% endif %}", "{{ thing.missing }}"):
        with pytest.raises(UndefinedError):
            env.from_string(source).render(thing={})


def test_what_somebody_wrote_is_escaped(env: Environment) -> None:
    assert env.from_string("{{ it }}").render(it="<script>") == "&lt;script&gt;"
