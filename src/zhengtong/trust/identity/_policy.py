from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden


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
