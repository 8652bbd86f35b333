from django.db import models


class OutboxEvent(models.Model):
    """A fact announced in the transaction that made it true."""

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    hearers = models.JSONField(null=True)
    """Names of the handlers of the version that announced it; None when that version did not write them down."""
    at = models.DateTimeField()
    done = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["next_at", "id"], condition=models.Q(done=False), name="outbox_due"),)


class Delivery(models.Model):
    """One handler has handled one event."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=150)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "handler"], name="delivered_once"),)
