from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class Posting(models.Model):
    """What a sheet shows that is put up while `step` of a case is open.

    `code_lookup` is a keyed hash of the code in its address, empty once another sheet took its place.
    """

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    case = models.CharField(max_length=47, db_index=True)
    step = models.CharField(max_length=60)
    code_lookup = models.CharField(max_length=80, db_index=True)
    title = models.JSONField()
    issuer = models.JSONField()
    phone = models.CharField(max_length=40)
    shown = EncryptedJSONField()
    may_be_anonymous = models.BooleanField()
    put_up_at = models.DateTimeField()


class Objection(models.Model):
    """What somebody says to a posting. `taken_by` is the clerk who wrote it down for them, empty for the page."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="objections")
    receipt_lookup = models.CharField(max_length=80, unique=True)
    way = models.CharField(max_length=10)
    reason = EncryptedTextField()
    name = EncryptedTextField(default="")
    phone = EncryptedTextField(default="")
    made_at = models.DateTimeField()
    taken_by = models.CharField(max_length=160, default="")
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=160, default="")
    answer = EncryptedTextField(default="")


class SentObjection(models.Model):
    """That somebody has sent an objection, for counting: a keyed hash of where from and on which day, and no more."""

    sender = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["sender", "at"], name="objection_sender"),)
