"""A milk-tea shop gets its licence: one visit fails, the second passes. Dates are counted by hand from Monday
23 November 2026, with the calendar of tests (five working days a week)."""

import re
from datetime import date, datetime

import pytest
from django.urls import reverse

import shop as milk_tea
import town as city
from clocks import LegalTime
from offices import Office
from shop import ALL_PASS, ONE_SINK, Shop, confirmed, do, inspect, opened
from town import Town
from zhengtong.delivery.licences import api as licences
from zhengtong.journeys.choose_visit import free_slots, move_visit, slots_of
from zhengtong.journeys.inspection import self_checks
from zhengtong.journeys.standing import standing
from zhengtong.journeys.visits import visit_of
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import TooLateToMove
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TUESDAY, WEDNESDAY = "2026-11-24T09:00-11:30", "2026-11-25T14:00-17:00"


@pytest.fixture
def shop(town: Town, office: Office) -> Shop:
    return milk_tea.open_shop(town, office("business-register"))


@pytest.fixture
def number(shop: Shop) -> str:
    number = milk_tea.send(shop.owner.actor)
    city.settle()
    return number


def on(legal_time: LegalTime, month: int, day: int) -> None:
    legal_time.move_to(datetime(2026, month, day, 9, tzinfo=clock.CHINA))


def inbox(shop: Shop) -> list[str]:
    return [one.subject for one in notices.inbox(shop.owner.actor.person, "zh-Hans")]


