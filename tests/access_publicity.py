"""What each role gets from the operations on what is put up in public and on what the public says to it."""

from access import EVERYBODY, NOTHING, STAFF, SYSTEM, Operation, World
from access_steps import place_steps
from posted import SAID, is_up
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import ProcessStep
from zhengtong.delivery.publicity import api as publicity
from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.kernel.errors import Forbidden


def _objection(w: World) -> str:
    """Somebody has objected to the resident's case; the id of what they said."""
    publicity.object_on_page(is_up(w.waiting), SAID, "192.0.2.1", actor=ANONYMOUS, at=w.at)
    [one] = publicity.objections(w.waiting, actor=w.actors["staff"], at=w.at)
    return one.id


def _answer(w: World, a: Actor) -> int:
    return publicity.answer_objections(w.waiting, [_objection(w)], "我们再去看。", actor=a, at=w.at)


def _take(w: World, a: Actor) -> str:
    is_up(w.waiting)
    return publicity.take_objection(w.waiting, "phone", SAID, actor=a, at=w.at)


def waits_behind(w: World, a: Actor) -> object:
    """The office of `staff` has done its step, and a wait for a day is open."""
    place_steps(w, w.actors["system"])
    ProcessStep.objects.filter(case__number=w.waiting).update(state="done")
    is_up(w.waiting)
    return cases.waits_behind(a)


PUBLICITY = [
    Operation("answer_objections", _answer, STAFF),
    # Whoever stands before the sheet, signed in or not.
    Operation(
        "object_on_page",
        lambda w, a: publicity.object_on_page(is_up(w.waiting), SAID, "192.0.2.1", actor=a, at=w.at),
        EVERYBODY,
    ),
    Operation(
        "objections",
        lambda w, a: _objection(w) and publicity.objections(w.waiting, actor=a, at=w.at),
        STAFF,
    ),
    Operation("put_up", lambda w, a: is_up(w.waiting, by=a), SYSTEM, Forbidden),
    Operation("take_objection", _take, STAFF),
]
WEIGHS = Operation("weighs", lambda w, a: cases.weighs(w.with_person, a), STAFF, NOTHING)
HANDLES = Operation("handles", lambda w, a: cases.handles(w.with_person, a), STAFF, NOTHING)
