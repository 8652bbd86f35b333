from typing import Any

from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class Notice(models.Model):
    """A notice in a person's inbox."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    person = models.CharField(max_length=26)
    subject: "models.Field[Any, Any]" = EncryptedJSONField()
    body_zh = EncryptedTextField()
    body_en = EncryptedTextField(default="")
    link = models.CharField(max_length=300)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["person", "-id"], name="notice_inbox"),)


class Outgoing(models.Model):
    """What leaves for a notice by one way. `state` is waiting, sent, failed, or unsent where the node sends none."""

    to = EncryptedTextField()
    message_id = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    error = EncryptedTextField(default="")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OutgoingMail(Outgoing):
    """The mail of a notice. `subject` is what may be read by others: empty in rows older than it."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    subject = EncryptedTextField(default="")

    class Meta:
        indexes = (models.Index(fields=["next_at", "id"], condition=models.Q(state="waiting"), name="mail_due"),)


class OutgoingText(Outgoing):
    """The text message of a notice."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="text")
    words = EncryptedTextField()

    class Meta:
        indexes = (models.Index(fields=["next_at", "id"], condition=models.Q(state="waiting"), name="text_due"),)
