"""What each role gets from the operations on what is said to be wrong; here the office of `staff` is to check it."""

import actors
import town as city
from access import NOBODY, NOTHING, RESIDENT, STAFF, SYSTEM, Operation, World
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import NewCorrection


def _open(w: World, a: Actor) -> str:
    new = NewCorrection(
        reference=w.waiting,
        organisation=actors.CIVIL_AFFAIRS,
        resource=city.RESOURCE,
        field="address",
        person=w.person,
        name="李敏",
        id_number=actors.LI_MIN,
        told="桥头街 18 号",
        claimed="桥头街 9 号",
        reason="",
        handler=actors.CIVIL_AFFAIRS,
        permission="cases.handle",
    )
    return corrections.open_correction(new, actor=a, at=w.at).id


def _opened(w: World) -> str:
    return _open(w, w.actors["resident"])


def _to_check(w: World, a: Actor) -> object:
    _opened(w)
    return corrections.to_check(a)


def _note_anew(w: World, a: Actor) -> object:
    opened = _opened(w)
    corrections.conclude(opened, "corrected", "", actor=w.actors["staff"], at=w.at)
    return corrections.note_anew(opened, "桥头街 18 号", actor=a, at=w.at)


CORRECTIONS = [
    Operation("open_correction", _open, RESIDENT | STAFF, Forbidden),
    Operation("conclude", lambda w, a: corrections.conclude(_opened(w), "corrected", "", actor=a, at=w.at), STAFF),
    Operation("correction", lambda w, a: corrections.correction(_opened(w), actor=a, at=w.at), STAFF),
    Operation("note_anew", _note_anew, SYSTEM, Forbidden),
    Operation("corrects", lambda w, a: corrections.corrects(a), NOBODY, NOTHING),  # no post of theirs may
    Operation("to_check", _to_check, STAFF, NOTHING),
]
