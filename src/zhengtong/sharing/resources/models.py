from django.db import models

from zhengtong.trust.keys.api import EncryptedJSONField


class Resource(models.Model):
    """A catalogue entry. `definition` is the entry as the file states it, checked against the schema."""

    code = models.CharField(max_length=60, primary_key=True)
    provider = models.CharField(max_length=18)
    share_kind = models.CharField(max_length=13)
    definition = models.JSONField()
    published_at = models.DateTimeField()


class Grant(models.Model):
    """A standing permission to ask. `ended_at` is set when it is ended before its last day; it never comes back."""

    id = models.CharField(max_length=80, primary_key=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="grants")
    requester = models.CharField(max_length=18)
    service = models.CharField(max_length=100)
    fields = models.JSONField()
    basis_kind = models.CharField(max_length=20)
    basis = models.TextField()
    verified = models.BooleanField()
    use = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["resource", "requester", "service", "use"], name="grant_asked"),)


class Connection(models.Model):
    """How a resource is reached. Settings may hold a token, so they are encrypted."""

    resource = models.OneToOneField(Resource, primary_key=True, on_delete=models.PROTECT, related_name="connection")
    driver = models.CharField(max_length=40)
    address = models.CharField(max_length=300)
    settings = EncryptedJSONField()
