"""From an account to the actor it acts as."""

from typing import cast

from django.db.models import Q

from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, ActorKind
from zhengtong.trust.identity._mask import masked_name
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
    appointment = _appointment(user) if public else None
    return Actor(
        kind=cast(ActorKind, user.kind),
        id=f"user:{user.pk}",
        name=user.display_name if public else masked_name(user.display_name),
        person=user.person_id or "",
        organisation=appointment.post.organisation_id if appointment else "",
        post=appointment.post.name if appointment else "",
        permissions=frozenset(appointment.post.permissions) if appointment else frozenset(),
    )


def _appointment(user: User) -> Appointment | None:
    today = clock.today()
    in_force = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    return Appointment.objects.filter(in_force, user=user).select_related("post").order_by("-since", "-pk").first()
