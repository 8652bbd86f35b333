"""Who may put something up, object, and read objections."""

from zhengtong.delivery.cases import api as cases
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound


def require_system(actor: Actor) -> None:
    """Only the platform puts a sheet's words on its page, when it has the sheet made."""
    if actor.kind != "system":
        raise Forbidden()


def may_object(_actor: Actor) -> None:
    """Anybody who has the address of a posting may object, without an account and without a name."""


def require_reader(case: str, actor: Actor) -> None:
    """The clerks who weigh a case, but not one who is a party to it: they would learn who objects to them. Whoever only
    puts up a sheet may live next door to both."""
    if not cases.weighs(case, actor):
        raise NotFound()


def require_clerk(case: str, actor: Actor) -> None:
    """The clerks of a case, but not one who is a party to it: they write down what people come to say."""
    if not cases.handles(case, actor):
        raise NotFound()
