"""Guides are written in Markdown; pages are HTML."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=256)
def guide_html(source: str) -> Markup:
    """The guide as HTML. HTML in the source is shown as text, so a definition can put no script on a page."""
    return Markup(_markdown.render(source))  # noqa: S704 rendered with html off
