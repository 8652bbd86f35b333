"""The Jinja2 environment of every page: strict, escaped, in two languages."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from jinja2 import Environment, StrictUndefined

from zhengtong.channels.ui import assets, codes, formats, icons, texts


def template_folders(channels: Path = texts.CHANNELS) -> list[Path]:
    """The `templates` folder of every channel, ui first."""
    return sorted(channels.glob("*/templates"), key=lambda path: (path.parent.name != "ui", path))


def environment(**options: Any) -> Environment:
    """Made once by Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    options["finalize"] = texts.text  # a bilingual text that a template forgot to choose a language for
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 Django sets autoescape
    env.template_class = icons.PageTemplate
    env.globals.update(
        t=texts.t,
        text=texts.text,
        gap=texts.gap,
        url=url,
        link=link,
        static=assets.static,
        icon=icons.icon,
        symbols_here=icons.SYMBOLS_HERE,
        qr=codes.qr,
    )
    env.tests["linked"] = lambda name: bool(link(name))
    env.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        full_day=formats.full_day,
        clock=formats.time_of_day,
        moment=formats.moment,
        full_moment=formats.full_moment,
        iso=formats.iso,
        number=formats.count,
        yuan=formats.yuan,
    )
    return env


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page. NoReverseMatch when there is none."""
    return reverse(name, args=args, kwargs=kwargs)


def link(name: str) -> str:
    """The address of a named page, or an empty string while that page is not built: no dead links."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _address(name: str, urlconf: str) -> str:
    """Looked up once: a failed reverse costs more than the rest of a small page."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
