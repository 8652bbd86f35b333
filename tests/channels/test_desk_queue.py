"""The queue: counts that add up, chips, search, pages, one record of everyone shown."""

import re
from datetime import datetime, timedelta
from html import escape
from typing import Any

import pytest
from desk_world import STALE, Roles, apply, let_it_work

from zhengtong.channels.desk._search import digits_of
from zhengtong.channels.desk.views import queue
from zhengtong.delivery.cases import _desk
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@pytest.fixture
def many(number: str) -> list[str]:
    """30 open cases beside the one handed over, one due a day from 25 days ago on; the last five are closed."""
    pattern = Case.objects.get(number=number)
    made = []
    for n in range(30):
        due = clock.china_date(STALE) + timedelta(days=n - 25)
        made.append(_copy(pattern, f"{number[:-8]}{n + 100:08}", due, "closed" if n >= 25 else "checking"))
    Case.objects.bulk_create(made)
    return [case.number for case in made]


def _copy(pattern: Case, number: str, due: Any, state: str) -> Case:
    fields = {field.attname: getattr(pattern, field.attname) for field in Case._meta.concrete_fields}
    closed = {"closed_at": STALE, "outcome": "approve"} if state == "closed" else {}
    return Case(**{**fields, "id": None, "number": number, "promised_due": due, "state": state, **closed})


def chips(html: str) -> dict[str, int]:
    nav = re.search(r'<nav class="chips".*?</nav>', html, re.DOTALL)
    assert nav is not None
    return {words: int(count) for words, count in re.findall(r">([^<>]+)<b>(\d+)</b>", nav[0])}


def listed(html: str) -> list[str]:
    """The numbers of the cases of the page, in order (the duties above link to cases too)."""
    return re.findall(r'href="/desk/cases/(\w+)"', html.split('class="chips"')[1])


def test_counts_chips_and_order(city: Roles, number: str, many: list[str]) -> None:
    clerk = city["staff"].client
    html = clerk.get("/desk/").content.decode()
    # 25 open copies due 25 to 1 days ago, and the case itself, due today
    assert chips(html) == {"全部": 26, "超时": 25, "快到期": 1, "要人来定": 1, "等部门答复": 25}
    assert listed(html) == many[:20]
    assert "超 25 天" in html
    near = clerk.get("/desk/?chosen=near").content.decode()
    assert listed(near) == [number]
    assert "今天到期" in near
    assert listed(clerk.get("/desk/?chosen=person").content.decode()) == [number]


def test_pages_hold_every_case_once(city: Roles, number: str, many: list[str]) -> None:
    clerk = city["staff"].client
    first = clerk.get("/desk/").content.decode()
    following = re.search(r'<a class="btn btn-line" href="([^"]+)"', first)
    assert following is not None
    second = clerk.get(following[1].replace("&amp;", "&")).content.decode()
    assert listed(first) + listed(second) == [*many[:25], number]
    assert 'class="btn btn-line"' not in second
    assert clerk.get("/desk/?after=nonsense").status_code == 404


def test_the_last_digits_find_a_case(city: Roles, number: str, many: list[str]) -> None:
    clerk = city["staff"].client
    assert listed(clerk.get(f"/desk/?q={many[3][-4:]}").content.decode()) == [many[3]]
    nothing = clerk.get("/desk/?q=99999999").content.decode()
    assert "没有这样的办件" in nothing
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in many[3][-4:])
    for typed in (full_width, f" {many[3]} "):
        assert listed(clerk.get("/desk/", {"q": typed}).content.decode()) == [many[3]]


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases", "/desk/benefits"])
@pytest.mark.parametrize("typed", ["李", "王桂兰 2", "no. 12", "<b>", "１２a"])
def test_what_is_no_number_finds_nobody_and_is_no_look(
    city: Roles, number: str, many: list[str], path: str, typed: str
) -> None:
    person = cases.case(number, actor=system("test"), at=STALE).summary.applicant
    looks = len(audit.looks_at(person))
    html = city["staff"].client.get(path, {"q": typed}).content.decode()
    assert "只能按编号找" in html
    assert f'value="{escape(typed)}"' in html
    assert "/desk/cases/" not in html
    assert f'action="{path}"' in html and f'<a href="{path}">回到列表</a>' in html
    assert len(audit.looks_at(person)) == looks


