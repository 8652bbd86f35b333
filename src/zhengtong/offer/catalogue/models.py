from django.db import models


class PublishedVersion(models.Model):
    """One published definition. Never changed, never deleted."""

    hash = models.CharField(max_length=64, primary_key=True)
    service = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.TextField()
    unverified = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["service", "number"], name="version_number_once"),)


class CurrentVersion(models.Model):
    """Which version of a service new applications begin with."""

    service = models.CharField(max_length=80, primary_key=True)
    version = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, related_name="+")


class Edition(models.Model):
    """One row that counts what was published: any change of what is current changes it, in the same transaction."""

    number = models.PositiveBigIntegerField()
