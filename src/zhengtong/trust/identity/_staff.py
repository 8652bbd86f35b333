"""Who works where today."""

from collections.abc import Collection

from django.db.models import Q

from zhengtong.kernel import clock
from zhengtong.trust.identity.data import StaffData
from zhengtong.trust.identity.models import Appointment


def staff_of(organisations: Collection[str]) -> tuple[StaffData, ...]:
    """The staff with a post in force today in one of the organisations, by organisation and name; whoever holds two
    posts there stands under each. One statement."""
    today = clock.today()
    in_force = Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))
    rows = Appointment.objects.filter(in_force, post__organisation__in=organisations, user__is_active=True)
    found = (
        StaffData(
            account=f"user:{row.user_id}",
            name=row.user.display_name,
            person=row.user.person_id or "",
            organisation=row.post.organisation_id,
            post=row.post.name,
            permissions=frozenset(row.post.permissions),
        )
        for row in rows.filter(user__kind="staff").select_related("user", "post")
    )
    return tuple(sorted(found, key=lambda one: (one.organisation, one.name, one.post)))
