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


def posts_of(code: str) -> tuple[PostData, ...]:
    """The posts of an organisation, by name. One statement."""
    return tuple(_post(row) for row in Post.objects.filter(organisation=code).order_by("name"))


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
