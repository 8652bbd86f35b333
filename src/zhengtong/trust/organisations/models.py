from django.db import models


class Region(models.Model):
    """An administrative division. `level` as in GB/T 39046 行使层级: 2 province … 6 village."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, default="")
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")


class Organisation(models.Model):
    """An office or other body, known by its credit code (统一社会信用代码)."""

    code = models.CharField(max_length=18, primary_key=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, default="")
    short_name = models.CharField(max_length=30)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=30, default="")
    address = models.CharField(max_length=200, default="")


class Post(models.Model):
    """A post (岗位) of an organisation with its permissions."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, default="")
    permissions = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="post_once"),)
