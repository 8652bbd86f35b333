"""How much one person may do in a while: counted over all processes, said in words, 429 on pages and calls."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from api_world import SERVICE, apply, city, get, new_key
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import actors
from zhengtong.config import limits
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.counts import _blocks
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import CALLS, DRAFTS, FILES, LIMITS, TooMany, TooManyFiles
from zhengtong.kernel.counts.models import Count
from zhengtong.office.files import api as files

NINE_THIRTY = datetime(2026, 11, 23, 9, 30, tzinfo=clock.CHINA)
SOMEBODY = Actor(kind="resident", id="user:7", name="某")


@pytest.fixture
def at_half_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "real_now", lambda: NINE_THIRTY)


@pytest.fixture
def cast(db: None, legal_time: object, at_half_past_nine: None) -> dict[str, actors.Role]:
    return city()


@pytest.mark.parametrize(
    ("language", "title", "advice"),
    [
        ("zh", "今天您已经开了 2 份申请，不能再开新的。", "明天再来，存过的都在。"),
        ("en", "You began 2 applications today; no more today.", "Come again tomorrow"),
    ],
)
def test_a_draft_too_many_is_a_page_that_says_when(
    language: str, title: str, advice: str, cast: dict[str, actors.Role], settings: object
) -> None:
    settings.ZHENGTONG_LIMITS = {"drafts": 2}  # type: ignore[attr-defined]
    client = cast["resident"].client
    for _ in range(2):
        page = client.post(reverse("portal.start", args=[SERVICE]))
        draft = page["Location"].split("/")[2]
        client.post(reverse("portal.discard", args=[draft]))
    client.cookies["zt_lang"] = language
    page = client.post(reverse("portal.start", args=[SERVICE]))
    assert (page.status_code, page["Retry-After"]) == (429, str(int(14.5 * 3600)))
    assert title in page.content.decode()
    assert advice in page.content.decode()
    assert cast["other_resident"].client.post(reverse("portal.start", args=[SERVICE])).status_code == 302


def test_a_draft_one_has_is_no_new_one(cast: dict[str, actors.Role], settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"drafts": 1}  # type: ignore[attr-defined]
    start = reverse("portal.start", args=[SERVICE])
    assert [cast["resident"].client.post(start).status_code for _ in range(3)] == [302, 302, 302]


def test_an_application_too_many_is_a_problem_and_nothing_of_it_is_kept(
    cast: dict[str, actors.Role], settings: object
) -> None:
    settings.ZHENGTONG_LIMITS = {"applications": 1}  # type: ignore[attr-defined]
    client, key = cast["resident"].client, new_key()
    first = apply(client, key=key)
    assert first.status_code == 201
    refused = apply(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, str(int(14.5 * 3600)))
    assert refused.json()["code"] == "too_many_applications"
    assert refused.json()["title"] == "今天您已经交了 1 份申请，不能再交了。"
    assert len(get(client, "cases").json()["items"]) == 1
    # The same request again is the same application, not one more.
    assert apply(client, key=key).json()["case"] == first.json()["case"]
    assert apply(cast["other_resident"].client).status_code == 201


def test_what_is_rolled_back_was_not_counted(cast: dict[str, actors.Role], settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"applications": 1}  # type: ignore[attr-defined]
    assert apply(cast["resident"].client, {}).status_code == 422
    assert apply(cast["resident"].client).status_code == 201


def test_a_file_too_many_is_not_kept(cast: dict[str, actors.Role], settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"files": 1}  # type: ignore[attr-defined]

    def store(actor: Actor, content: bytes) -> None:
        files.store(
            content, name="a.pdf", media_type="application/pdf", owner=("case", "1"), actor=actor, at=clock.now()
        )

    clerk = cast["staff"].actor
    store(clerk, b"%PDF-1")
    with pytest.raises(TooManyFiles):
        store(clerk, b"%PDF-2")
    for number in range(3):
        store(system("papers"), f"%PDF-{number}".encode())


def test_calls_too_many_are_a_problem_and_cost_no_write_each(cast: dict[str, actors.Role], settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"calls": 72}  # type: ignore[attr-defined]
    client = cast["resident"].client
    with CaptureQueriesContext(connection) as queries:
        answers = [get(client, "cases") for _ in range(75)]
    assert [one.status_code for one in answers] == [200] * 72 + [429] * 3
    assert answers[-1]["Retry-After"] == "1800"
    assert answers[-1].json()["title"] == "一个小时最多查 72 次，已经到了。过 1800 秒再来。"
    writes = [query for query in queries.captured_queries if "counts_count" in query["sql"]]
    assert len(writes) == 72 // 2 + 1  # by blocks of two, and one that found nothing
    assert get(client, "cases").status_code == 429
    assert get(cast["other_resident"].client, "cases").status_code == 200


def test_with_its_own_limit_a_call_in_a_hundred_is_written(db: None, at_half_past_nine: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        for _ in range(1000):
            counts.spend_from_block(CALLS, SOMEBODY)
    assert len(queries) == 10


@pytest.mark.django_db
def test_several_processes_let_no_more_through_together(
    settings: object, monkeypatch: pytest.MonkeyPatch, at_half_past_nine: None
) -> None:
    settings.ZHENGTONG_LIMITS = {"calls": 100}  # type: ignore[attr-defined]
    processes = [_blocks.Held() for _ in range(3)]
    got = []
    for number in range(180):
        monkeypatch.setattr(_blocks, "held", processes[number % 3])
        got.append(_may(lambda: counts.spend_from_block(CALLS, SOMEBODY)))
    assert sum(got) == 100


@pytest.mark.django_db
def test_midnight_in_china_and_the_full_hour_begin_anew(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"drafts": 1, "calls": 1}  # type: ignore[attr-defined]

    def spent(moment: datetime) -> tuple[bool, bool]:
        monkeypatch.setattr(clock, "real_now", lambda: moment)
        return _may(lambda: counts.spend(DRAFTS, SOMEBODY)), _may(lambda: counts.spend_from_block(CALLS, SOMEBODY))

    assert spent(NINE_THIRTY) == (True, True)
    assert spent(NINE_THIRTY + timedelta(minutes=29, seconds=59)) == (False, False)
    assert spent(NINE_THIRTY + timedelta(minutes=30)) == (False, True)
    assert spent(NINE_THIRTY.replace(hour=23, minute=59, second=59)) == (False, True)
    assert spent(NINE_THIRTY.replace(day=24, hour=0, minute=0)) == (True, True)


def _may(act: Callable[[], None]) -> bool:
    try:
        act()
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_rows_of_days_long_over_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "real_now", lambda: NINE_THIRTY)
    counts.spend(DRAFTS, SOMEBODY)
    assert counts.forget_old() == 0
    monkeypatch.setattr(clock, "real_now", lambda: NINE_THIRTY + timedelta(days=3))
    counts.spend(DRAFTS, SOMEBODY)
    assert (counts.forget_old(), Count.objects.count()) == (1, 1)


def test_the_file_of_the_home_says_other_limits(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "limits.yaml"
    assert limits.read(path) == {}
    path.write_text("drafts: 7\nfiles: off\n")
    assert limits.read(path) == {"drafts": 7, "files": None}
    assert set(limits.read(repository / "demo/limits.yaml").values()) == {None}
    assert set(limits.read(repository / "demo/limits.yaml")) == set(LIMITS)


@pytest.mark.parametrize(
    "written", ["draft: 7", "drafts: 0", "drafts: many", "drafts: yes", "- drafts", "drafts: [", "a"]
)
def test_a_limit_nobody_can_read_stops_the_start(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "limits.yaml").write_text(written)
    with pytest.raises(SystemExit) as end:
        limits.read(tmp_path / "limits.yaml")
    assert end.value.code == 2
    assert "limits.yaml" in capsys.readouterr().err


def test_no_limit_asks_nothing(db: None, settings: object) -> None:
    settings.ZHENGTONG_LIMITS = {"drafts": None, "calls": None}  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as queries:
        counts.spend(DRAFTS, SOMEBODY)
        counts.spend_from_block(CALLS, SOMEBODY)
        counts.spend(FILES, system("papers"))
    assert len(queries) == 0
