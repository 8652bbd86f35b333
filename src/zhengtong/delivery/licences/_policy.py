"""Who may do what with licences."""

from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound

REVOKE = "licences.revoke"


def may_request(actor: Actor, issuer: str) -> None:
    """A licence follows from a decision: made by the platform itself, or by staff of the issuer (credit code)."""
    if actor.kind != "system" and not (actor.kind == "staff" and actor.organisation == issuer):
        raise Forbidden()


def may_await(actor: Actor) -> None:
    """Only the platform itself waits for a number."""
    if actor.kind != "system":
        raise Forbidden()


def may_show(_actor: Actor) -> None:
    """Anybody may try: the proof is the end of the holder's number, and every try is kept."""


def may_revoke(actor: Actor, licence: Licence) -> None:
    """The issuing organisation alone, by a post with the permission. Others must not know the licence."""
    if actor.kind == "system":
        return
    if actor.organisation != licence.issuer_code or actor.kind != "staff":
        raise NotFound()
    if not actor.may(REVOKE):
        raise Forbidden()
