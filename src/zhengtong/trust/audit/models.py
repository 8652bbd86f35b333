from django.db import models

REASON_LIMIT = 300


class AuditRow(models.Model):
    """One act or one look. `position` is its place in the log, null until the sequencer has taken it in.

    `subjects` and `detail` are JSON texts kept as written, so that the log covers every byte on any database.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=100)
    actor_person = models.CharField(max_length=26, default="")
    organisation = models.CharField(max_length=18, default="")
    post = models.CharField(max_length=100, default="")
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    subjects = models.TextField(default="[]")
    reason = models.CharField(max_length=REASON_LIMIT, default="")
    detail = models.TextField(default="{}")
    salt = models.BinaryField(max_length=16)
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=models.Q(position__isnull=True), name="audit_unsequenced"),
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_object"),
        )


class AuditSubject(models.Model):
    """Index from a person to the rows about them, so that they can see who looked."""

    row = models.ForeignKey(AuditRow, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=26)

    class Meta:
        indexes = (models.Index(fields=["person", "-row"], name="audit_person"),)


class LogHead(models.Model):
    """The size of the newest checkpoint published: files of the log older than this have been put back."""

    size = models.BigIntegerField()
