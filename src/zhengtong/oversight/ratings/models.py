from django.db import models

from zhengtong.trust.keys.api import EncryptedTextField


class Rating(models.Model):
    """One case, judged once. Grades as in GB/T 39046: 1 非常满意 … 5 非常不满意."""

    case = models.CharField(max_length=47, unique=True)
    service = models.CharField(max_length=100)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    comment = EncryptedTextField(default="")
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()
    answer_due = models.DateField(null=True)
    answer = EncryptedTextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, default="")

    class Meta:
        indexes = (models.Index(fields=["organisation", "grade"], name="rating_counts"),)
