"""Open an account for somebody and give them their post, as one act."""

from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.identity._operations.appoint import appoint
from zhengtong.trust.identity._operations.register import create_staff
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.organisations import api as organisations


def employ(
    *,
    username: str,
    name: str,
    password: str,
    id_number: str,
    organisation: str,
    post: str,
    actor: Actor,
    at: datetime,
) -> AccountData:
    """An account in its post from today on: an administrator's where the post is one of the three.

    Needs what `create_staff` and `appoint` need, which no one administrator has; so it is the platform's own, for the
    first accounts of a node. Errors as of both; nothing is kept when either refuses.
    """
    held = organisations.post(organisation, post)
    with atomic():
        account = create_staff(
            username=username,
            name=name,
            password=password,
            administrator=bool(held.administrator),
            id_number=id_number,
            actor=actor,
            at=at,
        )
        appoint(account.id, organisation, post, since=clock.china_date(at), actor=actor, at=at)
    return account
