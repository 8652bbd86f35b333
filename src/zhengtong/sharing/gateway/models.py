from django.db import models
from django.db.models import Q

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class Question(models.Model):
    """One question to one provider about one person, with the purpose it was asked for.

    `failures` counts attempts without any answer since the last one that had some. `ticket` is the provider's, once it
    has taken the question; `expected` (legal date) is the first day it gave for its whole answer.

    `next_at` (real time) is set while the question is to be asked by the worker, and moved ahead while it is being
    asked, so that a killed worker's question comes up again. `taken_until` (real time) is set while a worker asks it:
    the end of its lease, and the mark by which it knows the question as still its own. `grant` and `basis` are empty
    until there is a grant to ask under.
    """

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    reference = models.CharField(max_length=80)
    step = models.CharField(max_length=80)
    party = models.CharField(max_length=40, default="")
    resource = models.ForeignKey("resources.Resource", on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey("resources.Grant", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.CharField(max_length=18)
    service = models.CharField(max_length=100)
    use = models.CharField(max_length=10)
    basis_kind = models.CharField(max_length=20)
    basis = models.TextField()
    fields = models.JSONField()
    expires = models.DateTimeField()
    operator_id = models.CharField(max_length=64)
    operator_name = EncryptedTextField(default="")
    operator_post = models.CharField(max_length=100, default="")
    subject_name = EncryptedTextField()
    subject_number = EncryptedTextField()
    person = models.CharField(max_length=26, default="")
    state = models.CharField(max_length=20, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    authorisation = models.CharField(max_length=80, default="")
    authorisation_digest = models.CharField(max_length=128, default="")
    ticket = models.CharField(max_length=200, default="")
    parts_in = models.PositiveSmallIntegerField(default=0)
    parts_of = models.PositiveSmallIntegerField(default=0)
    expected = models.DateField(null=True)
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="question_due"),
            models.Index(fields=["reference", "id"], name="question_reference"),
        )


class Attempt(models.Model):
    """One exchange on the wire as our side saw it, written before it is sent. The provider logs the same nonce."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="log")
    nonce = models.CharField(max_length=26, unique=True)
    sent_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    detail = models.CharField(max_length=300, default="")

    class Meta:
        indexes = (models.Index(fields=["ended_at"], name="attempt_ended"),)


class ReceivedAnswer(models.Model):
    """What a provider said, minimised before it came here. Records of use are kept at least until `keep_until`."""

    question = models.OneToOneField(Question, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    found = models.BooleanField()
    values = EncryptedJSONField()
    hash = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    keep_until = models.DateTimeField()
