"""Who gets what from every operation that is told who acts: apis × roles × own and foreign objects.

An operation is added here together with its function: one that an api offers and that is not listed fails
(test_access.py). trust stands in tests/trust: its operations are about accounts and offices, and nobody owns them.
"""

from datetime import date

import actors
import town as city
from access import EVERYBODY, MANAGERS, NOBODY, NOTHING, PEOPLE, RESIDENT, SENT_BY, STAFF, SYSTEM, Operation, World
from access_benefits import BENEFITS
from access_corrections import CORRECTIONS
from access_publicity import HANDLES, PUBLICITY, WEIGHS, waits_behind
from access_sharing import GATEWAY, RESOURCES
from access_signing import AUTHORISATIONS
from access_steps import STEP, STEP_ROWS, WORDS, place_steps
from access_visits import VISITS
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import DraftExists, Known
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import (
    DecisionData,
    FinishedStep,
    Limits,
    NewCase,
    NewProcessStep,
    Opening,
)
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import LicenceKind
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.search import api as search
from zhengtong.office.duties import api as duties
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import RatedCase
from zhengtong.trust.identity import api as identity

SIGNED_IN = EVERYBODY - {"anonymous"}


def _decide(w: World, a: Actor) -> None:
    seen = w.case(w.with_person).evidence_hash
    cases.decide(w.with_person, DecisionData("refuse", (), (), {}, seen, ""), actor=a, at=w.at)


def _open_case(w: World, a: Actor) -> str:
    found = w.case(w.waiting)
    new = NewCase(
        application=found.application,
        item_code=found.summary.number[:31],
        service=found.summary.service,
        service_hash=found.service_hash,
        service_name=found.summary.service_name,
        organisation=found.summary.organisation,
        applicant=w.person,
        applicant_name=found.summary.applicant_name,
        in_household=True,
        operator=w.person,
        fields={},
        limits=Limits(20, date(2026, 12, 21), 5, date(2026, 11, 30), False),
    )
    return cases.open_case(new, lambda number: Opening((), WORDS, {}), actor=a, at=w.at)


def _request_licence(w: World, a: Actor) -> object:
    issuer = w.case(w.closed).summary.organisation
    return licences.request_licence(
        case=w.closed,
        service_hash="",
        layout="",
        kind=LicenceKind(f"{issuer}101", WORDS, False, None),
        holder=identity.person(w.person),
        fields={},
        issuer=(issuer, ""),
        verify_address="https://zt.example/verify/",
        actor=a,
        at=w.at,
    )


def _number_came(w: World, a: Actor) -> None:
    licences.await_number(w.waiting, "q", w.person, actor=w.actors["system"], at=w.at)
    licences.number_came(w.waiting, actor=a, at=w.at)


def _open_duty(w: World, a: Actor) -> object:
    return duties.open_duty(
        kind="any",
        organisation=actors.CIVIL_AFFAIRS,
        permission="cases.handle",
        title=WORDS,
        about=("case", w.waiting),
        due=date(2026, 12, 1),
        actor=a,
        at=w.at,
    )


def _rate(w: World, a: Actor) -> object:
    case = RatedCase("1", city.SERVICE, actors.CIVIL_AFFAIRS, w.person, w.person, True)
    return ratings.rate(case, 1, "", channel="web", actor=a, at=w.at)


