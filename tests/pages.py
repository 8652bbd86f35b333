"""Every page and address of the platform: who may see it, and with how many SQL statements.

A page is added here together with its route; an address that is mounted and not listed fails (test_pages.py).
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, URLResolver, reverse

import page_manners
import page_world as world
from page_row import GROUPS, page
from page_row import Page as Page
from page_row import clients as clients
from pages_desk import DESK
from zhengtong.kernel import readiness

SERVICE = world.city.SERVICE

#: Pages by url name (`namespace:name`). A second case of the same address, such as another organisation's object, has
#: a word after a mark: `desk:case#foreign`. Two or three statements of a signed-in role are the session and account.
PAGES: dict[str, Page] = {
    "design": page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.home": page("200/1 200/3 200/3 200/3 200/3 200/3 200/3"),
    "portal.services": page("200/1 200/3 200/3 200/3 200/3 200/3 200/3"),
    "portal.help": page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.verify": page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.search": page(  # of which the noting of what was not found: in a test no index is built
        "200/3 200/5 200/5 200/6 200/6 200/6 200/6",
        lambda: world.first(world.published, "portal.search") + "?q=老人补贴",
    ),
    "portal.search#nothing": page(
        "200/3 200/5 200/5 200/6 200/6 200/6 200/6", lambda: world.first(world.published, "portal.search") + "?q=养狗证"
    ),
    "portal.guide": page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: world.first(world.published, "portal.guide", SERVICE)
    ),
    "portal.guide#unknown": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.guide", args=["no-such-service"])
    ),
    "portal.start": page(
        "302/0 200/9 200/9 403/3 403/3 403/3 200/10", lambda: world.first(world.published, "portal.start", SERVICE)
    ),
    "portal.check": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.check", args=[world.draft()])
    ),
    "portal.discard": page(
        "302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.discard", args=[world.draft()])
    ),
    "portal.page": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "whom"])
    ),
    "portal.page#money": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "money"])
    ),
    "portal.page#unknown": page(
        "302/0 404/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "nothing"])
    ),
    "portal.page#people": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.household(), "home"])
    ),
    "portal.entry": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.entry", args=[world.household(), "home", "2", "who"]),
    ),
    "portal.entry#unknown": page(
        "302/0 404/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.entry", args=[world.household(), "home", "9", "who"]),
    ),
    "portal.remove": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.remove", args=[world.household(), "home", "2"]),
    ),
    "portal.add": page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("portal.add", args=[world.household(), "home"])
    ),
    "portal.case": page(
        "302/0 200/16 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.closed_case()])
    ),
    "portal.case#waiting": page(
        "302/0 200/13 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.waiting_case()])
    ),
    "portal.paper": page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.paper", args=[world.closed_case(), "receipt"]),
    ),
    "portal.licence": page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.licence", args=[world.closed_case()])
    ),
    "portal.licence#none": page(
        "302/0 404/7 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.licence", args=[world.waiting_case()])
    ),
    "portal.rate": page(
        "302/0 302/2 302/2 403/3 403/3 403/3 302/3", lambda: reverse("portal.rate", args=[world.closed_case()])
    ),
    "portal.mine": page(
        "302/0 200/10 200/10 403/3 403/3 403/3 200/11", lambda: world.first(world.closed_case, "portal.mine")
    ),
    "portal.case#process": page(
        "302/0 200/17 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.care_case()])
    ),
    "portal.visit": page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.visit", args=[world.visited_case()])
    ),
    "portal.step": page(
        "302/0 200/9 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.step", args=world.care_step("give_up"))
    ),
    "portal.send": page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("portal.send", args=world.care_step("give_up"))
    ),
    "portal.take_back": page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("portal.take_back", args=[*world.care_step("give_up"), "0"]),
    ),
    "portal.step#correction": page(
        "302/0 200/11 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.step", args=world.care_correction())
    ),
    "portal.file": page(
        "302/0 200/6 404/4 403/3 403/3 403/3 404/5", lambda: reverse("portal.file", args=world.care_file())
    ),
    "portal.benefit": page(
        "302/0 200/6 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit", args=[world.benefit()])
    ),
    "portal.benefit_account": page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit_account", args=[world.benefit()])
    ),
    "portal.benefit_check": page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit_check", args=[world.benefit()])
    ),
    "portal.case#signatures": page(
        "302/0 200/19 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.rent_case()])
    ),
    "portal.sign": page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: reverse("portal.sign", args=[world.sign_code()])
    ),
    "portal.sign#unknown": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.sign", args=["0" * 26])
    ),
    "portal.sign#named": page(
        "200/7 200/9 200/9 200/10 200/10 200/10 200/10",
        lambda: reverse("portal.sign", args=[world.sign_code()]),
        {"name": "刘芳", "id_number": "990101198607300024"},
    ),
    "portal.sign_answer": page(
        "302/0 302/2 302/2 302/2 302/2 302/2 302/2",
        lambda: reverse("portal.sign_answer", args=[world.sign_code()]),
    ),
    "portal.sign_own": page(
        "302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.sign_own", args=[world.rent_case()])
    ),
    "portal.form": page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: world.first(world.published, "portal.form", SERVICE)
    ),
    "portal.authorisation": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3",
        lambda: world.first(world.published, "portal.authorisation", SERVICE),
    ),
    "portal.authorisation#wanted": page(
        "200/2 200/4 200/4 200/4 200/4 200/4 200/4",
        lambda: world.first(world.rent_case, "portal.authorisation", "rent-help"),
    ),
    "portal.draft_form": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.draft_form", args=[world.draft()])
    ),
    "portal.case_form": page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case_form", args=[world.closed_case()])
    ),
    "portal.own_authorisation": page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.own_authorisation", args=[world.rent_case()]),
    ),
    "portal.posting": page(
        "200/2 200/4 200/4 200/4 200/4 200/4 200/4", lambda: reverse("portal.posting", args=[world.posting()])
    ),
    "portal.posting#unknown": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.posting", args=["0000-0000-0000"])
    ),
    "portal.say": page(
        "200/2 200/4 200/4 200/4 200/4 200/4 200/4", lambda: reverse("portal.say", args=[world.posting()])
    ),
    "portal.objection": page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.followed": page(
        "200/2 200/4 200/4 200/4 200/4 200/4 200/4", lambda: reverse("portal.followed", args=[world.receipt()])
    ),
    "portal.followed#unknown": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.followed", args=["0000-0000-0000"])
    ),
    "portal.looks": page(
        "302/0 200/5 200/5 403/3 403/3 403/3 200/6", lambda: world.first(world.closed_case, "portal.looks")
    ),
    "portal.evidence": page(
        "302/0 200/5 200/5 403/3 403/3 403/3 200/6", lambda: world.first(world.closed_case, "portal.evidence")
    ),
    "portal.dispute": page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.dispute", args=[world.closed_case()])
    ),
    "portal.dispute#posted": page(
        "403/0 422/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.dispute", args=[world.closed_case()]),
        {"which": "", "claimed": "x"},
    ),
    "portal.case#disputed": page(
        "302/0 200/16 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.case", args=[world.disputed_case()]),
    ),
    "portal.letter": replace(
        page("302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.letter", args=[world.letter()])),
        first_look_marks="notices_notice",  # as read
    ),
    "portal.verified": page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: reverse("portal.verified", args=[world.licence_code()])
    ),
    "portal.verified#unknown": page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.verified", args=["A" * 26])
    ),
    **DESK,
    "mfa_index": page("302/0 200/3 200/3 200/4 200/4 200/4 200/4"),
    "account_login": page("200/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "account_logout": page("302/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "account_signup": page("200/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "account_inactive": page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "account_reauthenticate": page("302/0 200/8 200/8 200/8 200/8 200/8 200/8"),
    "account_change_password": page("302/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "mfa_authenticate": page("302/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "mfa_reauthenticate": page("302/0 302/5 302/5 302/5 302/5 302/5 302/5"),
    "mfa_activate_totp": page("302/0 302/9 302/9 302/9 302/9 302/9 302/9"),
    "mfa_deactivate_totp": page("302/0 404/3 404/3 404/3 404/3 404/3 404/3"),
    "mfa_view_recovery_codes": page("302/0 404/3 404/3 404/3 404/3 404/3 404/3"),
    "mfa_generate_recovery_codes": page("302/0 302/8 302/8 302/8 302/8 302/8 302/8"),
}


#: Who is refused at a closed address leaves a trace: two counts in a transaction; the row is written the first time.
NOTED = 4


def is_closed(page: Page) -> bool:
    """Whether strangers are sent to sign in from it, or get back what they wrote and are told to."""
    return page.statuses.get("anonymous") in (302, 403)


def is_noted(name: str, page: Page, role: str) -> bool:
    """Whether this is a refusal at a page that asks who comes. Those of the library (`mfa_…`) ask by themselves."""
    asks = is_closed(page) and not name.startswith(("mfa_", "account_"))
    return asks and role != "anonymous" and page.statuses[role] in (403, 404)


def _for_everybody(status: int, queries: int, signed_in: int, *args: str) -> Callable[[str], Page]:
    """Pages that are the same for all, though the session and account of one who signed in are looked up."""
    roles = [role for group in GROUPS for role in group]
    counts = {role: queries if role == "anonymous" else signed_in for role in roles}
    return lambda name: Page(dict.fromkeys(roles, status), counts, lambda: _warm_address(name, args), _get_afresh)


def _for_strangers(status: int, queries: int, *args: str, post: bool = False) -> Callable[[str], Page]:
    """Operations of the API as nobody in particular."""
    others_in = "channels/test_api_roles.py"
    return lambda name: Page(
        {"anonymous": status},
        queries,
        lambda: _warm_address(name, args),
        _post_afresh if post else _get_afresh,
        others_in=others_in,
    )


def _get_afresh(client: Client, url: str) -> Any:
    """In a home where no other test has left a log."""
    with _fresh_home():
        return client.get(url)


def _post_afresh(client: Client, url: str) -> Any:
    with _fresh_home():
        return client.post(url)


@contextmanager
def _fresh_home() -> Iterator[None]:
    """A home with the keys of this one and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "keys").symlink_to(settings.ZHENGTONG_HOME / "keys")
        with override_settings(ZHENGTONG_HOME=Path(folder)):
            yield


