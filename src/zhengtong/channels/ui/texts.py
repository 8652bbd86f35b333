"""Words on screen: Chinese stands in the template, its English in `channels/*/texts/en.yaml` keyed by the Chinese."""

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from markupsafe import Markup, escape

from zhengtong.channels.ui.languages import current_language
from zhengtong.kernel.text import Text

CHANNELS: Path = Path(__file__).parents[1]
_log = logging.getLogger(__name__)


class MissingEnglishError(Exception):
    """A text of a template has no English. Raised only where ZHENGTONG_STRICT_TEXTS is set (the tests)."""


def files(channels: Path = CHANNELS) -> list[Path]:
    """Every file of English texts, one or more a channel."""
    return sorted(channels.glob("*/texts/*.yaml"))


def read(paths: list[Path]) -> dict[str, str]:
    """Chinese → English. A key that two files translate differently is an error: one Chinese, one English."""
    found: dict[str, str] = {}
    for path in paths:
        for zh, en in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            if found.setdefault(str(zh), str(en)) != str(en):
                raise ValueError(f"{path}: {zh!r} already has another English: {found[zh]!r}")
    return found


@cache
def english() -> Mapping[str, str]:
    """All English texts of the product."""
    return read(files())


def t(zh: str, **params: object) -> Markup:
    """A text of a template in the language of the page, escaped; `{name}` marks are filled, also escaped.

    `zh` must be a literal: a test looks up each one. For texts that are data, use `text`.
    """
    words = _in_english(zh) if current_language() == "en" else zh
    return escape(words).format(**params) if params else _as_it_stands(words)


@cache
def _as_it_stands(words: str) -> Markup:
    """A text without parameters; an unfilled mark is an error. Only literals come here, so the cache is bounded."""
    return escape(words).format()


def gap() -> str:
    """What stands between two sentences: nothing in Chinese, a space in English."""
    return " " if current_language() == "en" else ""


def _in_english(zh: str) -> str:
    en = english().get(zh)
    if en is not None:
        return en
    if getattr(settings, "ZHENGTONG_STRICT_TEXTS", False):
        raise MissingEnglishError(zh)
    _log.warning("no English for %r", zh)
    return zh


def text(value: Text | str) -> str:
    """A bilingual text in the language of the page; a plain string or markup as it is."""
    return value.in_(current_language()) if isinstance(value, Text) else value
