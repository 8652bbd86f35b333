"""Everyday words find services; what finds nothing is remembered without naming anybody."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import ANONYMOUS, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.search import _index
from zhengtong.offer.search import api as search
from zhengtong.offer.search._operations import note_gap as note_gap_module
from zhengtong.offer.search._operations.note_gap import scrubbed
from zhengtong.trust.audit import api as audit

AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)


@pytest.fixture
def index(tmp_path: Path, settings: object, allowance: ServiceVersion) -> ServiceVersion:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    work.run_all()
    return allowance


@pytest.mark.parametrize(
    "query",
    [
        "高龄津贴",
        "老人",
        "钱",
        "津",
        "高龄",
        "长寿钱",
        "我妈八十了有补贴吗",
        "80岁 补助",
        "８０岁以上老人补助",
        "敬老",
        "old age allowance",
        "ALLOWANCES for the elderly",
        "benefit",
    ],
)
def test_everyday_words_find_it(query: str, index: ServiceVersion) -> None:
    hits = search.find(query, "zh-Hans")
    assert [hit.service for hit in hits] == ["old-age-allowance"]
    assert hits[0].hash == index.hash
    assert hits[0].name.zh == "高龄津贴"


@pytest.mark.parametrize("query", ["", "   ", "养狗证", "鱼", "passport", '"):(*&^', "zzz:[q TO x]", "-zzz +qqq"])
def test_other_words_do_not(query: str, index: ServiceVersion) -> None:
    assert search.find(query, "zh-Hans") == ()


@pytest.mark.parametrize("query", ["AND OR NOT", "name:[a TO z]", "怎么办", "(((", "a" * 5000, "老" * 5000])
def test_no_query_breaks_it(query: str, index: ServiceVersion) -> None:
    assert len(search.find(query, "en", 5)) <= 1


def test_a_search_makes_no_query(index: ServiceVersion, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        search.find("补贴", "en")


def test_nothing_is_found_before_the_first_build(tmp_path: Path, settings: object) -> None:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    assert search.find("老人") == ()


@pytest.mark.django_db
def test_the_index_is_built_once_for_a_publication(index: ServiceVersion) -> None:
    before = _index.pointer()
    assert before is not None
    assert before.number == 1
    assert search.build_due() == 0
    assert _index.pointer() == before


@pytest.mark.django_db
def test_one_writer_a_node(index: ServiceVersion) -> None:
    (_index.folder() / "current.json").unlink()
    with _index.only_writer() as first:
        assert first
        assert search.build_due() == 0
    assert search.build_due() == 1


@pytest.mark.django_db
def test_no_index_is_written_inside_a_transaction(index: ServiceVersion) -> None:
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        _index.write([], 2)


def test_old_generations_go(index: ServiceVersion) -> None:
    for number in (2, 3, 4):
        _index.write([], number)
    assert sum(path.is_dir() for path in _index.folder().iterdir()) == 2
    assert search.find("老人") == ()


@pytest.mark.django_db
def test_gaps_are_counted_by_day_without_who_asked() -> None:
    resident = ANONYMOUS
    for _ in range(3):
        search.note_gap("养狗证 怎么办", actor=resident, at=AT)
    search.note_gap("  养狗证   怎么办 ", actor=resident, at=AT)
    search.note_gap("钓鱼证", actor=resident, at=AT)
    found = search.gaps(date(2026, 11, 23), actor=system("test"))
    assert [(gap.query, gap.count) for gap in found] == [("养狗证 怎么办", 4), ("钓鱼证", 1)]
    assert search.gaps(date(2026, 11, 24), actor=system("test")) == ()
    with pytest.raises(Forbidden):
        search.gaps(date(2026, 11, 23), actor=resident)


@pytest.mark.django_db
def test_a_gap_seen_to_goes_until_it_is_asked_again() -> None:
    editor, next_day = system("test"), AT + timedelta(days=1)
    search.note_gap("养狗证", actor=ANONYMOUS, at=AT)
    [gap] = search.gaps(AT.date(), actor=editor)
    assert (gap.query, gap.count, gap.since) == ("养狗证", 1, AT.date())
    with pytest.raises(Forbidden):
        search.close_gap("养狗证", actor=ANONYMOUS, at=AT)
    search.close_gap("养狗证", actor=editor, at=AT)
    assert search.gaps(AT.date(), actor=editor) == ()
    with pytest.raises(NotFound):
        search.close_gap("养狗证", actor=editor, at=AT)
    search.note_gap("养狗证", actor=ANONYMOUS, at=next_day)
    assert [gap.since for gap in search.gaps(AT.date(), actor=editor)] == [next_day.date()]


@pytest.mark.django_db
def test_whoever_asks_without_end_writes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_gap_module, "_MOST_COUNTED", 2)
    monkeypatch.setattr(note_gap_module, "_MOST_A_DAY", 1)
    for query in ("养狗证", "养狗证", "养狗证", "钓鱼证"):
        search.note_gap(query, actor=ANONYMOUS, at=AT)
    assert [(gap.query, gap.count) for gap in search.gaps(AT.date(), actor=system("test"))] == [("养狗证", 2)]


@pytest.mark.django_db
def test_a_gap_leaves_an_audit_row_without_the_query() -> None:
    search.note_gap("养狗证", actor=ANONYMOUS, at=AT)
    from zhengtong.offer.search.models import ContentGap

    rows = audit.entries_on("content_gap", str(ContentGap.objects.get().pk))
    assert [row.action.name for row in rows] == ["search.note_gap"]
    assert rows[0].detail == {}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("查 990101194405010020 的津贴", "查 # 的津贴"),
        ("138 0000 2206", "#"),
        ("9901011944050100 2x", "#"),
        ("写信 a.b@example.com", "写信 #"),
        ("80 岁补贴", "80 岁补贴"),
        ("长" * 60, "长" * 40),
    ],
)
def test_what_could_name_a_person_goes(query: str, kept: str) -> None:
    assert scrubbed(query) == kept
