"""One row of the table of pages: who gets which status, with how many SQL statements."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

import actors


@dataclass(frozen=True)
class Page:
    """What is expected of one address.

    `statuses` gives the HTTP status for every role of `clients`; `queries` the number of SQL statements, one for all
    or by role; `url` makes the address, with the rows it needs, in the test's database. `others_in` names the test that
    tells what the roles left out here get. `first_look_marks` is the table in which a look may mark what it shows as
    seen, once.
    """

    statuses: Mapping[str, int]
    queries: int | Mapping[str, int]
    url: Callable[[], str] | None = None
    ask: Callable[[Client, str], Any] = field(default=lambda client, url: client.get(url))
    others_in: str = ""
    first_look_marks: str = ""

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


def page(row: str, url: Callable[[], str] | None = None, post: Mapping[str, str] | None = None) -> Page:
    """A row of the table: status/statements for each of GROUPS, asked by GET or with what is posted."""
    cells = [tuple(map(int, cell.split("/"))) for cell in row.split()]
    by_role = {role: cell for group, cell in zip(GROUPS, cells, strict=True) for role in group}
    statuses, queries = ({role: cell[at] for role, cell in by_role.items()} for at in (0, 1))
    if post is None:
        return Page(statuses, queries, url)
    return Page(statuses, queries, url, lambda client, address: client.post(address, post))
