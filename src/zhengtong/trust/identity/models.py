from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedTextField


class Person(models.Model):
    """A natural person, known by resident ID; may have no account."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    name = EncryptedTextField()
    id_number = EncryptedTextField()
    id_lookup = models.CharField(max_length=80, unique=True)
    phone = EncryptedTextField(default="")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. What a resident states about themself stays here until proven; only then is `person` set."""

    KINDS = (
        ("resident", "居民"),
        ("company_agent", "企业经办人"),
        ("staff", "工作人员"),
        ("administrator", "管理员"),
    )

    username = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    display_name = EncryptedTextField()
    email = EncryptedTextField(default="", blank=True)
    phone = EncryptedTextField(default="")
    phone_lookup = models.CharField(max_length=80, null=True, unique=True)
    stated_id_number = EncryptedTextField(default="")
    real_name_level = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    has_demo_password = models.BooleanField(default=False)
    date_joined = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()


class Proof(models.Model):
    """One proof of who an account's holder is: what was seen, when, by whom. Never the number itself."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="proof_once"),)


class Appointment(models.Model):
    """A user holds a post from a day on, until another (that day included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)


class Agency(models.Model):
    """A user acts for a company (经办人), known by its credit code."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agencies")
    company_code = models.CharField(max_length=18)
    company_name = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True)


class CacheRow(models.Model):
    """Where every process of a node, and every node of a cluster, counts failed sign-ins: Django's database cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_cache"
