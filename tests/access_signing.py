"""Who gets what from the operations of authorisations: a part of access_table.py."""

from datetime import date

import actors
import care
import rent
from access import EVERYBODY, NOTHING, Operation, World
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import Asked, NewSigner, OwnText, SignedInPerson
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue

SYSTEM, RESIDENT, STAFF = frozenset({"system"}), frozenset({"resident"}), frozenset({"staff"})
WORDS = Text("一句话", "A sentence")


def _rent_case(w: World) -> str:
    """A case of the resident's for which four adults must sign."""
    rent.load()
    return rent.send(w.actors["resident"])


def _shown(w: World, a: Actor) -> tuple[str, OwnText]:
    code = rent.code(_rent_case(w), rent.FANG[0], w.actors["resident"])
    return code, authorisations.show_by_link(code, *rent.FANG, actor=a, at=w.at)


def _answer_by_link(w: World, a: Actor) -> None:
    code, shown = _shown(w, a)
    authorisations.answer_by_link(code, shown.proof, agrees=True, promised=True, actor=a, at=w.at)


def _record_signed(w: World, a: Actor) -> None:
    signer = rent.signer(_rent_case(w), rent.FANG[0])
    authorisations.record_signed(signer.id, SignedInPerson("paper", "赵德福"), actor=a, at=w.at)


def _signed_paper(w: World, a: Actor) -> bytes:
    number = _rent_case(w)
    signer = rent.signer(number, rent.FANG[0])
    signed = SignedInPerson("paper", "赵德福", photo=care.picture())
    authorisations.record_signed(signer.id, signed, actor=w.actors["staff"], at=w.at)
    return authorisations.signed_paper(number, signer.id, actor=a, at=w.at)


def _text_to_sign(w: World, a: Actor) -> OwnText:
    number = _rent_case(w)
    return authorisations.text_to_sign(number, rent.signer(number, rent.FANG[0]).id, actor=a, at=w.at)


def _signers_to_take(w: World, a: Actor) -> object:
    return authorisations.signers_to_take(_rent_case(w), actor=a, at=w.at)


def _ask_to_sign(w: World, a: Actor) -> None:
    rent.load()
    definition = authorisations.definition_of(catalogue.published(rent.SERVICE))
    assert definition is not None
    asked = Asked(w.waiting, w.person, w.person, "李敏", WORDS, WORDS, WORDS, date(2026, 11, 23))
    signers = [NewSigner("applicant", w.person, "李敏", actors.LI_MIN)]
    authorisations.ask(definition, asked, signers, actor=a, at=w.at)


AUTHORISATIONS = [
    # Whoever has the link and knows name and number of the signer, signed in or not.
    Operation("answer_by_link", _answer_by_link, EVERYBODY),
    Operation(
        "answer_own",
        lambda w, a: authorisations.answer_own(_rent_case(w), agrees=True, promised=True, actor=a, at=w.at),
        RESIDENT,
    ),
    Operation("ask", _ask_to_sign, RESIDENT | SYSTEM, Forbidden),
    Operation(
        "take_near",
        lambda w, a: authorisations.take_near(_rent_case(w), "o", "p", actor=a, at=w.at),
        SYSTEM,
        Forbidden,
    ),
    Operation("lapse", lambda w, a: authorisations.lapse(_rent_case(w), actor=a, at=w.at), SYSTEM, Forbidden),
    Operation("links", lambda w, a: authorisations.links(_rent_case(w), actor=a), RESIDENT, NOTHING),
    Operation("own", lambda w, a: authorisations.own(_rent_case(w), actor=a), RESIDENT),
    Operation("record_signed", _record_signed, STAFF),
    Operation("show_by_link", lambda w, a: _shown(w, a), EVERYBODY),
    Operation("signed_paper", _signed_paper, STAFF),
    Operation("signers_to_take", _signers_to_take, STAFF),
    Operation("text_to_sign", _text_to_sign, STAFF),
    # No post near them is named by this service; journeys/test_signed_near.py has one that is.
    Operation("to_take", lambda w, a: _rent_case(w) and authorisations.to_take(a), frozenset(), NOTHING),
    Operation("waiting_for", lambda w, a: _rent_case(w) and authorisations.waiting_for(a), RESIDENT, NOTHING),
]
