"""Run as processes of one home by test_cases_concurrency.py: many people at the same moment.

    python many_people.py prepare 8         eight residents, each with a draft that is ready to be sent
    python many_people.py send 3 GO         resident 3 sends their draft, then 4 more applications
    python many_people.py send-same 0 GO    resident 0 sends the one draft that all these processes send
    python many_people.py discard 4         resident 4 throws away what was ready
    python many_people.py begin 4 GO        resident 4 begins an application
    python many_people.py report            what is in the rows

Those given a file GO wait until it is there, so that all begin at once. The last line printed is JSON.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()
sys.path.insert(0, str(Path(__file__).parents[1]))

import town as city
from departments import Department
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import AlreadySent
from zhengtong.delivery.applications.models import Application
from zhengtong.delivery.cases.models import Case, CaseCounter
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import CodeError, resident_id
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.models import User

MORE = 4
SELF = {**city.ANSWERS, "whom": {"for_whom": "self"}}


def prepare(count: int) -> None:
    city.load_city(Department("household_register", Path("/nonexistent")))
    for n in range(count):
        somebody = city.resident(f"居民{'甲乙丙丁戊己庚辛'[n]}", number_of(n), f"1990001{n:04d}")
        ready(somebody.actor)


def number_of(n: int) -> str:
    """A resident ID of the fictional region, born in 1950."""
    first = f"99010119500101{n:02d}1"
    return next(first + c for c in "0123456789X" if _is_number(first + c))


def _is_number(text: str) -> bool:
    try:
        return resident_id.parse(text).number == text
    except CodeError:
        return False


def actor_of(n: int) -> Actor:
    person = identity.find_person(number_of(n))
    assert person is not None
    return next(a for a in map(identity.actor_for, User.objects.order_by("pk")) if a.person == person.id)


def ready(actor: Actor) -> str:
    version = catalogue.published(city.SERVICE)
    draft = applications.begin(city.SERVICE, version.hash, actor=actor, at=clock.now())
    return city.fill(draft, actor, SELF).id


def send(n: int, go: Path) -> list[str]:
    actor = actor_of(n)
    [draft] = applications.drafts_of(actor)
    wait(go)
    numbers = [submit(draft.id, actor=actor, at=clock.now())]
    return numbers + [submit(ready(actor), actor=actor, at=clock.now()) for _ in range(MORE)]


def send_same(n: int, go: Path) -> str:
    actor = actor_of(n)
    draft = Application.objects.get(operator=actor.person)
    wait(go)
    try:
        return submit(draft.pk, actor=actor, at=clock.now())
    except AlreadySent:
        return "already sent"


def discard(n: int) -> None:
    actor = actor_of(n)
    for draft in applications.drafts_of(actor):
        applications.discard(draft.id, actor=actor, at=clock.now())


def begin(n: int, go: Path) -> str:
    actor = actor_of(n)
    version = catalogue.published(city.SERVICE)
    wait(go)
    return applications.begin(city.SERVICE, version.hash, actor=actor, at=clock.now()).id


def report() -> dict[str, Any]:
    while audit.sequence_due():
        pass
    drafts = Application.objects.filter(sent_at=None, discarded_at=None).order_by("pk")
    return {
        "numbers": list(Case.objects.order_by("number").values_list("number", flat=True)),
        "counters": list(CaseCounter.objects.order_by("day").values_list("last", flat=True)),
        "most_drafts": max(Counter(drafts.values_list("operator", flat=True)).values(), default=0),
        "log_is_good": audit.verify().good,
    }


def wait(go: Path) -> None:
    print("ready", flush=True)
    while not go.exists():
        time.sleep(0.005)


VERBS: dict[str, Any] = {
    "prepare": prepare,
    "send": send,
    "send-same": send_same,
    "discard": discard,
    "begin": begin,
    "report": report,
}

if __name__ == "__main__":
    words: list[Any] = [int(word) if word.isdigit() else Path(word) for word in sys.argv[2:]]
    print(json.dumps(VERBS[sys.argv[1]](*words)))
