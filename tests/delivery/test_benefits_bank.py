"""The bank's side: files written whole, results taken whole or refused by name, nobody paid twice whatever crashes."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benefit_world import MONTHLY, World, result_rows, world
from django.db import IntegrityError, transaction

import town as city
from clocks import LegalTime
from journeys.test_worker_killed import Killed, killed_at
from zhengtong.adapters.bank_file.api import BadBank, BankFileDriver
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits import ports
from zhengtong.delivery.benefits.api import ListChanged, ListClosed, NotChecked, SamePerson
from zhengtong.delivery.benefits.models import MonthList, Payment, ReturnFile
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.office.duties.models import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BANK = city.REPOSITORY / "demo/departments/bank.py"


@pytest.fixture
def roll(legal_time: LegalTime, tmp_path: Path) -> Iterator[World]:
    """Two people on the roll, their first list drawn up on 10 December."""
    for made in world(legal_time, tmp_path):
        made.enrol("王桂兰", decided="2026-11-23", number="6200000000000013")
        made.enrol("孙玉兰", decided="2026-11-23", amount=20_000)
        made.go_to("2026-12-10")
        yield made


def test_the_file_is_what_the_settings_say(roll: World) -> None:
    """GB18030, CRLF, head with count and sum in fen (12000 + 20000), end with the SHA-256 of all before it."""
    sent = roll.confirm("2026-12")
    [path] = roll.outgoing.glob("DF*")
    raw = path.read_bytes()
    assert (sent.state, sent.file_name, sent.file_sha256) == ("sent", path.name, hashlib.sha256(raw).hexdigest())
    assert path.name == f"DF202612-{sent.id}.txt"
    head, first, second, end, nothing = raw.decode("gb18030").split("\r\n")
    one, two = Payment.objects.order_by("pk").values_list("reference", flat=True)
    assert head == f"{sent.id}|2026-12-10|2|32000"
    assert first == f"{one}|王桂兰|990101194403150046|6200000000000013|王桂兰|120.00"
    assert second == f"{two}|孙玉兰|990101193501200428||孙玉兰|200.00"
    body = raw[: raw.rindex(b"END")]
    assert (end, nothing) == (f"END|{hashlib.sha256(body).hexdigest()}", "")


def test_nothing_leaves_before_two_people_agreed(roll: World) -> None:
    drawn_up = roll.list_of("2026-12")
    assert not roll.outgoing.exists()
    with pytest.raises(NotChecked):
        benefits.confirm(drawn_up.id, drawn_up.content, actor=roll.head, at=clock.now())
    benefits.check(drawn_up.id, drawn_up.content, actor=roll.head, at=clock.now())
    with pytest.raises(SamePerson):
        benefits.confirm(drawn_up.id, drawn_up.content, actor=roll.head, at=clock.now())
    mine = benefits.redraft(drawn_up.id, actor=roll.head, at=clock.now())
    with pytest.raises(NotChecked):  # what was checked is not what is there now
        benefits.confirm(mine.id, mine.content, actor=roll.clerk, at=clock.now())
    benefits.check(mine.id, mine.content, actor=roll.head, at=clock.now())
    with pytest.raises(SamePerson):
        benefits.confirm(mine.id, mine.content, actor=roll.head, at=clock.now())
    benefits.confirm(mine.id, mine.content, actor=roll.clerk, at=clock.now())
    with pytest.raises(ListClosed):
        benefits.confirm(mine.id, mine.content, actor=roll.clerk, at=clock.now())
    with pytest.raises(ListClosed):
        benefits.redraft(mine.id, actor=roll.clerk, at=clock.now())
    with pytest.raises(ListClosed):
        benefits.check(mine.id, mine.content, actor=roll.head, at=clock.now())
    with pytest.raises(Forbidden):
        benefits.confirm(mine.id, mine.content, actor=city.SYSTEM, at=clock.now())
    with pytest.raises(NotFound):
        benefits.confirm(mine.id, mine.content, actor=roll.party("王桂兰"), at=clock.now())


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda roll: roll.change("王桂兰", "stop", "died", "2026-12"),
        lambda roll: roll.new_account("王桂兰", "6200000000000021"),
        lambda roll: roll.enrol("孙秀英", decided="2026-11-24", amount=20_000),
    ],
    ids=["stopped", "another account", "somebody new"],
)
def test_what_changed_since_the_list_was_seen_is_a_conflict(meanwhile: Callable[[World], object], roll: World) -> None:
    seen = roll.list_of("2026-12")
    benefits.check(seen.id, seen.content, actor=roll.clerk, at=clock.now())
    meanwhile(roll)
    with pytest.raises(ListChanged):
        benefits.check(seen.id, seen.content, actor=roll.clerk, at=clock.now())
    with pytest.raises(ListChanged):
        benefits.confirm(seen.id, seen.content, actor=roll.head, at=clock.now())
    again = benefits.redraft(seen.id, actor=roll.clerk, at=clock.now())
    assert again.content != seen.content
    with pytest.raises(ListChanged):
        benefits.confirm(seen.id, seen.content, actor=roll.head, at=clock.now())
    benefits.check(seen.id, again.content, actor=roll.clerk, at=clock.now())
    benefits.confirm(seen.id, again.content, actor=roll.head, at=clock.now())


def test_a_month_cannot_be_listed_twice_whatever_the_code_does(roll: World) -> None:
    first = Payment.objects.order_by("pk").first()
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            list=first.list, entitlement=first.entitlement, month=first.month, attempt=2, amount_fen=1, account={}
        )


SPOILT: dict[str, tuple[Callable[[World], object], str, str]] = {
    "count": (lambda r: r.put_down("2026-12", rows(r), count=3), "wrong_totals", "对不上"),
    "sum": (lambda r: r.put_down("2026-12", rows(r), total=32_001), "wrong_totals", "对不上"),
    "a row too many": (
        lambda r: r.put_down("2026-12", [*rows(r), ("0" * 26, 100, "0000")]),
        "unknown_rows",
        "不是我们发的明细",
    ),
    "another amount": (
        lambda r: r.put_down("2026-12", [(ref, fen + 100, code) for ref, fen, code in rows(r)]),
        "wrong_amounts",
        "金额和我们发的不一样",
    ),
    "a row twice": (lambda r: r.put_down("2026-12", [*rows(r), rows(r)[0]]), "matched_twice", "已经有了结果"),
    "words": (lambda r: (r.incoming / "HPx.txt").write_bytes(ended("not|a|file\r\n")), "garbled", "读不懂"),
    "foreign batch": (
        lambda r: (r.incoming / "HPy.txt").write_bytes(ended("99|2026-12-20|0|0\r\n")),
        "unknown_batch",
        "不是我们发的",
    ),
}


def rows(roll: World) -> list[tuple[str, int, str]]:
    return result_rows(roll.list_of("2026-12").id, {})


def ended(body: str) -> bytes:
    return f"{body}END|{hashlib.sha256(body.encode()).hexdigest()}\r\n".encode()


@pytest.mark.parametrize(("spoil", "problem", "said"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_is_refused_whole_by_name(
    spoil: Callable[[World], object], problem: str, said: str, roll: World
) -> None:
    roll.confirm("2026-12")
    roll.incoming.mkdir(parents=True, exist_ok=True)
    spoil(roll)
    roll.work()
    file = ReturnFile.objects.get()
    assert (file.state, file.problem) == ("refused", problem)
    assert said in file.text["zh"]
    assert {p.state for p in Payment.objects.order_by("pk")} == {"sent"}
    assert [path.parent.name for path in roll.incoming.rglob("HP*")] == ["refused"]
    ours = problem not in ("garbled", "unknown_batch")
    assert Duty.objects.filter(kind="benefit_file", closed_at=None).count() == ours
    roll.answer("2026-12")  # the bank sends it again, right
    assert roll.list_of("2026-12").state == "settled"
    assert not Duty.objects.filter(kind="benefit_file", closed_at=None).exists()


def test_a_half_written_file_is_waited_for_and_then_refused(roll: World) -> None:
    """demo/bank.yaml waits 60 seconds for the end of a file."""
    roll.confirm("2026-12")
    path = roll.put_down("2026-12", rows(roll))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    roll.work()
    assert path.exists()
    assert not ReturnFile.objects.exists()
    path.write_bytes(whole)
    roll.work()
    assert ReturnFile.objects.get().state == "taken"


def test_a_file_that_stays_half_written_is_refused(roll: World) -> None:
    import os

    roll.confirm("2026-12")
    path = roll.put_down("2026-12", rows(roll))
    path.write_bytes(path.read_bytes()[:-40])
    long_ago = path.stat().st_mtime - 61
    os.utime(path, (long_ago, long_ago))
    roll.work()
    assert ReturnFile.objects.get().problem == "half_written"


def test_the_same_file_again_is_not_booked_again(roll: World) -> None:
    roll.confirm("2026-12")
    roll.answer("2026-12", 王桂兰="1001")
    again = roll.put_down("2026-12", result_rows(roll.list_of("2026-12").id, {"王桂兰": "1001"}), name="HPagain.txt")
    roll.work()
    assert not again.exists()
    assert [(f.state, f.problem) for f in ReturnFile.objects.order_by("pk")] == [
        ("taken", ""),
        ("refused", "duplicate"),
    ]
    assert Duty.objects.filter(kind="benefit_returned").count() == 1


def test_paid_and_days_later_sent_back(roll: World) -> None:
    """退汇: the other bank gives the money back after all."""
    roll.confirm("2026-12")
    roll.answer("2026-12")
    one = next(row for row in rows(roll) if row[1] == MONTHLY)
    roll.put_down("2026-12", [(one[0], one[1], "1001")], name="HPlater.txt")
    roll.work()
    assert roll.payments("王桂兰") == [("2026-12", "2026-12", 1, MONTHLY, "returned")]
    assert roll.row("王桂兰").account_fails


def test_a_folder_that_cannot_be_opened_is_said_and_tried_again(roll: World) -> None:
    roll.outgoing.parent.mkdir(exist_ok=True)
    roll.outgoing.write_text("a file where the folder should be")
    found = roll.confirm("2026-12")
    assert (found.state, found.error.zh) == ("confirmed", "银行的文件夹打不开，会再试。请技术员看一看。")
    roll.outgoing.unlink()
    roll.work()
    assert roll.list_of("2026-12").state == "sent"


def test_without_a_bank_a_list_waits_and_says_why(roll: World) -> None:
    ports.use_driver(ports.NullDriver())
    assert roll.confirm("2026-12").error.zh == "还没有配置银行的文件夹（bank.yaml）。"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_every_commit_of_sending_and_settling(after: bool, roll: World) -> None:
    """Whatever commit the worker dies at, the next life ends with one file, one result and each month paid once."""
    found = roll.list_of("2026-12")
    roll.agree("2026-12")
    deaths = 0
    for number in range(40):
        with killed_at(number, after=after):
            try:
                roll.work()
                if roll.list_of("2026-12").state == "sent" and not list(roll.incoming.rglob("HP*")):
                    roll.put_down("2026-12", result_rows(found.id, {"王桂兰": "1001"}), name="HP1.txt")
                    roll.work()
            except Killed:
                deaths += 1
                MonthList.objects.filter(state="confirmed").update(next_at=clock.real_now())
                continue
        break
    assert deaths >= 3
    assert len(list(roll.outgoing.glob("DF*"))) == 1
    assert [f.state for f in ReturnFile.objects.order_by("pk")] == ["taken"]
    assert roll.payments("王桂兰") == [("2026-12", "2026-12", 1, MONTHLY, "returned")]
    assert roll.payments("孙玉兰") == [("2026-12", "2026-12", 1, 20_000, "paid")]
    assert Duty.objects.filter(kind="benefit_returned").count() == 1


def test_killed_between_the_file_and_the_row(roll: World) -> None:
    """The file was written, the row was not: the next life writes the same bytes under the same name."""
    roll.agree("2026-12")
    with killed_at(0, after=False), pytest.raises(Killed):
        benefits.send_due()
    [path] = roll.outgoing.glob("DF*")
    first = path.read_bytes()
    assert roll.list_of("2026-12").state == "confirmed"
    path.unlink()  # the bank has fetched it meanwhile
    roll.work()
    assert path.read_bytes() == first
    assert roll.list_of("2026-12").state == "sent"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("encoding: gb18030", "encoding: gb99999", "wrong shape"),
        ("outgoing: bank/outgoing", "", "outgoing is missing"),
        ("columns: [reference, name,", "columns: [name,", "columns needs reference"),
        ("cause: account", "cause: weather", "cause is account or bank"),
    ],
)
def test_a_bank_yaml_that_is_wrong_says_where(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = (city.REPOSITORY / "demo/bank.yaml").read_text("utf-8")
    path = tmp_path / "bank.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadBank, match=said):
        BankFileDriver(path)


@pytest.mark.server
def test_the_demo_bank_pays_a_batch_once_and_returns_a_closed_card(roll: World) -> None:
    """A process of its own; the same batch again pays nobody again."""
    roll.confirm("2026-12")
    [path] = roll.outgoing.glob("DF*")
    raw = path.read_bytes()
    ledger = roll.folder / "ledger.json"
    command = [sys.executable, str(BANK), "--once", "--outgoing", str(roll.outgoing), "--incoming", str(roll.incoming)]
    command += ["--ledger", str(ledger), "--closed", "6200000000000013"]
    subprocess.run(command, check=True, capture_output=True)
    paid = json.loads(ledger.read_text("utf-8"))["paid"]
    path.write_bytes(raw)
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads(ledger.read_text("utf-8"))["paid"] == paid
    roll.work()
    assert roll.payments("王桂兰") == [("2026-12", "2026-12", 1, MONTHLY, "returned")]
    assert roll.payments("孙玉兰") == [("2026-12", "2026-12", 1, 20_000, "paid")]
