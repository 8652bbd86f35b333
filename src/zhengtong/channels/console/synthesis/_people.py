"""Who applies: people of a file, or invented ones with well-formed numbers of the service's region."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from zhengtong.kernel.codes import resident_id

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = ("秀英", "建国", "丽", "磊", "小红", "永福", "春兰", "海涛", "桂珍", "志强", "晓燕", "文斌")
_DAYS_OF_YEAR = 365
_DISTRICT_DIGITS = 6
_OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody with a name and a resident ID."""

    name: str
    id_number: str
    region: str = ""


def read(path: Path, today: date) -> tuple[Resident, ...]:
    """One adult a household of a JSON file: a list of `{"name": …, "number": …, "region": …, "household": …}`.

    Other keys are left alone; without `household` everybody is their own.
    """
    first: dict[str, Resident] = {}
    for one in json.loads(path.read_text(encoding="utf-8")):
        resident = Resident(one["name"], one["number"], one.get("region", ""))
        if _is_adult(resident, today):
            first.setdefault(one.get("household", one["number"]), resident)
    return tuple(first.values())


def _is_adult(one: Resident, today: date) -> bool:
    return resident_id.parse(one.id_number).birth_date < today - timedelta(days=_OF_AGE * _DAYS_OF_YEAR + 20)


def invent(draw: Random, region: str, today: date, *, youngest: int, oldest: int) -> Resident:
    """Somebody of a district, of an age in years; the number adds up."""
    born = today - timedelta(days=draw.randrange(youngest * _DAYS_OF_YEAR + 20, oldest * _DAYS_OF_YEAR))
    number = resident_id.complete(f"{region[:_DISTRICT_DIGITS]}{born:%Y%m%d}{draw.randrange(500, 999):03d}")
    return Resident(draw.choice(_SURNAMES) + draw.choice(_GIVEN), number)
