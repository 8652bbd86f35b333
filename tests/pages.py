"""Every page and address of the platform: who may see it, and with how many SQL statements.

A page is added here together with its route; an address that is mounted and not listed fails (test_pages.py).
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, URLResolver, reverse

import actors
import page_world as world
from zhengtong.kernel import readiness


@dataclass(frozen=True)
class Page:
    """What is expected of one address.

    `statuses` gives the HTTP status for every role of `clients`; `queries` the number of SQL statements, one for all
    or by role; `url` makes the address, with the rows it needs, in the test's database. `others_in` names the test that
    tells what the roles left out here get.
    """

    statuses: Mapping[str, int]
    queries: int | Mapping[str, int]
    url: Callable[[], str] | None = None
    ask: Callable[[Client, str], Any] = field(default=lambda client, url: client.get(url))
    others_in: str = ""

    def expected_queries(self, role: str) -> int:
        return self.queries if isinstance(self.queries, int) else self.queries[role]


def clients() -> dict[str, Client]:
    """A signed-in client by role; every page says what each of them gets. Needs the database."""
    return {name: role.client for name, role in actors.cast().items()}


GROUPS = (
    ("anonymous",),
    ("resident",),  # whose application, case, letter and licence it is
    ("other_resident", "company_agent"),
    ("staff",),  # of the office that decides
    ("other_staff",),  # of an office that handles no cases
    ("other_clerk",),  # handles cases of another office
    ("admin_system", "admin_security", "admin_audit"),
)


def _page(row: str, url: Callable[[], str] | None = None, post: Mapping[str, str] | None = None) -> Page:
    """A row of the table: status/statements for each of GROUPS, asked by GET or with what is posted."""
    cells = [tuple(map(int, cell.split("/"))) for cell in row.split()]
    by_role = {role: cell for group, cell in zip(GROUPS, cells, strict=True) for role in group}
    statuses, queries = ({role: cell[at] for role, cell in by_role.items()} for at in (0, 1))
    if post is None:
        return Page(statuses, queries, url)
    return Page(statuses, queries, url, lambda client, address: client.post(address, post))


SERVICE = world.city.SERVICE

#: Pages by url name (`namespace:name`). A second case of the same address, such as another organisation's object, has
#: a word after a mark: `desk:case#foreign`. Two or three statements of a signed-in role are the session and account.
PAGES: dict[str, Page] = {
    "design": _page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.home": _page("200/1 200/3 200/3 200/3 200/3 200/3 200/3"),
    "portal.services": _page("200/1 200/3 200/3 200/3 200/3 200/3 200/3"),
    "portal.help": _page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.verify": _page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "portal.search": _page(  # of which the noting of what was not found: in a test no index is built
        "200/3 200/5 200/5 200/6 200/6 200/6 200/6",
        lambda: world.first(world.published, "portal.search") + "?q=老人补贴",
    ),
    "portal.search#nothing": _page(
        "200/3 200/5 200/5 200/6 200/6 200/6 200/6", lambda: world.first(world.published, "portal.search") + "?q=养狗证"
    ),
    "portal.guide": _page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: world.first(world.published, "portal.guide", SERVICE)
    ),
    "portal.guide#unknown": _page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.guide", args=["no-such-service"])
    ),
    "portal.start": _page(
        "302/0 200/7 200/7 403/3 403/3 403/3 200/8", lambda: world.first(world.published, "portal.start", SERVICE)
    ),
    "portal.check": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.check", args=[world.draft()])
    ),
    "portal.discard": _page(
        "302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.discard", args=[world.draft()])
    ),
    "portal.page": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "whom"])
    ),
    "portal.page#money": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "money"])
    ),
    "portal.page#unknown": _page(
        "302/0 404/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.draft(), "nothing"])
    ),
    "portal.page#people": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.page", args=[world.household(), "home"])
    ),
    "portal.entry": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.entry", args=[world.household(), "home", "2", "who"]),
    ),
    "portal.entry#unknown": _page(
        "302/0 404/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.entry", args=[world.household(), "home", "9", "who"]),
    ),
    "portal.remove": _page(
        "302/0 200/4 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.remove", args=[world.household(), "home", "2"]),
    ),
    "portal.add": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("portal.add", args=[world.household(), "home"])
    ),
    "portal.case": _page(
        "302/0 200/15 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.closed_case()])
    ),
    "portal.case#waiting": _page(
        "302/0 200/12 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.waiting_case()])
    ),
    "portal.paper": _page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4",
        lambda: reverse("portal.paper", args=[world.closed_case(), "receipt"]),
    ),
    "portal.licence": _page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.licence", args=[world.closed_case()])
    ),
    "portal.licence#none": _page(
        "302/0 404/7 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.licence", args=[world.waiting_case()])
    ),
    "portal.rate": _page(
        "302/0 302/2 302/2 403/3 403/3 403/3 302/3", lambda: reverse("portal.rate", args=[world.closed_case()])
    ),
    "portal.mine": _page(
        "302/0 200/9 200/9 403/3 403/3 403/3 200/10", lambda: world.first(world.closed_case, "portal.mine")
    ),
    "portal.case#process": _page(
        "302/0 200/15 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.care_case()])
    ),
    "portal.visit": _page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.visit", args=[world.visited_case()])
    ),
    "portal.step": _page(
        "302/0 200/9 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.step", args=world.care_step("give_up"))
    ),
    "portal.send": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("portal.send", args=world.care_step("give_up"))
    ),
    "portal.take_back": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("portal.take_back", args=[*world.care_step("give_up"), "0"]),
    ),
    "portal.step#correction": _page(
        "302/0 200/11 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.step", args=world.care_correction())
    ),
    "portal.file": _page(
        "302/0 200/6 404/4 403/3 403/3 403/3 404/5", lambda: reverse("portal.file", args=world.care_file())
    ),
    "portal.benefit": _page(
        "302/0 200/6 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit", args=[world.benefit()])
    ),
    "portal.benefit_account": _page(
        "302/0 200/7 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit_account", args=[world.benefit()])
    ),
    "portal.benefit_check": _page(
        "302/0 200/8 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.benefit_check", args=[world.benefit()])
    ),
    "portal.case#signatures": _page(
        "302/0 200/17 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.case", args=[world.rent_case()])
    ),
    "portal.sign": _page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: reverse("portal.sign", args=[world.sign_code()])
    ),
    "portal.sign#unknown": _page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.sign", args=["0" * 26])
    ),
    "portal.sign#named": _page(
        "200/7 200/9 200/9 200/10 200/10 200/10 200/10",
        lambda: reverse("portal.sign", args=[world.sign_code()]),
        {"name": "刘芳", "id_number": "990101198607300024"},
    ),
    "portal.sign_answer": _page(
        "302/0 302/2 302/2 302/2 302/2 302/2 302/2",
        lambda: reverse("portal.sign_answer", args=[world.sign_code()]),
    ),
    "portal.sign_own": _page(
        "302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.sign_own", args=[world.rent_case()])
    ),
    "portal.looks": _page(
        "302/0 200/5 200/5 403/3 403/3 403/3 200/6", lambda: world.first(world.closed_case, "portal.looks")
    ),
    "portal.evidence": _page(
        "302/0 200/5 200/5 403/3 403/3 403/3 200/6", lambda: world.first(world.closed_case, "portal.evidence")
    ),
    "portal.letter": _page(
        "302/0 200/3 404/3 403/3 403/3 403/3 404/4", lambda: reverse("portal.letter", args=[world.letter()])
    ),
    "portal.verified": _page(
        "200/1 200/3 200/3 200/3 200/3 200/3 200/3", lambda: reverse("portal.verified", args=[world.licence_code()])
    ),
    "portal.verified#unknown": _page(
        "404/1 404/3 404/3 404/3 404/3 404/3 404/3", lambda: reverse("portal.verified", args=["A" * 26])
    ),
    "desk.queue": _page(
        "302/0 404/2 404/2 200/12 404/3 200/11 404/3", lambda: world.first(world.clerks_case, "desk.queue")
    ),
    "desk.cases": _page(
        "302/0 404/2 404/2 200/8 404/3 200/7 404/3", lambda: world.first(world.closed_case, "desk.cases")
    ),
    "desk.case": _page(
        "302/0 404/2 404/2 200/16 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.clerks_case()])
    ),
    "desk.decide": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.decide", args=[world.clerks_case()])
    ),
    # Posted twice: a decision on other evidence than there is, a second closing of a duty, come to nothing.
    "desk.decide#posted": _page(
        "302/0 404/2 404/2 409/24 404/3 404/5 404/3",
        lambda: reverse("desk.decide", args=[world.clerks_case()]),
        {"outcome": "refuse"},
    ),
    "desk.numbers": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.numbers", args=[world.clerks_case()])
    ),
    "desk.numbers#posted": _page(
        "302/0 404/2 404/2 200/16 404/3 404/5 404/3",
        lambda: reverse("desk.numbers", args=[world.clerks_case()]),
        {"reason": "核对证件"},
    ),
    "desk.ask": _page("405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.ask", args=world.question())),
    "desk.ask#posted": _page(
        "302/0 404/2 404/2 302/8 404/3 404/7 404/3", lambda: reverse("desk.ask", args=world.question()), {}
    ),
    "desk.case#process": _page(
        "302/0 404/2 404/2 200/20 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.care_case()])
    ),
    "desk.visits": _page("302/0 404/2 404/2 200/4 404/3 200/4 404/3"),
    "desk.step": _page(
        "302/0 404/2 404/2 200/14 404/3 404/5 404/3", lambda: reverse("desk.step", args=world.care_step("accept"))
    ),
    "desk.take": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.take", args=world.care_step("accept"))
    ),
    "desk.hand_over": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.hand_over", args=world.care_step("accept"))
    ),
    "desk.send": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.send", args=world.care_step("accept"))
    ),
    "desk.take_back": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("desk.take_back", args=[*world.care_step("accept"), "0"]),
    ),
    "desk.ask_colleague": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("desk.ask_colleague", args=world.care_step("accept")),
    ),
    "desk.extend": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.extend", args=[world.care_case()])
    ),
    "desk.step#visit": _page(
        "302/0 404/2 404/2 404/14 404/3 200/19 404/3", lambda: reverse("desk.step", args=world.care_visit())
    ),
    "desk.together": _page(
        "302/0 404/2 404/2 200/9 404/3 404/4 404/3", lambda: reverse("desk.together", args=world.care_together())
    ),
    "desk.file": _page(
        "302/0 404/2 404/2 200/12 404/3 404/7 404/3", lambda: reverse("desk.file", args=world.care_file())
    ),
    "desk.paper": _page(
        "302/0 404/2 404/2 200/12 404/3 404/5 404/3",
        lambda: reverse("desk.paper", args=[world.closed_case(), "receipt"]),
    ),
    "desk.benefits": _page(
        "302/0 404/2 404/2 200/9 404/3 404/3 404/3", lambda: world.first(world.benefit, "desk.benefits")
    ),
    "desk.benefit": _page(
        "302/0 404/2 404/2 200/10 404/3 404/3 404/3", lambda: reverse("desk.benefit", args=[world.benefit()])
    ),
    "desk.benefit_lists": _page(
        "302/0 404/2 404/2 200/6 404/3 404/3 404/3", lambda: world.first(world.benefit_list, "desk.benefit_lists")
    ),
    "desk.benefit_list": _page(
        "302/0 404/2 404/2 200/18 404/3 404/3 404/3", lambda: reverse("desk.benefit_list", args=[world.benefit_list()])
    ),
    "desk.benefit_change": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.benefit_change", args=[world.benefit()])
    ),
    "desk.benefit_review": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.benefit_review", args=[world.benefit()])
    ),
    "desk.benefit_check": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("desk.benefit_check", args=[world.benefit_list()]),
    ),
    "desk.benefit_confirm": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("desk.benefit_confirm", args=[world.benefit_list()]),
    ),
    "desk.benefit_redraft": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2",
        lambda: reverse("desk.benefit_redraft", args=[world.benefit_list()]),
    ),
    "desk.duty": _page(
        "302/0 404/2 404/2 200/13 404/3 404/4 404/3", lambda: reverse("desk.duty", args=[world.bad_rating_duty()])
    ),
    "desk.duty#posted": _page(
        "302/0 404/2 404/2 422/22 404/3 404/4 404/3",
        lambda: reverse("desk.duty", args=[world.bad_rating_duty()]),
        {"answer": "短"},
    ),
    "desk.case#signatures": _page(
        "302/0 404/2 404/2 200/23 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.rent_case()])
    ),
    "desk.sign": _page(
        "302/0 404/2 404/2 200/12 404/3 404/5 404/3", lambda: reverse("desk.sign", args=world.signature())
    ),
    "desk.gaps": _page("302/0 404/2 404/2 404/3 200/4 404/3 404/3"),
    "desk.gap_done": _page("405/0 405/2 405/2 405/2 405/2 405/2 405/2"),
    "desk.done": _page(
        "405/0 405/2 405/2 405/2 405/2 405/2 405/2", lambda: reverse("desk.done", args=[world.bad_rating_duty()])
    ),
    "desk.done#posted": _page(
        "302/0 404/2 404/2 409/8 404/3 404/4 404/3",
        lambda: reverse("desk.done", args=[world.late_answer_duty()]),
        {},
    ),
    "mfa_index": _page("302/0 200/3 200/3 200/4 200/4 200/4 200/4"),
    "account_login": _page("200/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "account_logout": _page("302/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "account_signup": _page("200/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "account_inactive": _page("200/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "account_reauthenticate": _page("302/0 200/8 200/8 200/8 200/8 200/8 200/8"),
    "account_change_password": _page("302/0 200/2 200/2 200/2 200/2 200/2 200/2"),
    "mfa_authenticate": _page("302/0 302/2 302/2 302/3 302/3 302/3 302/3"),
    "mfa_reauthenticate": _page("302/0 302/5 302/5 302/5 302/5 302/5 302/5"),
    "mfa_activate_totp": _page("302/0 302/9 302/9 302/9 302/9 302/9 302/9"),
    "mfa_deactivate_totp": _page("302/0 404/3 404/3 404/3 404/3 404/3 404/3"),
    "mfa_view_recovery_codes": _page("302/0 404/3 404/3 404/3 404/3 404/3 404/3"),
    "mfa_generate_recovery_codes": _page("302/0 302/8 302/8 302/8 302/8 302/8 302/8"),
}


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
    page.ask(client, url)  # what a process keeps in memory is there, what a first look changes is changed
    with CaptureQueriesContext(connection) as queries:
        status = page.ask(client, url).status_code
    if status != page.statuses[role]:
        yield f"{what}: {status}, not {page.statuses[role]}"
    if len(queries) != page.expected_queries(role):
        statements = "\n".join(query["sql"] for query in queries.captured_queries)
        yield f"{what}: {len(queries)} statements, not {page.expected_queries(role)}\n{statements}"
