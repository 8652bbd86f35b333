from typing import Any

from django.db import models

from zhengtong.kernel.identifiers import new_code, new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class Layout(models.Model):
    """The source of a licence's layout, kept once, known by its SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    source = models.TextField()


class Serial(models.Model):
    """The last serial number given, for a type, an issuer and a year."""

    type_code = models.CharField(max_length=21)
    issuer_code = models.CharField(max_length=18)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["type_code", "issuer_code", "year"], name="licence_serial"),)


class Licence(models.Model):
    """An electronic licence. Status codes 01 in force, 03 revoked; expiry is told by `valid_to`."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    identifier = models.CharField(max_length=100, unique=True)
    code = models.CharField(max_length=26, unique=True, default=new_code)
    type_code = models.CharField(max_length=21)
    kind = models.JSONField()
    sensitive = models.BooleanField()
    case = models.CharField(max_length=60, db_index=True)
    service_hash = models.CharField(max_length=80)
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=26, db_index=True)
    holder_name = EncryptedTextField()
    holder_number = EncryptedTextField()
    last_four = models.CharField(max_length=80)
    fields: "models.Field[Any, Any]" = EncryptedJSONField()
    issuer_code = models.CharField(max_length=18)
    issuer_name = models.CharField(max_length=100)
    verify_address = models.CharField(max_length=300)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    status = models.CharField(max_length=2, default="01")
    making = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    error = EncryptedTextField(default="")
    file = models.CharField(max_length=26, default="")
    file_sha256 = models.CharField(max_length=64, default="")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_at", "id"], condition=~models.Q(making="made"), name="licence_due"),
            models.Index(fields=["file_sha256"], name="licence_file"),
        )


class AwaitedNumber(models.Model):
    """A case whose licence waits for the number another authority gives, and the question by which it is asked for."""

    case = models.CharField(max_length=60, unique=True)
    question = models.CharField(max_length=26, unique=True)
    person = models.CharField(max_length=26)
    since = models.DateTimeField()
    came_at = models.DateTimeField(null=True)


class Showing(models.Model):
    """One wrong try to prove a showing. `way` is code or identifier: guesses at one do not lock the other."""

    licence = models.ForeignKey(Licence, on_delete=models.CASCADE, related_name="showings")
    way = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["licence", "way", "at"], name="licence_showing"),)
