from django.db import models


class IndexWish(models.Model):
    """How often something was published: a node whose index was built at a lower number builds again. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveIntegerField()


class ContentGap(models.Model):
    """A query that found nothing, counted by day. Holds no digits that could name a person, and not who asked."""

    query = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "query"], name="gap_once_a_day"),)
