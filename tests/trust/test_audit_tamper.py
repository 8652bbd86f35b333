"""Whatever is changed is found and named: rows, tiles, checkpoint."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from audit_log import act, fill, flip, sequence_all
from django.db import connection

from zhengtong.trust.audit import _rows
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Broken
from zhengtong.trust.audit.models import AuditRow, AuditSubject

pytestmark = pytest.mark.django_db
_SIZE = 600  # two full tiles, one of 88, a level 1 tile of 2


@pytest.fixture(autouse=True)
def log(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    fill(_SIZE - 3)
    act(3, subjects=("P1",))
    assert sequence_all() == _SIZE
    assert audit.verify().good
    return tmp_path / "log"


def _broken() -> Broken:
    broken = audit.verify().broken
    assert broken is not None
    assert not re.search(r"[{}]|None", broken.text.zh + broken.text.en)
    return broken


@pytest.mark.parametrize("column", [*(c for c in _rows.COLUMNS if c not in ("id", "at")), "salt"])
def test_one_byte_changed_in_any_column(column: str) -> None:
    row = AuditRow.objects.get(position=300)
    changed = bytes(16) if column == "salt" else (getattr(row, column) or " ")[:-1] + "x"
    AuditRow.objects.filter(pk=row.pk).update(**{column: changed})
    broken = _broken()
    assert (broken.kind, broken.position, broken.row) == ("row_changed", 300, row.pk)


def test_time_moved_by_a_microsecond() -> None:
    row = AuditRow.objects.get(position=300)
    AuditRow.objects.filter(pk=row.pk).update(at=row.at.replace(microsecond=1))
    assert (_broken().kind, _broken().position) == ("row_changed", 300)


def test_white_space_in_the_detail_is_a_change_too() -> None:
    AuditRow.objects.filter(position=_SIZE - 1).update(detail='{"次": 2}')
    assert (_broken().kind, _broken().position) == ("row_changed", _SIZE - 1)


def test_the_first_of_two_changes_is_named() -> None:
    AuditRow.objects.filter(position__in=[450, 20]).update(reason="x")
    assert _broken().position == 20


@pytest.mark.parametrize("position", [0, 255, 256, _SIZE - 4])
def test_deleted_row(position: int) -> None:
    AuditRow.objects.filter(position=position).delete()
    broken = _broken()
    assert (broken.kind, broken.position) == ("row_missing", position)


def test_deleted_row_with_the_gap_closed() -> None:
    AuditRow.objects.filter(position=100).delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditrow SET position = position - 1 WHERE position = 101")
    broken = _broken()
    assert (broken.kind, broken.position) == ("row_changed", 100)


def _forge(position: int | None) -> AuditRow:
    row = AuditRow.objects.get(position=5)
    row.pk, row.position = None, position
    row.save()
    return row


@pytest.mark.parametrize("position", [-1, _SIZE + 50])
def test_forged_row_at_a_place_of_its_own(position: int) -> None:
    forged = _forge(position)
    broken = _broken()
    assert (broken.kind, broken.position, broken.row) == ("row_forged", position, forged.pk)


def test_forged_row_in_the_place_of_a_true_one() -> None:
    AuditRow.objects.filter(position=6).delete()
    forged = _forge(6)
    broken = _broken()
    assert (broken.kind, broken.position, broken.row) == ("row_changed", 6, forged.pk)


def test_two_rows_exchanged() -> None:
    one, two = AuditRow.objects.get(position=1), AuditRow.objects.get(position=2)
    for row, place in ((one, None), (two, 1), (one, 2)):
        AuditRow.objects.filter(pk=row.pk).update(position=place)
    assert (_broken().kind, _broken().position) == ("row_changed", 1)


def test_forged_row_stops_the_sequencer() -> None:
    forged = _forge(_SIZE + 50)
    act(1)
    with pytest.raises(audit.LogBrokenError) as error:
        audit.sequence_batch()
    assert error.value.broken.row == forged.pk
    assert audit.sequence_due() == 0  # the worker logs it and goes on with other work


@pytest.mark.parametrize(
    ("file", "byte", "item", "position"),
    [
        ("tile/0/000", 0, 0, 0),
        ("tile/0/001", 8191, 255, 511),
        ("tile/0/002.p/88", 32, 1, 513),
        ("tile/1/000.p/2", 40, 1, 256),  # the second item covers entries 256 to 511
        ("tile/entries/000", 34 * 7, 7, 7),  # within an entry's length
        ("tile/entries/001", 34 * 7 + 5, 7, 263),
        ("tile/entries/002.p/88", 34 * 88 - 1, 87, 599),
    ],
)
def test_one_byte_changed_in_any_tile(log: Path, file: str, byte: int, item: int, position: int) -> None:
    flip(log / file, byte)
    broken = _broken()
    assert (broken.kind, broken.file, broken.item, broken.position) == ("tile_changed", file, item, position)


@pytest.mark.slow
def test_every_byte_of_a_small_tile(log: Path) -> None:
    path = log / "tile" / "1" / "000.p" / "2"
    for place in range(64):
        flip(path, place)
        assert _broken().kind == "tile_changed"
        flip(path, place)
    assert audit.verify().good


@pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b[:-40], lambda b: b + b"\0"])
def test_tile_cut_or_lengthened(log: Path, change: object) -> None:
    path = log / "tile" / "0" / "001"
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    assert (_broken().kind, _broken().file) == ("tile_changed", "tile/0/001")


@pytest.mark.parametrize("file", ["tile/0/001", "tile/entries/000", "tile/1/000.p/2"])
def test_tile_missing(log: Path, file: str) -> None:
    (log / file).unlink()
    assert (_broken().kind, _broken().file) == ("tile_missing", file)


def test_tile_of_an_earlier_checkpoint_changed(log: Path) -> None:
    act(5)
    sequence_all()
    flip(log / "tile" / "0" / "002.p" / "88", 0)
    assert (_broken().kind, _broken().file, _broken().position) == ("tile_changed", "tile/0/002.p/88", 512)


@pytest.mark.slow
def test_every_byte_of_the_checkpoint(log: Path) -> None:
    path = log / "checkpoint"
    for place in range(len(path.read_bytes())):
        flip(path, place)
        assert _broken().kind == "checkpoint_bad", place
        flip(path, place)
    assert audit.verify().good


def test_checkpoint_missing_or_put_back(log: Path) -> None:
    old = (log / "checkpoint").read_bytes()
    act(5)
    sequence_all()
    (log / "checkpoint").write_bytes(old)
    assert (_broken().kind, _broken().position) == ("checkpoint_old", _SIZE + 5)
    (log / "checkpoint").unlink()
    assert _broken().kind == "checkpoint_missing"


def test_row_and_both_files_rewritten_is_still_found(log: Path) -> None:
    """Whoever rewrites a row and its leaf and entry cannot sign the new root."""
    AuditRow.objects.filter(position=0).update(reason="x")
    entry = next(_rows.rows_between(0, 1)).entry()
    leaves, bundle = log / "tile" / "0" / "000", log / "tile" / "entries" / "000"
    leaves.write_bytes(hashlib.sha256(b"\0" + entry).digest() + leaves.read_bytes()[32:])
    bundle.write_bytes(b"\0\x20" + entry + bundle.read_bytes()[34:])
    assert (_broken().kind, _broken().file) == ("tile_changed", "tile/1/000.p/2")


def test_subject_hidden_from_a_person() -> None:
    subject = AuditSubject.objects.order_by("-row_id")[0]
    row = subject.row
    subject.delete()
    assert (_broken().kind, _broken().row, _broken().position) == ("subjects_differ", row.pk, row.position)


def test_subject_added() -> None:
    row = AuditRow.objects.get(position=3)
    AuditSubject.objects.create(row=row, person="P9")
    assert (_broken().kind, _broken().row) == ("subjects_differ", row.pk)


def test_lines_for_the_console() -> None:
    assert audit.report_lines(audit.verify())[0].zh == "日志没问题：600 条都和写下时一样。"
    AuditRow.objects.filter(position=300).update(reason="x")
    lines = audit.report_lines(audit.verify())
    assert lines[0].en == "The log is not good. The first fault:"
    assert "300" in lines[1].zh
    assert json.dumps(lines[1].plain())
