from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField


class Application(models.Model):
    """What a person fills in and sends."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    service = models.CharField(max_length=100)
    service_hash = models.CharField(max_length=64)
    operator = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    answers = EncryptedJSONField(default=dict)
    known = EncryptedJSONField(default=dict)
    disputes = EncryptedJSONField(default=list)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=64, null=True)
    idempotency_digest = models.CharField(max_length=100, default="")
    case = models.CharField(max_length=47, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["operator", "service"],
                condition=models.Q(sent_at__isnull=True, discarded_at__isnull=True),
                name="one_draft_per_service",
            ),
            models.UniqueConstraint(fields=["operator", "idempotency_key"], name="application_sent_once"),
        )
