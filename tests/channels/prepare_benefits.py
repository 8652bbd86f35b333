"""Fills a fresh home for the browser tests of benefits: a settled December, one card closed, January to confirm."""

import json
import tempfile
from datetime import datetime
from pathlib import Path

from benefit_world import PEOPLE, World, world
from prepare_desk import let_sign_in

import actors
from clocks import LegalTime
from zhengtong.delivery.benefits.models import Entitlement, MonthList
from zhengtong.kernel import clock

SINCE = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
LI_MIN = ("李敏", actors.LI_MIN, "1970-03-12")


def prepare(folder: Path) -> dict[str, str]:
    """The addresses of the pages worth looking at."""
    held = LegalTime(SINCE)
    clock.fix(lambda: held.at)
    _open(held, folder)
    people = {row.person_name: row.pk for row in Entitlement.objects.order_by("pk")}
    lists = {f"{row.month:%Y-%m}": row.pk for row in MonthList.objects.order_by("pk")}
    return {
        "mine": f"/mine/benefits/{people['李敏']}",
        "account": f"/mine/benefits/{people['李敏']}/account",
        "roll": "/desk/benefits",
        "lists": "/desk/benefits/lists",
        "settled": f"/desk/benefits/lists/{lists['2026-12']}",
        "drafted": f"/desk/benefits/lists/{lists['2027-01']}",
        "person": f"/desk/benefits/{people['王桂兰']}",
    }


def _open(held: LegalTime, folder: Path) -> None:
    name, id_number, born = LI_MIN
    PEOPLE[name] = (id_number, born)
    for made in world(held, folder):
        resident = actors.resident(name, id_number, "19900000028")
        for username in ("zhoumin", "wugang", resident.username):
            let_sign_in(username)
        _tell_the_story(made)


def _tell_the_story(made: World) -> None:
    """December: three paid, one card closed. January: one more, one stopped, one with less, one new."""
    made.enrol("王桂兰", decided="2026-11-23", number="6200000000000039")
    made.enrol("孙玉兰", decided="2026-11-23", amount=20_000)
    made.enrol("李敏", decided="2026-11-24", amount=12_000, number="6200000000000013")
    made.go_to("2026-12-10")
    made.confirm("2026-12")
    made.go_to("2026-12-18")
    made.put_down("2026-12", [("0" * 26, 100, "0000")], name="HPspoilt.txt")
    made.answer("2026-12", 李敏="1001")
    made.enrol("孙秀英", decided="2026-12-20", amount=20_000)
    made.change("王桂兰", "increase", "standard", "2027-01", 15_000)
    made.change("孙玉兰", "stop", "moved", "2027-01")
    made.go_to("2027-01-11")


def main(out: str) -> None:
    """Fill the migrated home of this process and write the addresses to `out` as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        Path(out).write_text(json.dumps(prepare(Path(folder))))
