"""Doing an operation of an api as everybody: the objects it is done to, and what each role gets.

The objects are the resident's, in the hands of the office of `staff`: they are foreign to everybody else, and to
`other_clerk`, who handles cases of another office, above all. access_table.py lists the operations.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

import actors
import page_world
import town as city
from zhengtong.delivery.applications.models import Application
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.journeys.rate import rate
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.models import ReceivedAnswer

EVERYBODY = frozenset((*actors.ROLES, "system"))
SYSTEM, RESIDENT, STAFF = frozenset({"system"}), frozenset({"resident"}), frozenset({"staff"})
NOBODY = frozenset[str]()
PEOPLE = frozenset({"resident", "other_resident", "company_agent"})
MANAGERS = frozenset({"admin_system", "system"})
SENT_BY = "the resident's request"
NOTHING = "nothing"
"""What is given to somebody who may ask and has nothing of their own: an empty list, no, none."""
Outcome = str | type[Refusal]


@dataclass(frozen=True, slots=True)
class World:
    """Everybody, and what the resident has with the office of `staff`."""

    actors: Mapping[str, Actor]
    draft: str
    waiting: str
    with_person: str
    closed: str
    question: str
    licence: str
    benefit: str
    duty: str
    letter: str

    @property
    def at(self) -> datetime:
        return clock.now()

    @property
    def person(self) -> str:
        return self.actors["resident"].person

    def case(self, number: str) -> CaseData:
        return cases.case(number, actor=city.SYSTEM, at=self.at)


def world() -> World:
    """Made in the test's database; no department runs."""
    everybody = {name: role.actor for name, role in actors.cast().items()} | {"system": system("test")}
    closed = page_world.closed_case()
    rate(closed, 5, "等了很久", channel="web", actor=everybody["resident"], at=clock.now())
    waiting = page_world.waiting_case()
    with_person = page_world.clerks_case()
    [question] = gateway.questions(waiting)
    now = clock.now()
    ReceivedAnswer.objects.create(
        question_id=question.id, found=True, values={}, hash="", received_at=now, keep_until=now
    )
    Application.objects.filter(case=closed).update(idempotency_key=SENT_BY, idempotency_digest="")
    [licence] = licences.licences_of_case(closed)
    benefit = benefits.of_case(closed)
    assert benefit is not None
    [duty] = duties.open_about(("case", closed))
    letter = notices.inbox(everybody["resident"].person, "zh-Hans")[0]
    return World(
        actors=everybody,
        draft=page_world.draft(),
        waiting=waiting,
        with_person=with_person,
        closed=closed,
        question=question.id,
        licence=licence.id,
        benefit=benefit.id,
        duty=duty.id,
        letter=letter.id,
    )


@dataclass(frozen=True, slots=True)
class Operation:
    """What each role gets: `to` gets it, `nothing` an empty answer, `other` what is named, the rest `refused`."""

    name: str
    call: Callable[[World, Actor], object]
    to: frozenset[str]
    refused: Outcome = NotFound
    other: Mapping[str, Outcome] = field(default_factory=dict)

    def expected(self, role: str) -> Outcome:
        return self.other.get(role, "yes" if role in self.to else self.refused)


def faults(operation: Operation, where: World) -> Iterator[str]:
    """Do it as every role, each time undone; what is other than expected."""
    for role, actor in where.actors.items():
        with undone():
            got = _outcome(operation, where, actor)
        if got != operation.expected(role):
            yield f"{operation.name} as {role}: {_word(got)}, not {_word(operation.expected(role))}"


def _outcome(operation: Operation, where: World, actor: Actor) -> Outcome:
    try:
        found = operation.call(where, actor)
    except Refusal as refusal:
        return type(refusal)
    return NOTHING if found in ((), {}, "", False, 0) and found is not None else "yes"


def _word(outcome: Outcome) -> str:
    return outcome if isinstance(outcome, str) else outcome.__name__


@contextmanager
def undone() -> Iterator[None]:
    """A savepoint of the test's own, which operations do not take for a transaction of theirs."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
