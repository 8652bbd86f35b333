"""Persons: found by resident ID, made when first met."""

from collections.abc import Iterable
from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _policy
from zhengtong.trust.identity._actions import PERSON_MET, PERSON_NAMED
from zhengtong.trust.identity.data import PersonData
from zhengtong.trust.identity.models import Person
from zhengtong.trust.keys import api as keys


def _data(row: Person) -> PersonData:
    return PersonData(id=row.pk, name=row.name, id_number=row.id_number, phone=row.phone)


def meet_person(*, id_number: str, name: str = "", phone: str = "", actor: Actor, at: datetime) -> PersonData:
    """The person of a resident ID, made if this is the first time the platform meets them.

    Whoever is met by number alone is not proven to be that person: nothing of theirs is shown for it. `name` and
    `phone` are for those who have seen papers of the person; they name one who has no name yet, and correct nobody.
    """
    _policy.may_meet(actor)
    with atomic():
        row, is_new = Person.objects.get_or_create(
            id_lookup=keys.lookup("resident_id", id_number),
            defaults={"name": name, "id_number": id_number, "phone": phone},
        )
        if is_new:
            audit.record(actor=actor, at=at, action=PERSON_MET, on=("person", row.pk), subjects=[row.pk])
        elif not row.name:
            _write_name(row, name, phone, actor, at)
    return _data(row)


def correct_person(person_id: str, *, name: str, phone: str, actor: Actor, at: datetime) -> None:
    """Put what was proven in the place of what was written before, in the caller's transaction."""
    _write_name(Person.objects.get(pk=person_id), name, phone, actor, at)


def _write_name(row: Person, name: str, phone: str, actor: Actor, at: datetime) -> None:
    if (row.name, row.phone) == (name, phone):
        return
    row.name, row.phone = name, phone
    row.save(update_fields=["name", "phone"])
    audit.record(actor=actor, at=at, action=PERSON_NAMED, on=("person", row.pk), subjects=[row.pk])


def person(person_id: str) -> PersonData:
    """A person by id; NotFound when there is none. One statement."""
    row = Person.objects.filter(pk=person_id).first()
    if row is None:
        raise NotFound()
    return _data(row)


def persons(person_ids: Iterable[str]) -> dict[str, PersonData]:
    """Persons by id; an id nobody has is left out. One statement."""
    return {row.pk: _data(row) for row in Person.objects.filter(pk__in=set(person_ids)).order_by("pk")}


def find_persons(id_numbers: Iterable[str]) -> tuple[PersonData, ...]:
    """Those of these resident IDs whom the platform knows. One statement, none for nobody."""
    lookups = {keys.lookup("resident_id", one) for one in id_numbers}
    return tuple(_data(row) for row in Person.objects.filter(id_lookup__in=lookups).order_by("pk")) if lookups else ()


def find_person(id_number: str) -> PersonData | None:
    """The person of a resident ID, if the platform knows them. One statement."""
    row = Person.objects.filter(id_lookup=keys.lookup("resident_id", id_number)).first()
    return _data(row) if row else None
