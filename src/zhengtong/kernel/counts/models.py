from django.db import models


class Count(models.Model):
    """How often `who` did `what` in the window that began at `since` (seconds of real time)."""

    what = models.CharField(max_length=40)
    who = models.CharField(max_length=100)
    since = models.BigIntegerField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["what", "who", "since"], name="counted_once"),)
