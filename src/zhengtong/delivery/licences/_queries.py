"""Reading licences."""

from zhengtong.delivery.licences._mask import mask_numbers
from zhengtong.delivery.licences.data import Field, LicenceData, PublicLicence, Status
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text

_LOOK_ALIKES = str.maketrans("OIL", "011")

IN_FORCE = Status("01", Text("有效", "In force"))
REVOKED = Status("03", Text("已撤销", "Revoked"))
EXPIRED = Status("05", Text("已过有效期", "Expired"))


def licence(licence_id: str) -> LicenceData:
    """A licence by id; NotFound. One query. The caller decides who may see it and writes the look."""
    return as_data(_one(pk=licence_id))


def licences_of_person(person: str, limit: int = 100) -> tuple[LicenceData, ...]:
    """The newest licences of a holder. One query."""
    return tuple(as_data(row) for row in Licence.objects.filter(person=person).order_by("-id")[:limit])


def licences_of_case(case: str) -> tuple[LicenceData, ...]:
    """The licences of a case, oldest first. One query."""
    return tuple(as_data(row) for row in Licence.objects.filter(case=case).order_by("id"))


def look_up(code: str) -> PublicLicence:
    """What a stranger with the code is shown; NotFound when the code is not ours (so the paper is not genuine)."""
    row = _one(code=as_written(code))
    return as_public(row, full=not row.sensitive, clear_numbers=False)


def as_written(code: str) -> str:
    """A code as a person typed it: spaces and case do not matter, nor O for 0, I or L for 1."""
    return "".join(code.split()).upper().translate(_LOOK_ALIKES)


def as_data(row: Licence) -> LicenceData:
    return LicenceData(
        id=row.pk,
        identifier=row.identifier,
        code=row.code,
        kind=Text.read(row.kind),
        case=row.case,
        person=row.person,
        holder_name=row.holder_name,
        fields=_fields(row),
        issuer_code=row.issuer_code,
        issuer_name=row.issuer_name,
        issued_at=row.issued_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        status=status_of(row).code,
        making=row.making,
        file=row.file,
    )


def as_public(row: Licence, *, full: bool, clear_numbers: bool) -> PublicLicence:
    """Only what may be shown; `clear_numbers` lets numbers of the holder stand unmasked."""
    status = status_of(row)
    fields = _fields(row) if full else ()
    return PublicLicence(
        kind=Text.read(row.kind) if full else Text("", ""),
        issuer=row.issuer_name,
        issued_on=clock.china_date(row.issued_at),
        valid_to=row.valid_to,
        status=status,
        in_force=status is IN_FORCE,
        made=row.making == "made",
        sensitive=row.sensitive,
        full=full,
        holder=row.holder_name if full else "",
        identifier=row.identifier if full else "",
        fields=fields if clear_numbers else tuple(Field(f.label, mask_numbers(f.value)) for f in fields),
    )


def status_of(row: Licence) -> Status:
    """Revoked, expired by today's legal date, or in force."""
    if row.status == REVOKED.code:
        return REVOKED
    if row.valid_to is not None and row.valid_to < clock.today():
        return EXPIRED
    return IN_FORCE


def _fields(row: Licence) -> tuple[Field, ...]:
    return tuple(Field(Text.read(item["label"]), item["value"]) for item in row.fields)


def _one(**key: str) -> Licence:
    row = Licence.objects.filter(**key).first()
    if row is None:
        raise NotFound()
    return row
