"""Who gets what from the operations of sharing.gateway and sharing.resources: a part of access_table.py."""

import actors
import town as city
from access import MANAGERS, NOBODY, NOTHING, PEOPLE, RESIDENT, STAFF, SYSTEM, Operation, World
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Purpose, Subject, Wanted
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import Use


def _wanted(w: World, use: Use) -> Wanted:
    return Wanted(
        resource=city.RESOURCE,
        fields=("name", "birth_date"),
        reference=w.waiting,
        step="intake",
        organisation=actors.CIVIL_AFFAIRS,
        service=city.SERVICE,
        use=use,
    )


def _purpose(w: World, operator: Actor, use: Use) -> Purpose:
    return gateway.purpose(_wanted(w, use), operator=operator, at=w.at)


def _subject(w: World) -> Subject:
    return Subject("李敏", actors.LI_MIN, w.person)


def _request(w: World, a: Actor) -> str:
    purpose = _purpose(w, w.actors["staff"], "check")
    return gateway.request(purpose, _subject(w), party="applicant", actor=a, at=w.at)


GATEWAY = [
    Operation("answer", lambda w, a: gateway.answer(w.question, actor=a, at=w.at), RESIDENT | STAFF | SYSTEM),
    Operation(
        "ask",
        lambda w, a: gateway.ask(_purpose(w, w.actors["resident"], "prefill"), _subject(w), actor=a, at=w.at),
        NOBODY,
        Forbidden,
        {"resident": gateway.NoAnswer},  # asked, and the department is away
    ),
    Operation("end_questions", lambda w, a: gateway.end_questions(w.waiting, actor=a, at=w.at), STAFF | SYSTEM),
    Operation(
        "hold",
        lambda w, a: gateway.hold(_wanted(w, "check"), _subject(w), party="applicant", actor=a, at=w.at),
        SYSTEM,
        Forbidden,
    ),
    Operation("purpose", lambda w, a: _purpose(w, a, "check"), STAFF | SYSTEM, Forbidden),
    Operation("purpose", lambda w, a: _purpose(w, a, "prefill"), PEOPLE | STAFF | SYSTEM, Forbidden),
    Operation(
        "put",
        lambda w, a: gateway.put(_wanted(w, "check"), _subject(w), party="applicant", actor=a, at=w.at),
        SYSTEM,
        Forbidden,
    ),
    Operation("request", _request, STAFF, Forbidden),
    Operation("retry_now", lambda w, a: gateway.retry_now(w.question, actor=a, at=w.at), STAFF | SYSTEM),
]
RESOURCES = [
    Operation(
        "connect",
        lambda w, a: resources.connect(resources.connection(city.RESOURCE), actor=a, at=w.at),
        NOBODY,
        Forbidden,
        dict.fromkeys(MANAGERS, NOTHING),  # as it was
    ),
    Operation(
        "end_grant",
        lambda w, a: resources.end_grant(_purpose(w, w.actors["system"], "check").grant, reason="错", actor=a, at=w.at),
        MANAGERS,
        Forbidden,
    ),
    Operation(
        "load",
        lambda w, a: resources.load(city.REPOSITORY / "demo/resources.yaml", actor=a, at=w.at),
        MANAGERS,
        Forbidden,
    ),
]
