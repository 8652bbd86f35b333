from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedTextField


class SlotCount(models.Model):
    """How many visits of an office's posts are booked in a slot; held while it is counted."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=60)
    day = models.DateField()
    time = models.CharField(max_length=11)
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "permission", "day", "time"], name="slot_count_once"),
        )


class VisitRow(models.Model):
    """A visit, with the identity.Person ids it is for."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=80)
    title = models.JSONField()
    people = models.JSONField()
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=60)
    day = models.DateField()
    time = models.CharField(max_length=11)
    address = EncryptedTextField()
    state = models.CharField(max_length=10, default="booked")
    booked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "permission", "day", "time"], name="visit_day"),
            models.Index(fields=["day"], condition=models.Q(state="booked", reminded_at=None), name="visit_to_remind"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["about_type", "about_id"], condition=models.Q(state="booked"), name="visit_booked_once"
            ),
        )
