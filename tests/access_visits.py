"""What each role gets from the operations on visits by appointment."""

import actors
from access import NOTHING, RESIDENT, STAFF, SYSTEM, Operation, World
from access_steps import WORDS
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import NewVisit, Slot, Timetable


def _timetable() -> Timetable:
    return Timetable(actors.CIVIL_AFFAIRS, "cases.handle", frozenset(range(1, 6)), ("09:00-11:30",), 9, 1, 5)


def _slot(w: World) -> Slot:
    return appointments.free_slots(_timetable(), clock.china_date(w.at))[0]


def _book(w: World, a: Actor) -> object:
    new = NewVisit(("case", w.waiting), WORDS, (w.person,), "桥头街 1 号")
    return appointments.book(new, _timetable(), _slot(w), actor=a, at=w.at)


def _move(w: World, a: Actor) -> object:
    _book(w, w.actors["system"])
    return appointments.move(("case", w.waiting), _timetable(), _slot(w), actor=a, at=w.at)


def _visits(w: World, a: Actor) -> object:
    _book(w, w.actors["system"])
    return appointments.visits_of(a, at=w.at)


VISITS = [
    Operation("book", _book, RESIDENT | SYSTEM, Forbidden),
    Operation(
        "close", lambda w, a: appointments.close(("case", w.waiting), "over", actor=a, at=w.at), SYSTEM, Forbidden
    ),
    Operation("move", _move, RESIDENT),
    Operation("visits_of", _visits, STAFF, other={"other_staff": NOTHING, "other_clerk": NOTHING}),
]
