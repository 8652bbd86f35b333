"""From an account to the actor it acts as."""

from collections.abc import Sequence
from typing import cast

from django.db.models import Q

from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, ActorKind
from zhengtong.trust.identity import _accounts
from zhengtong.trust.identity._mask import masked_name
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.identity.models import Appointment, User

_PUBLIC_KINDS = ("staff", "administrator")


def actor_for(user: object) -> Actor:
    """The actor of a signed-in account, with the post in force today; ANONYMOUS for nobody.

    One query for staff, none for residents. A resident's name is masked, since actors stand in audit rows; `person`
    is empty until the holder is proven.
    """
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    public = user.kind in _PUBLIC_KINDS
    organisation, post, permissions = (_post_in_force(user) if public else None) or ("", "", ())
    return Actor(
        kind=cast(ActorKind, user.kind),
        id=f"user:{user.pk}",
        name=user.display_name if public else masked_name(user.display_name),
        person=user.person_id or "",
        organisation=organisation,
        post=post,
        permissions=frozenset(permissions),
    )


def actor_of(account: str) -> Actor:
    """The actor of an account (`user:7`), with the post in force today; NotFound when there is none. Two statements."""
    return actor_for(_accounts.row(account))


def colleagues(organisation: str, permission: str) -> tuple[AccountData, ...]:
    """Who holds a post of an organisation with a permission today, by account. One statement."""
    rows = Appointment.objects.filter(_in_force(), post__organisation=organisation).select_related("post", "user")
    able = [
        row.user for row in rows.order_by("user", "pk") if permission in row.post.permissions and row.user.is_active
    ]
    return tuple(_accounts.data(user) for user in dict.fromkeys(able))


def _in_force() -> Q:
    today = clock.today()
    return Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))


def _post_in_force(user: User) -> tuple[str, str, Sequence[str]] | None:
    """Organisation, name and permissions of the post held today: plain values, since every request of staff asks."""
    held = Appointment.objects.filter(_in_force(), user=user).order_by("-since", "-pk")
    return held.values_list("post__organisation_id", "post__name", "post__permissions").first()
