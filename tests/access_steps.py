"""What each role gets from the operations on what a step leaves: files, companions, papers, an extension."""

import actors
import care
import town as city
from access import NOTHING, Operation, World
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Extending, NewCompanion, NewNeed, NewPaper, NewProcessStep, NewProof, StepKey
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.text import Text

RESIDENT, STAFF, SYSTEM = frozenset({"resident"}), frozenset({"staff"}), frozenset({"system"})
OTHER_CLERK = frozenset({"other_clerk"})
EXTENDING = Extending(45, actors.CIVIL_AFFAIRS, "cases.handle")
STEP = StepKey("visit", 1)
WORDS = Text("一句话", "A sentence")


def place_steps(w: World, a: Actor) -> None:
    step = NewProcessStep(STEP, "person", WORDS, actors.CIVIL_AFFAIRS, "cases.handle")
    cases.place_steps(w.waiting, [step], (), actor=a, at=w.at)


def _put_question(w: World, a: Actor) -> None:
    need = NewNeed("signed", city.RESOURCE, "applicant", w.person, "", "")
    cases.await_evidence(w.waiting, [need], actor=w.actors["system"], at=w.at)
    cases.put_question(w.waiting, "signed", "applicant", question="q", basis="", actor=a, at=w.at)


def _ask_anew(w: World, a: Actor) -> None:
    [need] = w.case(w.with_person).needs
    values = {"name": "李敏"}
    answered = {"provider": "公安局", "basis": "", "answered_at": w.at, "actor": w.actors["system"], "at": w.at}
    cases.add_evidence(need.question, values, **answered)
    cases.ask_anew(w.with_person, need.need, need.party, question="q", basis="", actor=a, at=w.at)


def _extend(w: World, a: Actor) -> None:
    cases.begin_process(w.waiting, {"step": "start"}, actor=w.actors["system"], at=w.at)
    cases.extend(w.waiting, EXTENDING, "", actor=a, at=w.at)


def _add_proof(w: World, a: Actor) -> str:
    place_steps(w, w.actors["system"])
    return cases.add_proof(w.waiting, STEP, NewProof("photo", care.picture()), actor=a, at=w.at)


def _remove_proof(w: World, a: Actor) -> None:
    cases.remove_proof(w.waiting, _add_proof(w, w.actors["staff"]), actor=a, at=w.at)


def _proof_file(w: World, a: Actor) -> object:
    return cases.proof_file(w.waiting, _add_proof(w, w.actors["staff"]), actor=a, at=w.at)


def _own_step(w: World, a: Actor) -> object:
    place_steps(w, w.actors["system"])
    return cases.own_step(w.waiting, STEP, actor=a)


def _keep_draft(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.keep_draft(w.waiting, STEP, {}, "", actor=a, at=w.at)


def _ask(w: World, a: Actor, who: str) -> None:
    place_steps(w, w.actors["system"])
    cases.ask_companion(w.waiting, STEP, NewCompanion(who, "某", "岗", "hash"), {}, actor=a, at=w.at)


def _asked(w: World) -> None:
    """The clerk of another office is asked to confirm a step of the clerk of this one."""
    _ask(w, w.actors["staff"], w.actors["other_clerk"].id)


def _confirm(w: World, a: Actor) -> None:
    _asked(w)
    cases.confirm_companion(w.waiting, STEP, "hash", actor=a, at=w.at)


def _asked_of(w: World, a: Actor) -> object:
    _asked(w)
    return cases.asked_of(w.waiting, STEP, actor=a, at=w.at)


def _asked_to_confirm(w: World, a: Actor) -> object:
    _asked(w)
    return cases.asked_to_confirm(a)


def _request_step_paper(w: World, a: Actor) -> str:
    new = NewPaper("receipt", WORDS, "", actors.CIVIL_AFFAIRS, False, {})
    return cases.request_step_paper(w.waiting, new, actor=a, at=w.at)


def _route_steps(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.route_steps(w.waiting, {STEP: (actors.CIVIL_AFFAIRS, "other")}, actor=a, at=w.at)


STEP_ROWS = [
    Operation("route_steps", _route_steps, SYSTEM, Forbidden),
    Operation(
        "settle_region", lambda w, a: cases.settle_region(w.waiting, "990101001", actor=a, at=w.at), SYSTEM, Forbidden
    ),
    Operation("put_question", _put_question, SYSTEM, Forbidden),
    Operation("ask_anew", _ask_anew, SYSTEM, Forbidden),
    Operation("add_proof", _add_proof, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("remove_proof", _remove_proof, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("proof_file", _proof_file, RESIDENT | STAFF | SYSTEM),
    Operation("own_step", _own_step, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("keep_draft", _keep_draft, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation(
        "ask_companion",
        lambda w, a: _ask(w, a, "user:0"),
        STAFF,
        other={"resident": Forbidden, "system": Forbidden},
    ),
    # Who is asked learns what they are asked about, and of the case no more: others are told that it is not there.
    Operation("confirm_companion", _confirm, OTHER_CLERK),
    Operation("asked_of", _asked_of, OTHER_CLERK),
    Operation("asked_to_confirm", _asked_to_confirm, OTHER_CLERK, other={"staff": NOTHING}),
    Operation("extend", _extend, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("may_extend", lambda w, a: cases.may_extend(a, EXTENDING), STAFF, NOTHING),
    Operation("request_step_paper", _request_step_paper, RESIDENT | STAFF | SYSTEM),
]