def test_one_visit_fails_and_the_second_passes(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    assert set(opened(number)) == {"choose_day", "never_chosen", "give_up"}  # the register has answered by itself
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    assert opened(number)["inspect"].due == date(2026, 11, 24)
    on(legal_time, 11, 24)
    inspect(shop, number, outcome="mend", **ONE_SINK)
    again = opened(number)["choose_again"]
    assert again.by_applicant
    assert again.stops is not None
    where = standing(city.case(number), "zh-Hans")
    assert where is not None
    assert [(label.zh, what) for label, what in where.mends] == [
        ("洗手池和洗东西的水池分开", "加一个洗手池并贴上“洗手”")
    ]
    assert "食品经营许可（个体户开店）：请选上门的时间" in inbox(shop)
    do(number, "choose_again", shop.owner, slot=WEDNESDAY)
    on(legal_time, 11, 25)
    inspect(shop, number, occurrence=2, outcome="pass", **ALL_PASS)
    assert visit_of(number) is None
    do(number, "decide", shop.head, outcome="approve")
    ended = city.case(number)
    assert (ended.summary.state, ended.summary.outcome) == ("closed", "approve")
    [licence] = licences.licences_of_case(number)
    values = {field.label.zh: field.value for field in licence.fields}
    assert values["店名"] == "清和市东桥区小满奶茶店"
    assert values["经营项目"] == "自制饮品制售"
    assert licences.verify_file(files.read(licence.file)).good


@pytest.mark.parametrize(
    ("accepted_on", "promised", "legal"),
    [
        # 10 and 20 working days after Monday 30 November, the last day to say so: five after Monday 23 November
        ((11, 30), date(2026, 12, 14), date(2026, 12, 28)),
        # a day later it counts from Monday 23 November, the day it came
        ((12, 1), date(2026, 12, 7), date(2026, 12, 21)),
    ],
)
def test_accepted_late_it_counts_from_the_day_it_came(
    shop: Shop, number: str, legal_time: LegalTime, accepted_on: tuple[int, int], promised: date, legal: date
) -> None:
    on(legal_time, *accepted_on)
    is_late = accepted_on == (12, 1)
    shown = shop.counter.client.get(f"/desk/cases/{number}/steps/accept/1").content.decode()
    assert ("超过 5 个工作日没告知，从 11月23日 收到那天起就算受理。" in shown) is is_late
    assert ("《中华人民共和国行政许可法》第三十二条" in shown) is is_late
    do(number, "accept", shop.counter, outcome="accept")
    case = city.case(number)
    assert (case.summary.promised_due, case.legal_due) == (promised, legal)
    words = "过了 11月30日才受理，从 11月23日收到那天起就算受理（《中华人民共和国行政许可法》第三十二条第一款第四项）"
    assert (words in [step.text.zh for step in case.steps]) is is_late
    assert (words in shop.owner.client.get(f"/cases/{number}/").content.decode()) is is_late


def test_completed_and_then_accepted_late_it_counts_from_the_second_day(
    shop: Shop, number: str, legal_time: LegalTime
) -> None:
    do(number, "accept", shop.counter, outcome="complete", reason="请补上店里水池的尺寸和位置。")
    on(legal_time, 11, 25)
    do(number, "completed", shop.owner, said="两个水池，都在后面。")
    on(legal_time, 12, 3)  # five working days after Wednesday 25 November: 2 December
    do(number, "accept", shop.counter, occurrence=2, outcome="accept")
    assert city.case(number).summary.promised_due == date(2026, 12, 9)  # ten after 25 November


def test_nobody_is_told_to_do_nothing_on_their_own_turn(shop: Shop, number: str) -> None:
    case = reverse("portal.case", args=[number])
    assert "您什么都不用做。" in shop.owner.client.get(case).content.decode()
    do(number, "accept", shop.counter, outcome="accept")
    page = shop.owner.client.get(case).content.decode()
    assert "轮到您了：选上门的时间。" in page
    # ten working days after Monday 23 November
    assert "最晚 12月7日（星期一）给您结果。" in page
    assert "您什么都不用做。" not in page


def test_what_the_visit_found_must_be_said_and_fit(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    with pytest.raises(Invalid) as refused:  # a day early, and alone
        do(number, "inspect", shop.inspector, outcome="pass", **ALL_PASS)
    assert [problem.code for problem in refused.value.problems] == ["not_yet", "required", "required"]
    on(legal_time, 11, 24)
    for outcome, found, fields in (
        ("pass", ONE_SINK, {"outcome"}),
        ("mend", ALL_PASS, {"outcome"}),
        ("mend", {**ONE_SINK, "separate_sinks_mend": ""}, {"separate_sinks_mend"}),
        ("pass", {}, set(milk_tea.ITEMS)),
    ):
        with pytest.raises(Invalid) as refused:
            do(number, "inspect", shop.inspector, outcome=outcome, **found)
        assert {problem.field for problem in refused.value.problems} == fields | {"photo", "companion"}
    assert "inspect" in opened(number)


def test_the_partner_confirms_just_what_is_written(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 24)
    confirmed(shop, number, **ONE_SINK)
    with pytest.raises(Invalid) as refused:
        do(number, "inspect", shop.inspector, outcome="pass", **ALL_PASS)
    assert [problem.field for problem in refused.value.problems] == ["companion"]
    do(number, "inspect", shop.inspector, outcome="mend", **ONE_SINK)


def test_it_is_mended_as_often_as_the_folder_says(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 24)
    inspect(shop, number, outcome="mend", **ONE_SINK)
    do(number, "choose_again", shop.owner, slot=WEDNESDAY)
    on(legal_time, 11, 25)
    inspect(shop, number, occurrence=2, outcome="mend", **ONE_SINK)
    do(number, "choose_again", shop.owner, occurrence=2, slot="2026-11-26T09:00-11:30")
    on(legal_time, 11, 26)
    with pytest.raises(Invalid) as refused:
        inspect(shop, number, occurrence=3, outcome="mend", **ONE_SINK)
    assert [problem.code for problem in refused.value.problems] == ["mended_often"]
    inspect(shop, number, occurrence=3, outcome="fail", reason="改了两次还是一个水池。", **ONE_SINK)
    do(number, "decide", shop.head, outcome="refuse", reason="改了两次，洗手池还是没有装。")
    assert city.case(number).summary.outcome == "refuse"


def test_the_days_of_mending_do_not_count(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    assert city.case(number).summary.promised_due == date(2026, 12, 7)  # ten working days after Monday 23 November
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 24)
    inspect(shop, number, outcome="mend", **ONE_SINK)
    on(legal_time, 11, 27)
    do(number, "choose_again", shop.owner, slot="2026-11-30T09:00-11:30")
    # Wednesday, Thursday and Friday stood: three working days more
    assert city.case(number).summary.promised_due == date(2026, 12, 10)


def test_the_office_that_cannot_come_lets_them_choose_again(shop: Shop, number: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    do(number, "inspect", shop.inspector, outcome="cannot_come", reason="检查车坏了，明天来不了，对不起。")
    assert visit_of(number) is None
    assert set(opened(number)) == {"choose_day", "never_chosen", "give_up"}
    do(number, "choose_day", shop.owner, occurrence=2, slot=WEDNESDAY)
    visit = visit_of(number)
    assert visit is not None
    assert visit.slot.key == WEDNESDAY


def test_who_chooses_second_in_another_window_is_told_which_time_counts(shop: Shop, number: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    client, choose = shop.owner.client, reverse("portal.step", args=[number, "choose_day", 1])
    visit = reverse("portal.visit", args=[number])
    assert client.post(choose, {"slot": TUESDAY}).url == reverse("portal.case", args=[number])
    second = client.post(choose, {"slot": WEDNESDAY}, follow=True)
    assert second.redirect_chain == [(f"{visit}?unkept={WEDNESDAY.replace(':', '%3A')}", 302)]
    told = second.content.decode()
    assert "您刚才选的11月25日（星期三） 14:00—17:00没有约上。" in told
    assert "约好的是11月24日（星期二） 09:00—11:30" in told
    assert opened(number)["inspect"].due == date(2026, 11, 24)
    client.post(visit, {"slot": WEDNESDAY})  # knowingly
    assert opened(number)["inspect"].due == date(2026, 11, 25)
    assert client.post(choose, {"slot": WEDNESDAY}).url == reverse("portal.case", args=[number])  # the same once more
    assert "没有约上" not in client.get(f"{visit}?unkept=nonsense").content.decode()


def test_a_visit_is_moved_until_the_day_before(town: Town, shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    with pytest.raises(NotFound):
        move_visit(number, {"slot": WEDNESDAY}, actor=town.daughter.actor, at=clock.now())
    move_visit(number, {"slot": WEDNESDAY}, actor=shop.owner.actor, at=clock.now())
    assert opened(number)["inspect"].due == date(2026, 11, 25)
    city.settle()
    assert not [one for one in inbox(shop) if "11月25日" in one]
    on(legal_time, 11, 24)
    city.settle()
    city.settle()
    assert inbox(shop).count("食品经营许可（个体户开店）：11月25日（星期三）上门") == 1
    on(legal_time, 11, 25)
    with pytest.raises(TooLateToMove):
        move_visit(number, {"slot": "2026-11-26T09:00-11:30"}, actor=shop.owner.actor, at=clock.now())


def promises(page: str) -> list[tuple[int, int]]:
    """The days a page says something comes by at the latest."""
    return [(int(month), int(day)) for month, day in re.findall(r"最晚 ?(\d+)月(\d+)日", page)]


def test_a_visit_that_did_not_come_is_called_so_and_chosen_again(
    shop: Shop, number: str, legal_time: LegalTime
) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 26)
    page = shop.owner.client.get(f"/cases/{number}/").content.decode()
    assert "约好 11月24日（星期二）上门，没有去，或者去了还没记下来。正在等清和市市场监督管理局办。" in page
    assert "您可以另选时间。最晚 12月7日（星期一）给您结果。" in page
    assert "想问打 0990-5550118，要投诉打 0990-5550128。" in page
    assert "您什么都不用做" not in page
    assert "我们11月24日" not in page
    visit = f"/cases/{number}/visit"
    assert "今天就来" not in (shown := shop.owner.client.get(visit).content.decode())
    assert "请另选一个时间。" in shown
    assert shop.owner.client.post(visit, {"slot": TUESDAY}).status_code == 422
    assert shop.owner.client.post(visit, {"slot": "2026-11-27T09:00-11:30"}).status_code == 302
    assert opened(number)["inspect"].due == date(2026, 11, 27)
    page = shop.owner.client.get(f"/cases/{number}/").content.decode()
    assert "没有去" not in page
    assert "我们11月27日（星期五） 09:00—11:30到" in page


def test_no_page_promises_a_day_that_has_gone_by(shop: Shop, number: str, legal_time: LegalTime) -> None:
    case = f"/cases/{number}/"
    on(legal_time, 12, 2)  # the last day to accept was Monday 30 November
    page = shop.owner.client.get(case).content.decode()
    assert "本该 11月30日（星期一）办完，晚了 2 天。" in page
    assert set(promises(page)) == {(12, 7)}
    on(legal_time, 12, 16)  # the promise was ten working days after Monday 23 November
    page = shop.owner.client.get(case).content.decode()
    assert "说好12月7日（星期一）给您结果，晚了 9 天。最晚12月21日（星期一）一定给您结果。对不起。" in page
    assert "想问打 0990-5550118，要投诉打 0990-5550128。" in page
    assert "承诺12月7日（星期一）给您结果，过了。规定最长到12月21日（星期一）。" in page
    assert set(promises(page)) == {(12, 21)}
    do(number, "accept", shop.counter, outcome="accept")
    letters = " ".join(one.body for one in notices.inbox(shop.owner.actor.person, "zh-Hans"))
    assert "说好 12月7日（星期一）给您结果，已经晚了，对不起。" in letters
    do(number, "choose_day", shop.owner, slot="2026-12-17T09:00-11:30")
    on(legal_time, 12, 24)
    page = shop.owner.client.get(case).content.decode()
    assert "约好 12月17日（星期四）上门，没有去" in page
    assert "晚了 17 天。规定最长到12月21日（星期一），也过了。对不起。您可以另选时间。" in page
    assert not promises(page)
    assert "最晚" not in shop.head.client.get(f"/desk/cases/{number}").content.decode()


def test_a_full_slot_is_not_offered_and_not_given(shop: Shop, number: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    case = city.case(number)
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    slots = slots_of(case)
    assert slots is not None
    # five working days from tomorrow, two times a day
    assert len(free_slots(case, slots)) == 10
    second = milk_tea.send(shop.owner.actor)
    do(second, "accept", shop.counter, outcome="accept")
    do(second, "choose_day", shop.owner, slot=TUESDAY)
    assert TUESDAY not in [slot.key for slot in free_slots(case, slots)]  # each: 2
    third = milk_tea.send(shop.owner.actor)
    do(third, "accept", shop.counter, outcome="accept")
    with pytest.raises(Invalid) as refused:
        do(third, "choose_day", shop.owner, slot=TUESDAY)
    assert [problem.code for problem in refused.value.problems] == ["taken"]
    assert "choose_day" in opened(third)
    do(second, "give_up", shop.owner)
    do(third, "choose_day", shop.owner, slot=TUESDAY)  # who withdraws gives the place back


@pytest.mark.parametrize("slot", ["2020-11-24T09:00-11:30", "2026-11-24T03:00-03:30"])
def test_a_slot_nobody_offers_is_called_so(shop: Shop, number: str, slot: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    answer = shop.owner.client.post(f"/cases/{number}/steps/choose_day/1", {"slot": slot})
    assert answer.status_code == 422
    assert "这个时间不能选，请从下面选一个。" in answer.content.decode()
    assert "选走了" not in answer.content.decode()
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    moved = shop.owner.client.post(f"/cases/{number}/visit", {"slot": slot})
    assert moved.status_code == 422
    assert "这个时间不能选，请从下面选一个。" in moved.content.decode()


def test_the_inspector_sees_what_the_owner_said_and_where_to_go(shop: Shop, number: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    case, where = city.case(number), standing(city.case(number), "zh-Hans")
    assert where is not None
    [step] = [turn.step for turn in where.turns_of(shop.inspector.actor)]
    said = self_checks(case, step)
    assert said["separate_sinks"].zh == "还没有"
    assert said["raw_and_ready"].zh == "我这里用不上"
    [visit] = appointments.visits_of(shop.inspector.actor, at=clock.now())
    assert (visit.address, visit.slot.key, visit.about) == (milk_tea.ADDRESS, TUESDAY, ("case", number))
    assert appointments.visits_of(shop.counter.actor, at=clock.now()) == ()


def test_the_desk_lists_the_visits_of_the_post(shop: Shop, number: str) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    page = shop.inspector.client.get("/desk/visits").content.decode()
    assert milk_tea.ADDRESS in page
    assert f"/desk/cases/{number}" in page
    assert milk_tea.ADDRESS not in shop.counter.client.get("/desk/visits").content.decode()


def test_the_inspector_writes_it_down_on_the_page(shop: Shop, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 24)
    address = f"/desk/cases/{number}/steps/inspect/1"
    page = shop.inspector.client.get(address).content.decode()
    assert "申请人自查：还没有" in page
    answer = shop.inspector.client.post(address, {**ONE_SINK, "outcome": "pass"})
    assert answer.status_code == 422
    assert "有 1 项要改，不能选这一项" in answer.content.decode()
    alone = shop.inspector.client.post(address, {**ONE_SINK, "outcome": "mend"})
    assert alone.status_code == 422
    assert "要 2 个人一起办。还差 1 个人确认" in alone.content.decode()
    confirmed(shop, number, **ONE_SINK)
    assert shop.inspector.client.post(address, {**ONE_SINK, "outcome": "mend"}).status_code == 302
    again = shop.owner.client.get(f"/cases/{number}/steps/choose_again/1").content.decode()
    assert "加一个洗手池并贴上“洗手”" in again
