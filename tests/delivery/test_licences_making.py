"""Licences: decided in a transaction, made outside it, repaired wherever making stops."""

import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from zhengtong.delivery.licences import _make, api
from zhengtong.delivery.licences._request import _last_day
from zhengtong.delivery.licences.data import LicenceData, LicenceKind
from zhengtong.delivery.licences.models import Layout, Licence
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.kernel.codes import licence_id
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.office.files import api as files
from zhengtong.office.files.models import StoredFile
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.seals import api as seals

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLATFORM = system("test")
ISSUER = ("11100000MB03271699", "演示市清河区民政局")
LAYOUT = """#import "base.typ": paper, rows
#let data = json("data.json")
#show: paper.with(
  title: data.title, title-en: data.title_en, number: data.identifier, issuer: data.issuer, date: data.issued,
  qr: data.qr, verify: data.verify,
)
#data.holder 老人
#rows(data.rows)"""
KIND = LicenceKind(
    type_code="11100000MB03271699101",
    name=Text("高龄津贴确认书", "Old-age allowance confirmation"),
    sensitive=False,
    valid_months=12,
)
NUMBER = "370102193611230021"


def ask(kind: LicenceKind = KIND, layout: str = LAYOUT, actor: Actor = PLATFORM, at: datetime = AT) -> LicenceData:
    holder = identity.meet_person(name="王桂兰", id_number=NUMBER, actor=system("test"), at=clock.now())
    return api.request_licence(
        case="C-1",
        service_hash="sha256:1",
        layout=layout,
        kind=kind,
        holder=holder,
        fields={
            Text("姓名", "Name"): "王桂兰",
            Text("身份证号", "Resident ID"): NUMBER,
            Text("每月金额", "Monthly amount"): "100 元",
        },
        issuer=ISSUER,
        verify_address="https://zt.example/verify/",
        actor=actor,
        at=at,
    )


def issued() -> list[dict[str, Any]]:
    return [row.payload for row in OutboxEvent.objects.filter(name="delivery.licences.issued").order_by("id")]


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_the_last_valid_day_is_the_corresponding_day(start: date, months: int | None, last: date | None) -> None:
    assert _last_day(start, months) == last


def test_a_decided_licence_waits_to_be_made() -> None:
    licence = ask()
    assert (licence.making, licence.status, licence.file) == ("waiting", "01", "")
    assert (licence.valid_from, licence.valid_to) == (date(2026, 11, 23), date(2027, 11, 23))
    assert licence_id.parse(licence.identifier).identifier == licence.identifier
    assert ".11100000MB03271699.2026000001.001." in licence.identifier
    assert ".2026000002.001." in ask().identifier
    assert Layout.objects.count() == 1


def test_nothing_is_decided_when_the_callers_transaction_fails() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        ask()
        raise RuntimeError
    assert not Licence.objects.exists()


def test_nothing_readable_is_kept_in_the_database() -> None:
    licence = ask()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT holder_name, holder_number, fields, last_four FROM licences_licence WHERE id = %s", [licence.id]
        )
        row = " ".join(cursor.fetchone())
    assert "王" not in row and NUMBER not in row


def test_a_made_licence_is_sealed_stored_and_announced(tmp_path: Path) -> None:
    licence = ask()
    assert api.make_due() == 1
    made = api.licence(licence.id)
    assert made.making == "made"
    path = tmp_path / "licence.pdf"
    path.write_bytes(files.read(made.file))
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for part in ("高龄津贴确认书", "王桂兰", "100 元", made.identifier, made.code, "演示 无法律效力", "2026", "23"):
        assert part in text
    assert issued() == [{"licence": licence.id, "case": "C-1", "person": licence.person}]
    actions = [entry.action.name for entry in audit.entries_on("licence", licence.id)]
    assert actions == ["delivery.licences.made", "delivery.licences.requested"]
    assert api.make_due() == 0


def test_the_qr_image_holds_the_address_to_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    import segno

    asked: list[str] = []
    real: Callable[..., Any] = segno.make

    def noted(content: str, **options: Any) -> Any:
        asked.append(content)
        return real(content, **options)

    monkeypatch.setattr(segno, "make", noted)
    licence = ask()
    api.make_due()
    assert asked == [f"https://zt.example/verify/{licence.code}"]


@pytest.mark.parametrize("stop", ["render", "seal", "store", "settle"])
def test_making_cut_off_anywhere_is_repaired(stop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker killed at a step leaves the row waiting under its lease; the next run after it makes the licence."""

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> Any:
        raise Killed

    places = {
        "render": (_make.documents, "render"),
        "seal": (seals, "seal"),
        "store": (_make.files, "store"),
        "settle": (_make, "_settle"),
    }
    licence = ask()
    with monkeypatch.context() as patched:
        patched.setattr(*places[stop], die)
        with pytest.raises(Killed):
            api.make_due()
    assert api.licence(licence.id).making == "waiting"
    assert api.make_due() == 0, "the lease of the dead worker still runs"
    Licence.objects.update(next_at=clock.real_now() - timedelta(seconds=1))
    assert api.make_due() == 1
    assert api.licence(licence.id).making == "made"
    assert len(issued()) == 1


def test_a_wrong_layout_is_kept_as_failing_and_hinders_no_other() -> None:
    bad, good = ask(layout="#foo()"), ask()
    assert api.make_due() == 2
    assert (api.licence(bad.id).making, api.licence(good.id).making) == ("failing", "made")
    row = Licence.objects.get(pk=bad.id)
    assert row.attempts == 1
    assert "unknown variable: foo" in row.error
    assert row.next_at > clock.real_now()


def test_two_workers_make_one_licence() -> None:
    """The second worker saw the row before the first took it."""
    ask()
    seen = Licence.objects.get()
    assert _make._take(seen)
    assert not _make._take(seen)


def test_a_second_finisher_changes_nothing() -> None:
    licence = ask()
    api.make_due()
    row = Licence.objects.get(pk=licence.id)
    other = files.describe(row.file)
    _make._settle(row, other)
    assert len(issued()) == 1
    assert StoredFile.objects.count() == 1


def test_only_the_platform_or_staff_in_a_post_may_ask() -> None:
    resident = Actor(kind="resident", id="user:1", name="王强", person="P")
    for actor in (ANONYMOUS, resident):
        with pytest.raises(Forbidden):
            ask(actor=actor)


def test_a_layout_is_checked_with_invented_values() -> None:
    assert api.check_layout(LAYOUT, KIND, [Text("姓名", "Name")]) == []
    (problem,) = api.check_layout(LAYOUT.replace("data.holder ", "data.holdr "), KIND, [])
    assert (problem.line, "holdr" in problem.message) == (7, True)


@pytest.mark.django_db(transaction=True)
def test_no_licence_is_made_inside_a_transaction() -> None:
    licence = ask()
    with pytest.raises(SlowInsideTransactionError), transaction.atomic():
        api.make_due()
    assert api.licence(licence.id).making == "waiting"
