"""People on the roll of the demo city, a bank of files, and the months going by."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import actors
import page_world
import town as city
from clocks import LegalTime
from zhengtong.adapters.bank_file.api import BankFileDriver
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits import ports
from zhengtong.delivery.benefits.data import Account, EntitlementData, ListData, NewEntitlement
from zhengtong.delivery.benefits.models import Entitlement, MonthList, Payment
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.identity import api as identity

BANK = city.REPOSITORY / "demo/bank.yaml"
MONTHLY = 12_000  # 80 to 89 years: 120 yuan (demo city's rule; demo/…/rules.yaml)
HEAD = "救助科科长"
PEOPLE = {
    "王桂兰": ("990101194403150046", "1944-03-15"),
    "孙秀英": ("99010119361123002X", "1936-11-23"),
    "孙玉兰": ("990101193501200428", "1935-01-20"),
}


@dataclass
class World:
    """A roll, its bank, and two clerks: one checks, another confirms."""

    clerk: Actor
    head: Actor
    time: LegalTime
    folder: Path

    def go_to(self, day: str) -> None:
        """It is 9 o'clock of a day in China, and the worker has done all that is due."""
        self.time.at = datetime.fromisoformat(f"{day}T09:00:00+08:00").astimezone(UTC)
        self.work()

    def work(self) -> None:
        past = clock.real_now()
        OutboxEvent.objects.filter(done=False).update(next_at=past)
        MonthList.objects.filter(state="confirmed").update(next_at=past)
        work.run_all()

    def enrol(
        self, name: str, *, decided: str, amount: int = MONTHLY, number: str = "", case: str = ""
    ) -> EntitlementData:
        id_number, born = PEOPLE[name]
        person = identity.meet_person(name=name, id_number=id_number, actor=city.SYSTEM, at=clock.now())
        version = catalogue.published(city.SERVICE)
        definition = benefits.definition_of(version)
        assert definition is not None
        new = NewEntitlement(
            case=case or f"C-{id_number}",
            service=city.SERVICE,
            service_hash=version.hash,
            organisation=actors.CIVIL_AFFAIRS,
            person=person.id,
            person_name=name,
            id_number=id_number,
            helper="",
            amount_fen=amount,
            decided_on=date.fromisoformat(decided),
            review_months=definition.review.every_months if definition.review else 0,
            account=Account(name, number),
            facts=facts(name, id_number, born),
        )
        return benefits.enrol(new, definition, actor=city.SYSTEM, at=clock.now())

    def list_of(self, month: str) -> ListData:
        row = MonthList.objects.get(month=date.fromisoformat(f"{month}-01"))
        return benefits.month_list(row.pk, actor=self.clerk)

    def confirm(self, month: str) -> ListData:
        """The list of a month checked by one, confirmed by the other, and sent."""
        self.agree(month)
        self.work()
        return self.list_of(month)

    def agree(self, month: str) -> None:
        """Two people have looked at the list of a month; nothing has gone out yet."""
        found = self.list_of(month)
        benefits.check(found.id, found.content, actor=self.clerk, at=clock.now())
        benefits.confirm(found.id, found.content, actor=self.head, at=clock.now())

    def answer(self, month: str, **returned: str) -> None:
        """The bank's file for a month: paid, but for the names given with a code."""
        self.put_down(month, result_rows(self.list_of(month).id, returned))
        self.work()

    def put_down(self, month: str, rows: list[tuple[str, int, str]], name: str = "", **spoilt: int) -> Path:
        """A file of the bank's; `count` and `total` state wrong totals."""
        batch = self.list_of(month).id
        raw = result_file(batch, rows, **spoilt)
        path = self.incoming / (name or f"HP{batch}-{len(list(self.incoming.glob('*/HP*')))}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return path

    @property
    def incoming(self) -> Path:
        return self.folder / "bank" / "incoming"

    @property
    def outgoing(self) -> Path:
        return self.folder / "bank" / "outgoing"

    def payments(self, name: str) -> list[tuple[str, str, int, int, str]]:
        """(month paid for, list it was on, attempt, fen, state), oldest first."""
        rows = Payment.objects.filter(entitlement=self.row(name)).select_related("list").order_by("month", "attempt")
        return [(f"{p.month:%Y-%m}", f"{p.list.month:%Y-%m}", p.attempt, p.amount_fen, p.state) for p in rows]

    def row(self, name: str) -> Entitlement:
        person = identity.find_person(PEOPLE[name][0])
        assert person is not None
        return Entitlement.objects.get(person=person.id)

    def party(self, name: str) -> Actor:
        """The person themself."""
        person = identity.find_person(PEOPLE[name][0])
        assert person is not None
        return Actor(kind="resident", id="user:person", name=name, person=person.id)

    def change(self, name: str, what: str, reason: str, month: str, amount: int | None = None) -> None:
        wanted = benefits.Wanted(what, reason, date.fromisoformat(f"{month}-01"), amount)
        benefits.change(self.row(name).pk, wanted, actor=self.clerk, at=clock.now())
        self.work()

    def new_account(self, name: str, number: str) -> None:
        entitlement, actor = self.row(name).pk, self.party(name)
        typed = {"account_name": name, "account": number}
        benefits.save_account(entitlement, typed, actor=actor, at=clock.now())
        benefits.give_account(entitlement, actor=actor, at=clock.now())
        self.work()


def facts(name: str, id_number: str, born: str) -> dict[str, object]:
    """What the decision was made on: the register's answer, the form's, who applied."""
    person = {
        "name": name,
        "id_number": id_number,
        "birth_date": born,
        "region": "990101001",
        "address": "清和市东桥区",
    }
    return {"answers": {}, "applicant": {"name": name, "id_number": id_number}, "evidence": {"person": person}}


def result_rows(list_id: str, returned: dict[str, str]) -> list[tuple[str, int, str]]:
    rows = Payment.objects.filter(list=list_id).select_related("entitlement").order_by("pk")
    return [(row.reference, row.amount_fen, returned.get(row.entitlement.person_name, "0000")) for row in rows]


def result_file(batch: str, rows: list[tuple[str, int, str]], *, count: int = -1, total: int = -1) -> bytes:
    """As demo/bank.yaml says a result file looks, written here by hand."""
    stated_count = len(rows) if count < 0 else count
    stated_total = sum(fen for _, fen, _ in rows) if total < 0 else total
    lines = [f"{batch}|2026-12-20|{stated_count}|{stated_total}"]
    lines += [f"{reference}|{fen // 100}.{fen % 100:02d}|{code}" for reference, fen, code in rows]
    body = "".join(f"{line}\r\n" for line in lines).encode("gb18030")
    return body + f"END|{hashlib.sha256(body).hexdigest()}\r\n".encode()


def world(legal_time: LegalTime, folder: Path) -> Iterator[World]:
    """The city with its service published, and a bank over two folders."""
    page_world.published()
    (folder / "bank.yaml").write_bytes(BANK.read_bytes())
    ports.use_driver(BankFileDriver(folder / "bank.yaml"))
    with actors.FAST:
        clerk = actors.staff("zhoumin", "周敏", actors.CIVIL_AFFAIRS, city.CLERK_POST)
        head = actors.staff("wugang", "吴刚", actors.CIVIL_AFFAIRS, HEAD)
    yield World(actors.actor_of(clerk), actors.actor_of(head), legal_time, folder)
    ports.use_driver(ports.NullDriver())
