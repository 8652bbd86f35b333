"""The language of the page being made. Macros are imported without context, so it travels beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import translation

from zhengtong.kernel.text import Language

_current: ContextVar[Language] = ContextVar("zhengtong_language", default="zh-Hans")


def current_language() -> Language:
    """The language this request is answered in."""
    return _current.get()


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Answer in `language` within the block; Django's own messages follow."""
    token = _current.set(language)
    try:
        with translation.override("en" if language == "en" else "zh-hans"):
            yield
    finally:
        _current.reset(token)
