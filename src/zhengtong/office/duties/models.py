from django.db import models

from zhengtong.kernel.identifiers import new_id


class Duty(models.Model):
    """Something the posts of an organisation with a permission must do by a date."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=60)
    title = models.JSONField()
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=80)
    due = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, default="")

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "due", "id"], condition=models.Q(closed_at=None), name="duty_open"),
            models.Index(fields=["about_type", "about_id"], name="duty_about"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "organisation", "about_type", "about_id"],
                condition=models.Q(closed_at=None),
                name="duty_open_once",
            ),
        )
