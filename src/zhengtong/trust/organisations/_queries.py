from collections.abc import Collection

from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.trust.organisations.data import OrganisationData, PostData, RegionData
from zhengtong.trust.organisations.models import Organisation, Post, Region


def organisation(code: str) -> OrganisationData:
    """An organisation by its credit code; NotFound when there is none. One statement."""
    row = Organisation.objects.filter(pk=code).first()
    if row is None:
        raise NotFound()
    return _organisation(row)


def organisations() -> tuple[OrganisationData, ...]:
    """Every organisation, by code. One statement."""
    return tuple(_organisation(row) for row in Organisation.objects.order_by("code"))


def region(code: str) -> RegionData:
    """A region by its code; NotFound when there is none. One statement."""
    row = Region.objects.filter(pk=code).first()
    if row is None:
        raise NotFound()
    return RegionData(row.code, Text(row.name, row.name_en), row.level, row.parent_id or "")


def region_names(codes: Collection[str]) -> dict[str, Text]:
    """The names of those of the regions that are known, by code. At most one statement."""
    if not codes:
        return {}
    return {row.code: Text(row.name, row.name_en) for row in Region.objects.filter(pk__in=codes)}


def posts_of(code: str) -> tuple[PostData, ...]:
    """The posts of an organisation, by name. One statement."""
    return tuple(_post(row) for row in Post.objects.filter(organisation=code).order_by("name"))


def office_for(permission: str, region_code: str, level: int) -> OrganisationData | None:
    """The office with a post that carries a permission, at a level (行使层级) of the way up from a region.

    Two offices of one region that both could: the first by code. None when there is no such office. At most one
    statement a level, and one for the posts.
    """
    at_level = _ancestor(region_code, level)
    if at_level is None:
        return None
    posts = Post.objects.filter(organisation__region=at_level).select_related("organisation")
    able = [row for row in posts.order_by("organisation", "id") if permission in row.permissions]
    return _organisation(able[0].organisation) if able else None


def _ancestor(code: str, level: int) -> str | None:
    row = Region.objects.filter(pk=code).first()
    while row is not None and row.level > level:
        row = Region.objects.filter(pk=row.parent_id).first()
    return row.pk if row is not None and row.level == level else None


def post(organisation_code: str, name: str) -> PostData:
    """A post by its organisation and its Chinese name; NotFound when there is none. One statement."""
    row = Post.objects.filter(organisation=organisation_code, name=name).first()
    if row is None:
        raise NotFound()
    return _post(row)


def _organisation(row: Organisation) -> OrganisationData:
    return OrganisationData(
        row.code, Text(row.name, row.name_en), row.short_name, row.region_id, row.phone, row.address
    )


def _post(row: Post) -> PostData:
    return PostData(row.pk, row.organisation_id, Text(row.name, row.name_en), frozenset(row.permissions))
