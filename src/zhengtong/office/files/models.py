from django.db import models

from zhengtong.kernel.identifiers import new_id


class StoredFile(models.Model):
    """A file. Its content lies at `address` in the folder."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    owner_type = models.CharField(max_length=60)
    owner_id = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["owner_type", "owner_id"], name="file_owner"),)