def test_what_is_taken_for_the_end_of_a_number() -> None:
    assert [digits_of(typed) for typed in ("", "\u3000", "００１２", " 00 12 ")] == ["", "", "0012", "0012"]
    whole = "11990100MB0000001T39905110010012026112200000001"
    assert digits_of(whole) == whole[-16:]
    assert [digits_of(typed) for typed in ("王", "12岁", "a12", "1-2", "²²x")] == [None] * 5


def test_an_office_without_cases_is_told_so_and_not_to_search_otherwise(city: Roles) -> None:
    clerk = city["staff"].client
    assert "本单位还没有办件" in clerk.get("/desk/cases").content.decode()
    nothing = clerk.get("/desk/cases?q=99999999").content.decode()
    assert "没有这样的办件" in nothing
    assert '<a href="/desk/cases">看全部办件</a>' in nothing


def test_past_cases_are_listed_newest_first(city: Roles, number: str, many: list[str]) -> None:
    html = city["staff"].client.get("/desk/cases").content.decode()
    assert re.findall(r'href="/desk/cases/(\w+)"', html) == many[:9:-1]


def test_one_entry_names_everyone_shown(city: Roles, number: str) -> None:
    city["staff"].client.get("/desk/")
    person = cases.case(number, actor=system("test"), at=STALE).summary.applicant
    (entry,) = audit.entries_on("case", "queue")
    assert entry.action.name == "cases.listed"
    seen = [look.post for look in audit.looks_at(person) if look.action.name == "cases.listed"]
    assert seen == ["救助科经办"]


def test_the_duty_of_the_post_leads_to_the_case(city: Roles, number: str) -> None:
    html = city["staff"].client.get("/desk/").content.decode()
    assert f'<a href="/desk/cases/{number}">高龄津贴：规则定不了，请您看</a>' in html


def test_only_a_case_has_a_number_to_be_found_by(city: Roles) -> None:
    for about in (("benefit_list", "01M8FRQWFMZVJ85NN8HG00K7"), ("case", "11990100MB0000001T0000000000000042")):
        duties.open_duty(
            kind="told",
            permission="cases.handle",
            organisation=city["staff"].actor.organisation,
            title=Text("高龄津贴 1 月的名册，请核对确认", ""),
            about=about,
            due=clock.china_date(STALE),
            actor=system("test"),
            at=STALE,
        )
    html = city["staff"].client.get("/desk/").content.decode()
    assert re.findall(r'data-l="编号后段">([^<]*)<', html) == ["—", "0000000000000042"]


def test_an_empty_desk_says_so(city: Roles) -> None:
    html = city["staff"].client.get("/desk/").content.decode()
    assert "没有在办的办件" in html
    assert chips(html) == {"全部": 0, "超时": 0, "快到期": 0, "要人来定": 0, "等部门答复": 0}


def test_statements_do_not_grow_with_the_cases(
    city: Roles, number: str, many: list[str], django_assert_num_queries: Any
) -> None:
    clerk = city["staff"].client
    clerk.get("/desk/")
    with django_assert_num_queries(14):
        clerk.get("/desk/")
    with django_assert_num_queries(8):
        clerk.get("/desk/cases")


def test_nobody_else_has_a_queue(city: Roles) -> None:
    for role in ("resident", "other_staff", "anonymous"):
        with pytest.raises(NotFound):
            cases.queue(city[role].actor, at=STALE)
        with pytest.raises(NotFound):
            cases.queue_counts(city[role].actor, clock.china_date(STALE))


def test_a_case_the_rules_decide_never_waits_here(city: Roles, legal_time: Any) -> None:
    legal_time.move_to(datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA))
    apply(city["resident"].actor)
    let_it_work()
    assert cases.queue(city["staff"].actor, at=clock.now()).cases == ()


def test_beyond_what_is_counted_it_says_so(
    city: Roles, number: str, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office with a hundred thousand open cases opens its desk as fast as any other."""
    for module in (_desk, queue):
        monkeypatch.setattr(module, "MOST_COUNTED", 20)
    html = city["staff"].client.get("/desk/").content.decode()
    assert re.findall(r">([^<>]+)<b>([^<]+)</b>", html.split('class="chips"')[1])[:3] == [
        ("全部", "20+"),
        ("超时", "20+"),
        ("快到期", "1"),
    ]
    assert "待办 20 件以上" in html
    assert "20+ 件超时" in html
    assert "一共 20+ 件" in html
