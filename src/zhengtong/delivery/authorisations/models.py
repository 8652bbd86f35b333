from django.db import models

from zhengtong.delivery.authorisations.data import UNSIGNED
from zhengtong.kernel.identifiers import new_code, new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class Authorisation(models.Model):
    """One person's authorisation for one case, with the words they are asked to sign.

    `code` stands in the link and is encrypted, since who applies is shown it again; `code_lookup`, its keyed hash,
    finds the row, and is empty once the case has ended. `number_lookup` is a keyed hash of the person's number, bound
    to this row. `file` is that of a signed paper, when there is one. Posts of the office `taken_by` that carry
    `taken_with` may write down what was signed before them, beside whoever works on the case.
    """

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    number = models.CharField(max_length=60, unique=True)
    case = models.CharField(max_length=47, db_index=True)
    applicant = models.CharField(max_length=26)
    operator = models.CharField(max_length=26)
    party = models.CharField(max_length=60)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    number_lookup = models.CharField(max_length=80)
    words = EncryptedJSONField()
    digest = models.CharField(max_length=64)
    code = EncryptedTextField(default=new_code)
    code_lookup = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=10, default="asked")
    way = models.CharField(max_length=10, default="")
    by_name = EncryptedTextField(default="")
    relation = models.CharField(max_length=60, default="")
    ground = EncryptedTextField(default="")
    witness = EncryptedTextField(default="")
    file = models.CharField(max_length=26, default="")
    taken_by = models.CharField(max_length=18, default="")
    taken_with = models.CharField(max_length=60, default="")
    asked_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "person"], name="authorisation_once"),)
        indexes = (
            models.Index(
                fields=["taken_by", "taken_with", "case"],
                condition=models.Q(state__in=UNSIGNED),
                name="authorisation_to_take",
            ),
        )


class WrongTry(models.Model):
    """A try at a link with another name or number than those of the application."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["authorisation", "at"], name="authorisation_try"),)
