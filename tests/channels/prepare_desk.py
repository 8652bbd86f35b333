"""Fills a fresh home for the desk's browser tests: a case for a person, one a department fails, one rated badly."""

import json
import tempfile
from pathlib import Path

from desk_world import OPINION, STALE, apply, let_it_work, make_city
from django.contrib.auth import get_user_model

import actors
from departments import Department
from sign_in import SECRET
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.decide import decide
from zhengtong.journeys.rate import rate
from zhengtong.kernel import clock
from zhengtong.office.duties import api as duties
from zhengtong.trust.identity import _second_factor


def prepare(register: Department) -> dict[str, str]:
    """The addresses of the pages worth looking at."""
    roles = make_city(register)
    clerk, daughter = roles["staff"].actor, roles["resident"].actor
    let_sign_in("zhoumin")
    closed, waiting = apply(daughter), apply(daughter)
    let_it_work()
    seen = cases.case(closed, actor=clerk, at=STALE).evidence_hash
    decide(closed, "approve", OPINION, seen, {"value_monthly": "120"}, actor=clerk, at=STALE)
    let_it_work()
    rate(closed, 4, "等了三天才有人看，也没人告诉我。", channel="web", actor=daughter, at=STALE)
    failing = apply(daughter)
    register.behave("garble")
    let_it_work()
    duty = next(one.id for one in duties.duties_of(clerk) if one.kind == "bad_rating")
    pages = {"waiting": waiting, "failing": failing, "closed": closed}
    return {**{name: f"/desk/cases/{number}" for name, number in pages.items()}, "duty": f"/desk/duties/{duty}"}


def let_sign_in(username: str) -> None:
    """A real password hash (the cast's is a quick one the server does not take) and a second factor."""
    user = get_user_model().objects.get(username=username)
    user.set_password(actors.PASSWORD)
    user.save()
    _second_factor.enrol(user, SECRET)


def main(out: str) -> None:
    """Fill the migrated home of this process and write the addresses to `out` as JSON."""
    clock.fix(lambda: STALE)
    with tempfile.TemporaryDirectory() as folder:
        department = Department("household_register", Path(folder)).start()
        try:
            Path(out).write_text(json.dumps(prepare(department)))
        finally:
            department.kill()
