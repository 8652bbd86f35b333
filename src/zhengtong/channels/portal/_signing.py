"""Who has signed for a case and who has not, as its people see it: names and how far they are, and the links."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zhengtong.channels.portal._case_words import Waiting, late_words
from zhengtong.channels.ui.api import day, moment
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import Signer
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys.signatures import looked_up
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion

MISSING = Text("还差{names} {count} 人签字。", "Still to sign ({count}): {names}.")
UNWILLING = Text("{names}不同意查，我们会找您商量怎么办。", "{names}: did not agree; we will talk with you about it.")
BY_DUE = Text("最晚 {due}给您结果。", "Your result comes by {due}.")
THEN = Text(
    "签了字才查的是{asked}，签一个查一个。最晚 {due}给您结果。",
    "Only this waits for the signature, each for their own: {asked}. Your result comes by {due}.",
)
STATES = {
    "asked": (Text("还没签", "Not signed yet"), "near"),
    "signed": (Text("签了", "Signed"), "done"),
    "refused": (Text("不同意", "Does not agree"), "late"),
    "lapsed": (Text("没签就办完了", "Ended without it"), "none"),
}
WAYS = {
    "account": Text("{when}，登录签的", "{when}, signed in"),
    "link": Text("{when}，用链接签的", "{when}, by the link"),
    "paper": Text("{when}，在纸上签的，{witness}见证", "{when}, on paper, seen by {witness}"),
    "guardian": Text(
        "{when}，{by}（{relation}）替他签的，{witness}见证", "{when}, by {by} ({relation}), seen by {witness}"
    ),
    "agent": Text(
        "{when}，{by}（{relation}）代他签的，{witness}见证", "{when}, by {by} ({relation}), seen by {witness}"
    ),
}
TALK = Text("我们会找您商量怎么办", "We will talk with you about what to do")


@dataclass(frozen=True, slots=True)
class Link:
    """What to pass on to somebody who has not signed."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Signing:
    """The signatures of a case: who is missing in words, a row each, the links, and where the reader signs.

    `waiting_data` is what is asked for once somebody has signed, and of whom; None when nobody has still to sign."""

    missing: Text | None
    waiting_data: Text | None
    rows: tuple[dict[str, Any], ...]
    links: tuple[Link, ...]
    own_href: str


def signing_of(data: CaseData, version: ServiceVersion, actor: Actor, root: str) -> Signing | None:
    """The signatures of a case; None for a service that wants none. Three statements; `root` is the site's address."""
    definition = authorisations.definition_of(version)
    if definition is None:
        return None
    number = data.summary.number
    signers = authorisations.signers(number)
    links = authorisations.links(number, actor=actor)
    others = [one for one in signers if one.id in links and one.person != actor.person]
    own = any(one.person == actor.person and one.may_sign for one in signers)
    return Signing(
        missing=None if data.summary.outcome else missing_words(signers),  # decided: nobody signs any more
        waiting_data=looked_up(version, definition.covers) if any(one.state == "asked" for one in signers) else None,
        rows=tuple(signer_row(one) for one in signers),
        links=tuple(Link(one.name, root[:-1] + reverse("portal.sign", args=[links[one.id]])) for one in others),
        own_href=reverse("portal.sign_own", args=[number]) if own else "",
    )


def missing_words(signers: tuple[Signer, ...]) -> Text | None:
    """“还差王强 1 人签字。刘芳不同意查，……”; None when everybody has signed."""
    told = [_naming(words, signers, state) for words, state in ((MISSING, "asked"), (UNWILLING, "refused"))]
    said = [one for one in told if one]
    return Text("".join(one.zh for one in said), " ".join(one.in_("en") for one in said)) if said else None


def _naming(words: Text, signers: tuple[Signer, ...], state: str) -> Text | None:
    names = [one.name for one in signers if one.state == state]
    if not names:
        return None
    zh, en = "、".join(names), ", ".join(names)
    return Text(words.zh.format(names=zh, count=len(names)), words.in_("en").format(names=en, count=len(names)))


def unsigned_note(signing: Signing | None, data: CaseData, today: date) -> Text | None:
    """What stands under the sentence on top while somebody has still to sign, so that nobody reads there is nothing to
    do; None when everybody has."""
    if signing is None or signing.missing is None:
        return None
    then = _then(signing, data, today)
    return Text(signing.missing.zh + then.zh, f"{signing.missing.in_('en')} {then.in_('en')}")


def _then(signing: Signing, data: CaseData, today: date) -> Text:
    if today > data.answer_by:
        return late_words(data, today)
    due, asked = day(data.answer_by), signing.waiting_data
    return THEN.format(asked=asked, due=due) if asked else BY_DUE.format(due=due)


def signer_row(signer: Signer) -> dict[str, Any]:
    """One signer: name, state, and how and when they signed."""
    words, lamp = STATES[signer.state]
    return {"name": signer.name, "did": "", "source": _how(signer), "state": words, "lamp": lamp}


def _how(signer: Signer) -> Text | str:
    if signer.state == "refused":
        return TALK
    if signer.signed_at is None:
        return ""
    marks = {"by": signer.by_name, "relation": signer.relation, "witness": signer.witness}
    return WAYS[signer.way].format(when=moment(signer.signed_at), **marks)


def waiting(signing: Signing | None, data: CaseData, today: date) -> Waiting | None:
    """The sentence on top where signatures are what keeps the case; None where something else does."""
    if signing is None or signing.missing is None or all(need.question for need in data.missing):
        return None
    return Waiting(signing.missing, _then(signing, data, today), today > data.answer_by)
