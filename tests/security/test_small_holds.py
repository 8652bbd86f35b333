"""What the code always did and nothing held: chance enough, one value of several, no HTML in guides, nothing left in
the browser, no shell."""

import ast
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

import actors
from zhengtong.channels.portal._guide_text import guide_html
from zhengtong.channels.ui import assets
from zhengtong.kernel.identifiers import _CROCKFORD, new_code
from zhengtong.trust.identity.sessions import SessionStore

_ENOUGH = 128  # bits, of what must not be guessed (ASVS 11.5.1, 7.2.3)


def test_codes_of_links_and_licences_have_128_bits_that_all_vary() -> None:
    numbers = [_number(new_code()) for _ in range(200)]
    ones, zeros = 0, 0
    for number in numbers:
        ones, zeros = ones | number, zeros | ~number
    assert ones == 2**_ENOUGH - 1
    assert zeros & (2**_ENOUGH - 1) == 2**_ENOUGH - 1
    assert len(set(numbers)) == len(numbers)


def _number(code: str) -> int:
    number = 0
    for letter in code:
        number = number * 32 + _CROCKFORD.index(letter)
    return number


@pytest.mark.django_db
def test_a_session_has_128_bits() -> None:
    keys = {SessionStore()._get_new_session_key() for _ in range(200)}
    letters = set("".join(keys))
    assert len(keys) == 200
    assert min(map(len, keys)) * math.log2(len(letters)) >= _ENOUGH


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "status"), [("limit=20&limit=101", 422), ("limit=101&limit=20", 200)])
def test_of_a_parameter_sent_twice_the_last_is_checked_and_used(query: str, status: int) -> None:
    client = actors.signed_in(actors.resident("李敏", actors.LI_MIN, "19900000028"))
    assert client.get(f"/api/v1/cases?{query}").status_code == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sent", "lands"), [(["not-the-password", actors.PASSWORD], True), ([actors.PASSWORD, "not-the-password"], False)]
)
def test_of_a_box_sent_twice_the_last_is_checked_and_used(sent: list[str], lands: bool) -> None:
    with actors.FAST:
        actors.resident("李敏", actors.LI_MIN, "19900000028")
        answer = Client().post("/account/login", {"login": "19900000028", "password": sent})
    assert (answer.status_code == 302) is lands


@pytest.mark.parametrize(
    ("source", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("一句话 <img src=x onerror=alert(1)>", "<img"),
        ("[点我](javascript:alert(1))", "<a "),
        ("[点我](  JaVaScRiPt:alert(1))", "<a "),
        ("[点我](data:text/html;base64,PHNjcmlwdD4=)", "<a "),
        ("![图](vbscript:x)", "<img"),
        ("<javascript:alert(1)>", "<a "),
        ('[a](https://example.org "x" onclick="alert(1)")', '" onclick="'),
    ],
)
def test_a_guide_puts_no_html_and_no_script_on_a_page(source: str, never: str) -> None:
    assert never not in guide_html(source)


def test_a_guide_may_link_and_emphasise() -> None:
    assert '<a href="https://example.org/a">' in guide_html("[**去看**](https://example.org/a)")


def test_the_script_keeps_nothing_in_the_browser() -> None:
    script = assets.content("ui.js").decode()
    assert not re.search(r"localStorage|sessionStorage|indexedDB|caches|document\.cookie|serviceWorker", script)


_SHELLS_OF = {"", "os", "subprocess", "asyncio", "commands"}
_SHELLS = {"system", "popen", "getoutput", "getstatusoutput", "create_subprocess_shell"}


def shells(source: str) -> Iterator[int]:
    """Lines on which a shell would be started."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of = getattr(getattr(node.func, "value", None), "id", "")
            asked = any(each.arg == "shell" and getattr(each.value, "value", 1) is not False for each in node.keywords)
            if asked or (
                name in _SHELLS and of in ("", "os", "subprocess", "asyncio", "commands") and of + name != "system"
            ):
                yield node.lineno


def test_no_shell_is_ever_started(repository: Path) -> None:
    folders = ("src", "demo", "bench", "tools", "services", "tests")
    paths = [path for folder in folders for path in (repository / folder).rglob("*.py")]
    assert len(paths) > 500
    assert {str(path): lines for path in paths if (lines := list(shells(path.read_text("utf-8"))))} == {}


def test_a_planted_shell_is_found() -> None:
    planted = """
import os, subprocess
from kernel.actor import system
subprocess.run("ls " + name, shell=True)
os.system("ls")
subprocess.getoutput("ls")
popen("ls")
subprocess.run(["ls", name], shell=False)
system("worker")
"""
    assert list(shells(planted)) == [4, 5, 6, 7]
