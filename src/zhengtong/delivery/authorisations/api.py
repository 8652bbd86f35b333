"""Authorisations: who must sign that their data may be asked for, the words they sign, and whether they have."""

from zhengtong.delivery.authorisations._definition import definition_of, signers_of
from zhengtong.delivery.authorisations._operations.answer import answer_by_link, answer_own, record_signed
from zhengtong.delivery.authorisations._operations.ask import ask
from zhengtong.delivery.authorisations._operations.lapse import lapse
from zhengtong.delivery.authorisations._operations.near import take_near
from zhengtong.delivery.authorisations._operations.paper import signed_paper, signers_to_take, text_to_sign
from zhengtong.delivery.authorisations._operations.show import show_by_link
from zhengtong.delivery.authorisations._queries import (
    is_link,
    links,
    own,
    own_by_link,
    papers,
    signers,
    to_take,
    waiting_for,
)
from zhengtong.delivery.authorisations._words import blank_words

__all__ = [
    "answer_by_link",
    "answer_own",
    "ask",
    "blank_words",
    "definition_of",
    "is_link",
    "lapse",
    "links",
    "own",
    "own_by_link",
    "papers",
    "record_signed",
    "show_by_link",
    "signed_paper",
    "signers",
    "signers_of",
    "signers_to_take",
    "take_near",
    "text_to_sign",
    "to_take",
    "waiting_for",
]
