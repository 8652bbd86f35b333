from django.db import models
from django.db.models import Q

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedTextField


class Correction(models.Model):
    """Somebody says that a field of what a department told about a person is wrong. `due` is a legal date in China."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    reference = models.CharField(max_length=80)
    organisation = models.CharField(max_length=18)
    resource = models.ForeignKey("resources.Resource", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    id_number = EncryptedTextField()
    told = EncryptedTextField()
    claimed = EncryptedTextField()
    reason = EncryptedTextField(default="")
    asked_by = models.CharField(max_length=100, default="")
    handler = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    due = models.DateField()
    state = models.CharField(max_length=10, default="open")
    anew = models.CharField(max_length=10, default="")
    words = EncryptedTextField(default="")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=160, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "resource", "field", "reference"],
                condition=Q(state="open"),
                name="correction_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["reference", "id"], name="correction_reference"),
            models.Index(fields=["handler", "due", "id"], condition=Q(state="open"), name="correction_open"),
        )


class Said(models.Model):
    """Something more that was said about a field while its check was under way."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="more")
    claimed = EncryptedTextField()
    reason = EncryptedTextField(default="")
    said_by = models.CharField(max_length=100, default="")
    at = models.DateTimeField()
