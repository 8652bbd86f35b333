from django.conf import settings

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


def may_register(actor: Actor) -> None:
    """Whoever has not signed in opens an account of their own; the platform opens those of the demo."""
    _require(actor.kind in ("anonymous", "system"))


def may_meet(_actor: Actor) -> None:
    """Anybody may name somebody: it follows from an act its caller has authorised, and shows nothing."""


def may_change_own(actor: Actor, account: str) -> None:
    """Everybody changes their own way in, and nobody else's."""
    _require(actor.id == account)


def may_load_demo(actor: Actor) -> None:
    """The platform itself, in a home made by the demo."""
    _require(actor.kind == "system" and settings.ZHENGTONG_DEMO)


def may_create_accounts(actor: Actor) -> None:
    """The system administrator opens accounts of staff and of companies' agents."""
    _require(actor.may("accounts.manage"))


def may_appoint(actor: Actor, account: str) -> None:
    """The security administrator gives posts, never to themself."""
    _require(actor.may("appointments.manage") and actor.id != account)


def may_verify(actor: Actor, account: str) -> None:
    """A window that sees the person in front of it says who they are; nobody verifies themself."""
    _require(actor.may("identity.verify") and actor.id != account)


def may_reset_access(actor: Actor, account: str, kind: str) -> None:
    """A window resets a resident's way in; the system administrator that of everybody else; nobody their own."""
    permission = "identity.verify" if kind == "resident" else "accounts.manage"
    _require(actor.may(permission) and actor.id != account)


def _require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden()