def _warm_address(name: str, args: tuple[str, ...]) -> str:
    """The first look for migrations in a process asks more than those after it."""
    readiness.not_ready()
    return reverse(name, args=args)


_STRANGERS = {
    "health.alive": _for_everybody(200, 0, 2),
    "health.ready": _for_everybody(200, 8, 10),
    "log.page": _for_everybody(200, 1, 3),
    "log.checkpoint": _for_everybody(404, 1, 3),
    "log.tile": _for_everybody(404, 0, 2, "0/000"),
    "api:openapi-json": _for_everybody(200, 0, 2),
    "api:api-root": _for_everybody(404, 0, 2),
    "api:services": _for_strangers(200, 1),
    "api:service": _for_strangers(404, 1, "nothing"),
    "api:form": _for_strangers(401, 0, "nothing"),
    "api:new": _for_strangers(401, 0, post=True),
    "api:listed": _for_strangers(401, 0),
    "api:one": _for_strangers(401, 0, "nothing"),
    "api:rated": _for_strangers(401, 0, "nothing", post=True),
    "api:licence": _for_strangers(404, 1, "0" * 26),
    "api:problem": _for_strangers(200, 0, "not_found"),
}
PAGES.update({name: page(name) for name, page in _STRANGERS.items()})


def mounted(patterns: Sequence[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """The name of every address; an address without a name comes as its route."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from mounted(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else f"unnamed {pattern.pattern}"


def address(name: str) -> str:
    """The url name of a case: `desk:case#foreign` → `desk:case`."""
    return name.split("#")[0]


def faults(name: str, page: Page) -> list[str]:
    """Ask for a page as every role; what is other than expected."""
    everybody = clients()
    url = page.url() if page.url else reverse(address(name))
    silent = [f"{name}: says nothing about {role}" for role in everybody if role not in page.statuses]
    if page.others_in:
        silent = [] if (Path(__file__).parent / page.others_in).exists() else [f"{name}: no {page.others_in}"]
    asked = (role for role in everybody if role in page.statuses)
    return silent + [
        fault for role in asked for fault in _faults(f"{name} as {role}", page, role, everybody[role], url)
    ]


def _faults(what: str, page: Page, role: str, client: Client, url: str) -> Iterator[str]:
    with CaptureQueriesContext(connection) as first:
        page.ask(client, url)  # what a process keeps in memory is there, what a first look changes is changed
    with CaptureQueriesContext(connection) as queries:
        response = page.ask(client, url)
    status = response.status_code
    yield from (f"{what}: {fault}" for fault in page_manners.faults(response, is_closed=is_closed(page)))
    if response.wsgi_request.method == "GET":
        yield from (f"{what}: a look writes to {table}" for table in page_manners.written(queries.captured_queries))
        marked = set(page_manners.written(first.captured_queries)) - {page.first_look_marks}
        yield from (f"{what}: the first look writes to {table}" for table in sorted(marked))
    if status != page.statuses[role]:
        yield f"{what}: {status}, not {page.statuses[role]}"
    expected = page.expected_queries(role) + (NOTED if is_noted(what, page, role) else 0)
    if len(queries) != expected:
        statements = "\n".join(query["sql"] for query in queries.captured_queries)
        yield f"{what}: {len(queries)} statements, not {expected}\n{statements}"
    if role in ("anonymous", "resident"):  # last: another request forgets the statements of this one
        yield from (f"{what}: {fault}" for fault in page_manners.other_methods(client, url))