def _finish_step(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.finish_step(w.waiting, FinishedStep(STEP, "", WORDS, "", {}, {}), actor=a, at=w.at)


def _own_turns(w: World, a: Actor) -> object:
    step = NewProcessStep(STEP, "person", WORDS, by_applicant=True)
    cases.place_steps(w.waiting, [step], (), actor=w.actors["system"], at=w.at)
    return cases.own_turns(a)


def _begin_step(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.begin_step(w.waiting, STEP, actor=a, at=w.at)


def _reschedule_step(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.reschedule_step(w.waiting, STEP, date(2026, 12, 1), WORDS, actor=a, at=w.at)


def _take_step(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.take_step(w.waiting, STEP, actor=a, at=w.at)


def _hand_over_step(w: World, a: Actor) -> None:
    place_steps(w, w.actors["system"])
    cases.hand_over_step(w.waiting, STEP, "", actor=a, at=w.at)


def _queue_with_steps(w: World, a: Actor) -> object:
    place_steps(w, w.actors["system"])
    return cases.queue(a, at=w.at, steps=100).steps


def _held_log(w: World, a: Actor) -> object:
    with atomic():
        cases.begin_process(w.waiting, {"step": "start"}, actor=w.actors["system"], at=w.at)
        return cases.held_log(w.waiting, actor=a)


def _dispute(w: World, a: Actor) -> object:
    return applications.dispute(w.draft, city.RESOURCE, "address", "不对", actor=a, at=w.at)


def _keep_known(w: World, a: Actor) -> object:
    return applications.keep_known(w.draft, Known(city.RESOURCE, WORDS, "down", {}, w.at), actor=a, at=w.at)


def _tell(w: World, a: Actor) -> str:
    return notices.tell(
        person=w.person,
        subject=WORDS,
        body=WORDS,
        link="/",
        about=("case", w.closed),
        outside=Outside(WORDS),
        actor=a,
        at=w.at,
    )


def _store(w: World, a: Actor) -> object:
    owner = ("case", w.closed)
    return files.store(b"%PDF-", name="a.pdf", media_type="application/pdf", owner=owner, actor=a, at=w.at)


def _show(w: World, a: Actor) -> object:
    return licences.show(code=licences.licence(w.licence).code, last_four=actors.LI_MIN[-4:], actor=a, at=w.at)


def _close_gap(w: World, a: Actor) -> object:
    search.note_gap("没有的事", actor=w.actors["system"], at=w.at)
    return search.close_gap("没有的事", actor=a, at=w.at)


def _desk(outcome_elsewhere: str = NOTHING) -> dict[str, str]:
    """A clerk of another office has a desk of their own, and nothing of this one on it."""
    return {"other_clerk": outcome_elsewhere}


_CASES = [
    Operation(
        "add_evidence",
        lambda w, a: cases.add_evidence(w.question, {}, provider="甲", basis="", answered_at=w.at, actor=a, at=w.at),
        SYSTEM,
        Forbidden,
    ),
    Operation("archive", lambda w, a: cases.archive(a, at=w.at).cases, STAFF, other=_desk()),
    Operation("await_evidence", lambda w, a: cases.await_evidence(w.waiting, (), actor=a, at=w.at), RESIDENT | SYSTEM),
    Operation("case", lambda w, a: cases.case(w.closed, actor=a, at=w.at), RESIDENT | STAFF | SYSTEM),
    Operation(
        "case_with_numbers", lambda w, a: cases.case_with_numbers(w.closed, actor=a, at=w.at, reason="核"), STAFF
    ),
    Operation("cases_of", lambda w, a: cases.cases_of(a), RESIDENT, NOTHING),
    Operation("begin_step", _begin_step, SYSTEM, Forbidden),
    Operation("own_turns", _own_turns, RESIDENT, NOTHING),
    Operation("close", lambda w, a: cases.close(w.with_person, actor=a, at=w.at), SYSTEM, Forbidden),
    Operation("decide", _decide, STAFF | SYSTEM, other={"resident": Forbidden}),
    Operation(
        "hand_to_person", lambda w, a: cases.hand_to_person(w.waiting, WORDS, actor=a, at=w.at), SYSTEM, Forbidden
    ),
    Operation("is_own", lambda w, a: cases.is_own(a, w.case(w.closed).summary), RESIDENT, NOTHING),
    Operation("open_case", _open_case, RESIDENT, Forbidden),
    Operation("reschedule_step", _reschedule_step, SYSTEM, Forbidden),
    Operation("queue", lambda w, a: cases.queue(a, at=w.at).cases, STAFF, other=_desk()),
    Operation("queue_counts", lambda w, a: cases.queue_counts(a, date(2026, 11, 23))[""], STAFF, other=_desk()),
    Operation(
        "recompute_due_dates",
        lambda w, a: cases.recompute_due_dates(actor=a, at=w.at),
        NOBODY,
        Forbidden,
        {"system": NOTHING},
    ),
    Operation(
        "request_paper",
        lambda w, a: cases.request_paper(w.waiting, "receipt", WORDS, {}, actor=a, at=w.at),
        RESIDENT | STAFF | SYSTEM,
    ),
    Operation("begin_process", lambda w, a: cases.begin_process(w.waiting, {}, actor=a, at=w.at), SYSTEM, Forbidden),
    Operation("evidence_about", lambda w, a: cases.evidence_about(a), RESIDENT, NOTHING),
    # The office's step is the clerk's: a party reads the case and does not do it; the platform does its own alone.
    Operation("finish_step", _finish_step, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("hand_over_step", _hand_over_step, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("held_log", _held_log, RESIDENT | STAFF | SYSTEM),
    Operation("place_steps", place_steps, SYSTEM, Forbidden),
    Operation(
        "pass_on_steps",
        lambda w, a: cases.pass_on_steps(a, None, "", actor=a, at=w.at),
        NOBODY,
        Forbidden,
        {"system": NOTHING},
    ),
    Operation("queue", _queue_with_steps, STAFF, other=_desk()),
    *STEP_ROWS,
    Operation("stops_over", lambda w, a: cases.stops_over(actor=a, at=w.at), NOBODY, Forbidden, {"system": NOTHING}),
    Operation("take_step", _take_step, STAFF, other={"resident": Forbidden, "system": Forbidden}),
    Operation("works_desk", lambda w, a: cases.works_desk(a), STAFF | {"other_clerk"}, NOTHING),
    HANDLES,
    WEIGHS,
    Operation("waits_behind", waits_behind, STAFF, other=_desk()),
    Operation("works_on", lambda w, a: cases.works_on(w.with_person, a), STAFF, NOTHING),
]
_APPLICATIONS = [
    Operation("application", lambda w, a: applications.application(w.draft, actor=a), RESIDENT),
    Operation("begin", lambda w, a: applications.begin(city.SERVICE, "", actor=a, at=w.at), PEOPLE, Forbidden),
    Operation(
        "begin_filled",
        lambda w, a: applications.begin_filled(city.SERVICE, "", {}, actor=a, at=w.at),
        PEOPLE,
        Forbidden,
        {"resident": DraftExists},
    ),
    Operation(
        "case_sent_as", lambda w, a: applications.case_sent_as(RequestKey(SENT_BY, ""), actor=a), RESIDENT, NOTHING
    ),
    Operation("discard", lambda w, a: applications.discard(w.draft, actor=a, at=w.at), RESIDENT),
    Operation("dispute", _dispute, RESIDENT),
    Operation("draft_to_send", lambda w, a: applications.draft_to_send(w.draft, actor=a), RESIDENT),
    Operation("drafts_of", lambda w, a: applications.drafts_of(a), RESIDENT, NOTHING),
    Operation("keep_known", _keep_known, RESIDENT),
    Operation("remove_entries", lambda w, a: applications.remove_entries(w.draft, {}, actor=a, at=w.at), RESIDENT),
    Operation(
        "save_entry", lambda w, a: applications.save_entry(w.draft, "people", "1", {}, actor=a, at=w.at), RESIDENT
    ),
    Operation("save_answers", lambda w, a: applications.save_answers(w.draft, {}, actor=a, at=w.at), RESIDENT),
    Operation("send", lambda w, a: applications.send(w.draft, w.waiting, w.person, actor=a, at=w.at), RESIDENT),
]
_LICENCES = [
    Operation("request_licence", _request_licence, STAFF | SYSTEM, Forbidden),
    Operation(
        "revoke",
        lambda w, a: licences.revoke(w.licence, reason="错了", actor=a, at=w.at),
        SYSTEM,
        other={"staff": Forbidden},  # the post has no licences.revoke
    ),
    Operation("show", _show, EVERYBODY),  # to whoever knows the code and the end of the holder's number
    Operation(
        "await_number",
        lambda w, a: licences.await_number(w.waiting, "q", w.person, actor=a, at=w.at),
        SYSTEM,
        Forbidden,
    ),
    Operation("number_came", _number_came, SYSTEM, Forbidden),
]
_RATINGS = [
    Operation("answer", lambda w, a: ratings.answer(w.closed, "打了电话，道了歉，改了流程。", actor=a, at=w.at), STAFF),
    Operation("rate", _rate, RESIDENT),
]
_DUTIES = [
    Operation("close_duty", lambda w, a: duties.close_duty(w.duty, actor=a, at=w.at), STAFF | SYSTEM),
    Operation("duties_of", lambda w, a: duties.duties_of(a), STAFF, NOTHING),
    Operation("duty", lambda w, a: duties.duty(w.duty, actor=a), STAFF | SYSTEM),
    Operation("open_duty", _open_duty, SIGNED_IN, Forbidden),
]
_NOTICES = [
    Operation("mark_read", lambda w, a: notices.mark_read(w.letter, actor=a, at=w.at), RESIDENT),
    Operation("tell", _tell, SIGNED_IN, Forbidden),
]
_SEARCH = [
    Operation("close_gap", _close_gap, frozenset({"other_staff", "system"}), Forbidden),
    Operation("sees_to_gaps", lambda w, a: search.sees_to_gaps(a), frozenset({"other_staff", "system"}), NOTHING),
    Operation(
        "gaps",
        lambda w, a: search.gaps(date(2026, 11, 1), actor=a),
        NOBODY,
        Forbidden,
        {"other_staff": NOTHING, "system": NOTHING},
    ),
    Operation("note_gap", lambda w, a: search.note_gap("没有的事", actor=a, at=w.at), EVERYBODY),
]
#: The operations of each context.
TABLE = {
    "delivery.cases": _CASES,
    "delivery.applications": _APPLICATIONS,
    "delivery.authorisations": AUTHORISATIONS,
    "delivery.publicity": PUBLICITY,
    "delivery.licences": _LICENCES,
    "delivery.benefits": BENEFITS,
    "oversight.ratings": _RATINGS,
    "sharing.gateway": GATEWAY,
    "sharing.corrections": CORRECTIONS,
    "sharing.resources": RESOURCES,
    "office.appointments": VISITS,
    "office.duties": _DUTIES,
    "office.files": [Operation("store", _store, SIGNED_IN, Forbidden)],
    "office.notices": _NOTICES,
    "offer.catalogue": [
        Operation("load", lambda w, a: catalogue.load(city.FOLDER, actor=a, at=w.at), MANAGERS, Forbidden)
    ],
    "offer.search": _SEARCH,
}
