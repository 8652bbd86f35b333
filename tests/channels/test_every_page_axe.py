"""Every page of tests/pages.py in Chromium at both widths: axe finds nothing, nothing sticks out.

A page is asked for in the test's database by a role that may see it, and drawn with the product's own style. A page
that is listed and not drawn here fails, so that a new one cannot be forgotten.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from access import undone
from browser import PHONE, WIDE, axe_findings, chromium, overflowing, page_at
from pages import PAGES, Page, address, clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
STYLES = Path(__file__).parents[2] / "src/zhengtong/channels/ui/static/ui"
#: Listed addresses that never answer a person with a page: files, programs, forms that are only posted.
NO_PAGES = (
    "api:",
    "health.",
    "log.checkpoint",
    "log.tile",
    "portal.paper",
    "portal.licence",
    "portal.file",
    "portal.form",
    "portal.authorisation",
    "portal.draft_form",
    "portal.case_form",
    "portal.own_authorisation",
    "desk.sign_print",
    "desk.sign_photo",
    "desk.file",
    "desk.paper",
)
_LINK = re.compile(r'<link rel="stylesheet" href="/static/(\w+)\.[^"]+">')
_FILES = {"zhengtong": ("tokens.css", "zhengtong.css"), "design": ("design.css",)}


def test_every_listed_page_is_clean_for_who_may_see_it(legal_time: object) -> None:
    drawn = {name: html for name, page in PAGES.items() if (html := _html_of(name, page))}
    assert sorted(_forgotten(set(drawn))) == []
    with chromium() as browser:
        faults = []
        for width in (WIDE, PHONE):
            with page_at(browser, width, scripts=True) as page:
                for name, html in drawn.items():
                    page.set_content(html, wait_until="domcontentloaded")
                    found = [*axe_findings(page), *overflowing(page)]
                    faults += [f"{name} at {width}: {fault}" for fault in found]
    assert faults == []


def _forgotten(drawn: set[str]) -> Iterator[str]:
    """Pages somebody may see that were not drawn."""
    for name, page in PAGES.items():
        if name not in drawn and not name.startswith(NO_PAGES) and 200 in page.statuses.values():
            yield name


def _html_of(name: str, page: Page) -> str:
    """The page as the first role that may see it gets it, its style in it; empty where nobody gets a page."""
    with undone():
        for role, client in clients().items():
            if page.statuses.get(role) == 200:
                return _asked(page, client, page.url() if page.url else reverse(address(name)))
    return ""


def _asked(page: Page, client: Client, url: str) -> str:
    answer = page.ask(client, url)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    html, count = _LINK.subn(lambda link: f"<style>{_style(link[1])}</style>", answer.content.decode())
    assert count, f"{url} has no style"
    return html


def _style(name: str) -> str:
    return "".join((STYLES / file).read_text("utf-8") for file in _FILES[name])
