from django.db import models

from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class CaseCounter(models.Model):
    """The last serial given out for an item on a day."""

    item_code = models.CharField(max_length=31)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item_code", "day"], name="case_counter_once"),)


class Case(models.Model):
    """One service under way."""

    number = models.CharField(max_length=47, unique=True)
    application = models.CharField(max_length=26)
    service = models.CharField(max_length=100)
    service_hash = models.CharField(max_length=64)
    service_name = models.JSONField()
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    applicant_name = EncryptedTextField(default="")
    in_household = models.BooleanField(default=True)
    fields = EncryptedJSONField()
    state = models.CharField(max_length=20)
    outcome = models.CharField(max_length=10, default="")
    opened_at = models.DateTimeField()
    legal_days = models.PositiveSmallIntegerField()
    legal_due = models.DateField()
    promised_days = models.PositiveSmallIntegerField()
    promised_due = models.DateField()
    due_is_provisional = models.BooleanField()
    decided_at = models.DateTimeField(null=True)
    decision = EncryptedJSONField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["applicant", "-id"], name="case_applicant"),
            models.Index(fields=["operator", "-id"], name="case_operator"),
            models.Index(fields=["organisation", "state", "promised_due", "id"], name="case_queue"),
            models.Index(fields=["id"], condition=models.Q(due_is_provisional=True), name="case_provisional"),
            models.Index(fields=["closed_at", "promised_due"], name="case_closed"),
            models.Index(fields=["promised_due"], condition=models.Q(closed_at=None), name="case_open"),
        )


class Need(models.Model):
    """One piece of evidence a case waits for or has: which resource, about which party, with what answer.

    A need about several people is a row for each of them, told apart by the party; `person` is who it is about.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=60)
    resource = models.CharField(max_length=60)
    party = models.CharField(max_length=60)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=26)
    provider = models.CharField(max_length=100, default="")
    basis = models.CharField(max_length=300, default="")
    values = EncryptedJSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    after_decision = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "need", "party"], name="case_need_once"),)


class Step(models.Model):
    """An entry of a case's history, in the words people read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    text = models.JSONField()
    by = models.CharField(max_length=100, default="")


class Paper(models.Model):
    """A paper of the procedure: asked for in a transaction, made by the worker."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=60)
    title = models.JSONField()
    data = EncryptedJSONField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(default="")
    file = models.CharField(max_length=26, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "kind"], name="case_paper_once"),)
        indexes = (models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="paper_due"),)
