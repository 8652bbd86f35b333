"""One of several workers at the same moment; run by test_benefits_workers.py in a home of its own.

many_workers.py prepare N FOLDER      N people on the roll, due this month
many_workers.py work FOLDER GO        says "ready", waits for the file GO, does all of benefits' work for a while
many_workers.py confirm               two people check and confirm the list
many_workers.py pay FOLDER            the bank's file, one card closed
many_workers.py report
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/delivery"), str(ROOT / "src")]

import django

django.setup()

import benefit_world

import actors
import page_world
import town as city
from zhengtong.adapters.bank_file.api import BankFileDriver
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits import ports
from zhengtong.delivery.benefits.data import Account, NewEntitlement
from zhengtong.delivery.benefits.models import MonthList, Payment, ReturnFile
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import resident_id
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.identity import api as identity

CLERK, HEAD = (
    Actor("staff", f"user:{id}", name, "", actors.CIVIL_AFFAIRS, "经办", frozenset({"benefits.handle"}))
    for id, name in (("clerk", "周敏"), ("head", "吴刚"))
)
SECONDS = 6
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def prepare(count: str, folder: str) -> None:
    page_world.published()
    version = catalogue.published(city.SERVICE)
    definition = benefits.definition_of(version)
    assert definition is not None
    today = clock.today()
    decided = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 20)
    for n in range(int(count)):
        number, name = _number(n), f"老人{n}"
        person = identity.meet_person(name=name, id_number=number, actor=city.SYSTEM, at=clock.now())
        new = NewEntitlement(
            case=f"C-{n}",
            service=city.SERVICE,
            service_hash=version.hash,
            organisation=actors.CIVIL_AFFAIRS,
            person=person.id,
            person_name=name,
            id_number=number,
            helper="",
            amount_fen=12_000,
            decided_on=decided,
            review_months=12,
            account=Account(name, f"62000000000{n:05d}"),
            facts=benefit_world.facts(name, number, "1944-03-15"),
        )
        benefits.enrol(new, definition, actor=city.SYSTEM, at=clock.now())
    (Path(folder) / "bank.yaml").write_bytes(benefit_world.BANK.read_bytes())


def _number(n: int) -> str:
    body = f"99010119440315{n:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return resident_id.parse(body + "10X98765432"[total % 11]).number


def run(folder: str, go: str) -> None:
    ports.use_driver(BankFileDriver(Path(folder) / "bank.yaml"))
    mine = [each for each in work.registered() if each.name.startswith("benefits.")]
    print("ready", flush=True)
    while not Path(go).exists():
        time.sleep(0.001)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for each in mine:
            each.run()
    print("done")


def confirm() -> None:
    [found] = benefits.lists(HEAD)
    benefits.check(found.id, found.content, actor=CLERK, at=clock.now())
    benefits.confirm(found.id, found.content, actor=HEAD, at=clock.now())


def pay(folder: str) -> None:
    batch = MonthList.objects.get().pk
    rows = [(p.reference, p.amount_fen, "1001" if n == 0 else "0000") for n, p in enumerate(_payments())]
    path = Path(folder) / "bank/incoming" / "HP1.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(benefit_world.result_file(batch, rows))


def _payments() -> list[Payment]:
    return list(Payment.objects.order_by("pk"))


def report() -> None:
    names = OutboxEvent.objects.filter(name__startswith="delivery.benefits.").order_by("pk")
    told = list(names.values_list("name", flat=True))
    found = {
        "lists": list(MonthList.objects.order_by("pk").values_list("state", flat=True)),
        "payments": sorted(p.state for p in _payments()),
        "files": list(ReturnFile.objects.order_by("pk").values_list("state", flat=True)),
        "told": {name: told.count(name) for name in sorted(set(told))},
    }
    print(json.dumps(found))


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    {"prepare": prepare, "work": run, "confirm": confirm, "pay": pay, "report": report}[verb](*words)
