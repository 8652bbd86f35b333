from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

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
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def get_session_auth_hash(self) -> str:
        """What a session keeps and must still find: it changes with the password, and when all sessions are ended."""
        known = f"{self.password}.{self.sessions_ended}"
        return salted_hmac("zhengtong.identity.session", known, algorithm="sha256").hexdigest()


class Proof(models.Model):
    """One proof of who an account's holder is: what was seen, when, by whom. Never the number itself."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="proof_once"),)


class Appointment(models.Model):
    """A user holds a post from a day on, until another (that day included).

    When it is over, `successor` gets what they held where they can do it, and `closed` says that this was announced.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    successor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["until"], condition=models.Q(closed=False), name="appointment_open"),)


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
