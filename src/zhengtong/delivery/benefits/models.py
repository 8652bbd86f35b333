from typing import Any

from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField

_LIVE = ("listed", "sent", "paid")


class Entitlement(models.Model):
    """A person on the roll. Months are the first day of theirs; `paid_through` is the last month a list has covered.

    `state` and `amount_fen` are those of the current month; the truth of every month is in the changes.
    A review falls due every `review_months`; 0 where there is none.
    """

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    case = models.CharField(max_length=47, unique=True)
    service = models.CharField(max_length=100)
    service_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    name = models.JSONField()
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+", null=True)
    person_name = EncryptedTextField()
    id_number = EncryptedTextField()
    state = models.CharField(max_length=10, default="in_force")
    amount_fen = models.PositiveIntegerField()
    since = models.DateField()
    paid_through = models.DateField()
    account: "models.Field[Any, Any]" = EncryptedJSONField()
    account_fails = models.BooleanField(default=False)
    review_due = models.DateField(null=True)
    review_asked = models.BooleanField(default=False)
    review_months = models.PositiveSmallIntegerField(default=0)
    facts: "models.Field[Any, Any]" = EncryptedJSONField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind"], condition=~models.Q(state="stopped"), name="benefit_once_a_person"
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "state", "id"], name="benefit_roll"),
            models.Index(fields=["organisation", "service", "paid_through"], name="benefit_unpaid"),
            models.Index(fields=["review_due"], condition=models.Q(review_asked=False), name="benefit_review"),
        )


class Change(models.Model):
    """From a month on, another amount or another state, and why. Never changed but to be void; never deleted."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10)
    month = models.DateField()
    amount_fen = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, default="")
    reason = models.CharField(max_length=60)
    text = models.JSONField()
    cite = models.JSONField()
    note = EncryptedTextField(default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    is_void = models.BooleanField(default=False)
    is_applied = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=["month"], condition=models.Q(is_applied=False, is_void=False), name="benefit_effect"),
        )


class MonthList(models.Model):
    """What an organisation pays for a service in a month (名册). Its id is the number of the batch at the bank."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=100)
    name = models.JSONField()
    month = models.DateField()
    arrives_by = models.DateField()
    state = models.CharField(max_length=10, default="drafted")
    rows = models.PositiveIntegerField(default=0)
    total_fen = models.PositiveBigIntegerField(default=0)
    content = models.CharField(max_length=100, default="")
    drafted_by = models.CharField(max_length=64)
    drafted_by_name = models.CharField(max_length=100)
    drafted_at = models.DateTimeField()
    checked_by = models.CharField(max_length=64, default="")
    checked_by_name = models.CharField(max_length=100, default="")
    checked_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=64, default="")
    confirmed_by_name = models.CharField(max_length=100, default="")
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=200, default="")
    file_sha256 = models.CharField(max_length=64, default="")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "service", "month"], name="benefit_list_once"),)
        indexes = (
            models.Index(fields=["next_at"], condition=models.Q(state="confirmed"), name="benefit_send"),
            models.Index(fields=["organisation", "-month", "id"], name="benefit_lists"),
        )


class ReturnFile(models.Model):
    """A file the bank put down for us, taken or refused whole."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    list = models.ForeignKey(MonthList, on_delete=models.PROTECT, related_name="returns", null=True)
    state = models.CharField(max_length=10)
    problem = models.CharField(max_length=30, default="")
    text = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "sha256"], name="benefit_return_once"),
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(state="taken"), name="benefit_return_taken_once"
            ),
        )


class Payment(models.Model):
    """A month of an entitlement in a list. One attempt a row; at most one that is listed, on its way or paid."""

    list = models.ForeignKey(MonthList, on_delete=models.PROTECT, related_name="payments")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="payments")
    month = models.DateField()
    attempt = models.PositiveSmallIntegerField()
    amount_fen = models.PositiveIntegerField()
    account: "models.Field[Any, Any]" = EncryptedJSONField()
    reference = models.CharField(max_length=26, unique=True, default=new_id)
    state = models.CharField(max_length=10, default="listed")
    settled_on = models.DateField(null=True)
    code = models.CharField(max_length=20, default="")
    reason = models.JSONField(default=dict)
    cause = models.CharField(max_length=10, default="")
    is_retried = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entitlement", "month", "attempt"], name="benefit_attempt_once"),
            models.UniqueConstraint(
                fields=["entitlement", "month"], condition=models.Q(state__in=_LIVE), name="benefit_month_paid_once"
            ),
        )
        indexes = (
            models.Index(fields=["list", "id"], name="benefit_list_rows"),
            models.Index(
                fields=["entitlement"],
                condition=models.Q(state="returned", is_retried=False),
                name="benefit_to_retry",
            ),
        )


class AccountDraft(models.Model):
    """Another account, half written by a person, kept until it is given or thrown away."""

    entitlement = models.OneToOneField(Entitlement, on_delete=models.PROTECT, primary_key=True, related_name="draft")
    answers: "models.Field[Any, Any]" = EncryptedJSONField()
    saved_at = models.DateTimeField()
