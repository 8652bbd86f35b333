"""Pages of a process's steps: at the desk taken, done, handed over; for the applicant, their own turn alone."""

import pytest
from django.test import Client
from django.urls import reverse

import care
import town as city
from town import Somebody, Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def street(town: Town) -> Somebody:
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST)


@pytest.fixture
def number(town: Town) -> str:
    care.load()
    return care.send(town.daughter.actor)


def address(name: str, number: str, step: str, occurrence: int = 1) -> str:
    return reverse(name, args=[number, step, occurrence])


def body(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_clerk_finds_takes_and_finishes_a_step(town: Town, number: str, street: Somebody) -> None:
    clerk = town.clerk.client
    queue = body(clerk, reverse("desk.queue"))
    assert address("desk.step", number, "accept") in queue and "还没有人</td>" in queue
    page = body(clerk, address("desk.step", number, "accept"))
    assert "还没有人领" in page
    assert "您在这里：看申请" in page
    assert "您领了这一步" in client_post(clerk, address("desk.take", number, "accept"))
    client_post(clerk, address("desk.step", number, "accept"), outcome="accept")
    city.settle()
    assert set(care.opened(number)) == {"visit", "give_up"}
    # 3 working days from Monday 23 November, by the folder: Thursday the 26th.
    assert "剩 3 个工作日" in body(street.client, address("desk.step", number, "visit"))
    assert "剩 2 个工作日" in body(street.client, reverse("desk.queue"))  # to be begun by then, in the same days
    assert clerk.get(address("desk.step", number, "accept")).url == reverse("desk.case", args=[number])


def client_post(client: Client, url: str, **typed: str) -> str:
    answer = client.post(url, typed, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_missing_is_named_and_what_was_typed_stays(town: Town, number: str) -> None:
    answer = town.clerk.client.post(address("desk.step", number, "accept"), {"outcome": "reject", "reason": "不归我们"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "写明理由，至少 10 个字" in page
    assert "不归我们</textarea>" in page
    assert "accept" in care.opened(number)


def test_a_colleague_learns_who_has_it_and_loses_nothing(town: Town, number: str) -> None:
    colleague = town.staff("zhaoning", "赵宁", town.clerk.actor.organisation, city.CLERK_POST)
    client_post(town.clerk.client, address("desk.take", number, "accept"))
    answer = colleague.client.post(address("desk.step", number, "accept"), {"outcome": "accept"})
    assert answer.status_code == 409
    assert "周敏正在办这一步" in answer.content.decode()
    client_post(town.clerk.client, address("desk.hand_over", number, "accept"), why="请接着办")
    page = body(colleague.client, address("desk.step", number, "accept"))
    word = "救助科经办 周敏交代：<bdi>请接着办</bdi>"
    assert page.index(word) < page.index("这一步办得怎么样")  # on a phone too it is read before the step is done
    client_post(colleague.client, address("desk.step", number, "accept"), outcome="accept")
    assert "accept" not in care.opened(number)


def test_a_step_is_given_to_a_colleague_by_name(town: Town, number: str) -> None:
    colleague = town.staff("zhaoning", "赵宁", town.clerk.actor.organisation, city.CLERK_POST)
    other = town.staff("hexin", "何欣", town.clerk.actor.organisation, city.CLERK_POST)
    here = address("desk.step", number, "accept")
    assert "转给谁" not in body(town.clerk.client, here)  # nobody holds it
    client_post(town.clerk.client, address("desk.hand_over", number, "accept"), to=colleague.actor.id)
    assert "还没有人领" in body(colleague.client, here)  # and nobody gives away what they do not hold
    client_post(town.clerk.client, address("desk.take", number, "accept"))
    assert f'<option value="{colleague.actor.id}">赵宁（{city.CLERK_POST}）</option>' in body(town.clerk.client, here)
    answer = town.clerk.client.post(address("desk.hand_over", number, "accept"), {"to": town.daughter.actor.id})
    assert answer.status_code == 422
    assert "这位同事现在办不了这一步" in answer.content.decode()
    long = {"to": colleague.actor.id, "why": "去" * 201}
    answer = town.clerk.client.post(address("desk.hand_over", number, "accept"), long)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多 200 个字，您写了 201 个" in page
    assert f"{long['why']}</textarea>" in page  # nothing of it is lost, nor hidden in the fold
    assert f'<option value="{colleague.actor.id}" selected>' in page
    assert '<details class="fold fold-s" open>' in page
    client_post(town.clerk.client, address("desk.hand_over", number, "accept"), to=colleague.actor.id, why="他家我去过")
    assert "赵宁领了这一步" in body(town.clerk.client, here)
    assert other.client.post(here, {"outcome": "accept"}).status_code == 409
    page = body(colleague.client, here)
    assert "您领了这一步" in page
    assert "交代：<bdi>他家我去过</bdi>" in page
    client_post(colleague.client, address("desk.hand_over", number, "accept"), to=other.actor.id)
    assert "救助科经办 赵宁转给您的，没有留话。" in body(other.client, here)
    client_post(other.client, address("desk.hand_over", number, "accept"))
    client_post(colleague.client, address("desk.take", number, "accept"))
    assert "转给您的" not in body(colleague.client, here)  # they took it themselves
    client_post(colleague.client, here, outcome="accept")
    assert "accept" not in care.opened(number)


def test_a_word_nobody_can_see_is_no_word_and_a_line_end_is_one_character(town: Town, number: str) -> None:
    colleague = town.staff("zhaoning", "赵宁", town.clerk.actor.organisation, city.CLERK_POST)
    give, here = address("desk.hand_over", number, "accept"), address("desk.step", number, "accept")
    client_post(town.clerk.client, address("desk.take", number, "accept"))
    client_post(town.clerk.client, give, to=colleague.actor.id, why="\u200b \u2060")
    assert "转给您的，没有留话。" in body(colleague.client, here)
    two_lines = "去" * 100 + "\r\n" + "问" * 99  # 200 as a person counts them; a browser sends a line end as two
    client_post(colleague.client, give, to=town.clerk.actor.id, why=two_lines)
    assert "去" * 100 in body(town.clerk.client, here)


def test_who_reads_the_reason_of_a_button_is_said_and_is_so(town: Town, number: str) -> None:
    page = body(town.clerk.client, address("desk.step", number, "accept"))
    assert "要补的、不办的理由，申请人看得到；别的只有同事看得到" in page
    care.do(number, "accept", town.clerk.actor, outcome="accept", reason="邻居说她很少出门")
    assert "邻居说她很少出门" in body(town.clerk.client, reverse("desk.case", args=[number]))
    assert "邻居说她很少出门" not in body(town.daughter.client, reverse("portal.case", args=[number]))


def test_the_step_of_another_office_is_not_here(town: Town, number: str, street: Somebody) -> None:
    assert street.client.get(address("desk.step", number, "accept")).status_code == 404
    care.do(number, "accept", town.clerk.actor, outcome="accept")
    assert street.client.get(address("desk.step", number, "visit")).status_code == 200
    assert town.clerk.client.get(address("desk.step", number, "visit")).status_code == 404
    assert town.clerk.client.post(address("desk.take", number, "visit")).status_code == 403


def test_the_applicant_reads_whom_we_wait_for(town: Town, number: str) -> None:
    page = body(town.daughter.client, reverse("portal.case", args=[number]))
    assert "正在等清和市民政局：看申请。" in page
    care.do(number, "accept", town.clerk.actor, outcome="accept")
    page = body(town.daughter.client, reverse("portal.case", args=[number]))
    # three working days after Monday 23 November
    assert "正在等东桥街道办事处：上门看看，最晚 11月26日（星期四）。" in page


def test_the_applicants_turn_says_what_is_missing_and_until_when(town: Town, number: str) -> None:
    reason = "还差一样：近三个月的病历。"
    care.do(number, "accept", town.clerk.actor, outcome="correct", reason=reason)
    daughter = town.daughter.client
    page = body(daughter, reverse("portal.case", args=[number]))
    assert "轮到您了：补齐材料。" in page
    # ten working days after Monday 23 November
    assert "这几天不算在期限里（等您补材料），最多停到 12月7日（星期一）。" in page
    assert reason in body(daughter, address("portal.step", number, "corrected"))
    client_post(daughter, address("portal.step", number, "corrected"), item_1="病历明天寄到")
    assert set(care.opened(number)) == {"accept", "give_up"}


def test_a_case_that_waits_for_its_reader_says_so_first_among_theirs(town: Town, number: str) -> None:
    newer = care.send(town.daughter.actor)
    mine = body(town.daughter.client, reverse("portal.mine"))
    assert "轮到您了</span>" not in mine  # that one may withdraw at any time is no turn
    assert mine.index(newer) < mine.index(number)
    care.do(number, "accept", town.clerk.actor, outcome="correct", reason="还差一样：近三个月的病历。")
    mine = body(town.daughter.client, reverse("portal.mine"))
    assert mine.index(number) < mine.index("轮到您了</span>") < mine.index(newer)
    care.do(number, "corrected", town.daughter.actor, item_1="病历明天寄到")
    assert "轮到您了</span>" not in body(town.daughter.client, reverse("portal.mine"))


def test_the_applicant_withdraws(town: Town, number: str) -> None:
    daughter = town.daughter.client
    assert "不办了" in body(daughter, reverse("portal.case", args=[number]))
    client_post(daughter, address("portal.step", number, "give_up"))
    city.settle()
    assert "按您说的撤回了" in body(daughter, reverse("portal.case", args=[number]))
    assert daughter.get(address("portal.step", number, "give_up")).url == reverse("portal.case", args=[number])


def test_nobody_else_does_the_applicants_step(town: Town, number: str) -> None:
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    assert stranger.client.get(address("portal.step", number, "give_up")).status_code == 404
    assert stranger.client.post(address("portal.step", number, "give_up")).status_code == 404
    assert town.daughter.client.get(address("portal.step", number, "accept")).status_code == 404


def test_what_may_come_at_any_time_is_no_work_in_the_queue(town: Town, number: str, street: Somebody) -> None:
    client_post(town.clerk.client, address("desk.step", number, "accept"), outcome="accept")
    city.settle()
    colleague = town.staff("zhaojun", "赵军", care.STREET, care.STREET_POST)
    care.seen(number, street.actor, colleague.actor)
    assert "objection" in care.opened(number)
    assert address("desk.step", number, "objection") not in body(street.client, reverse("desk.queue"))
    assert address("desk.step", number, "objection") in body(street.client, reverse("desk.case", args=[number]))


def test_a_step_sent_once_more_is_said_not_to_count(town: Town, number: str) -> None:
    clerk = town.clerk.client
    client_post(clerk, address("desk.step", number, "accept"), outcome="accept")
    page = client_post(clerk, address("desk.step", number, "accept"), outcome="reject", reason="不归我们这里管的事情")
    assert "周敏已经办了：受理。您刚才写的没有记下。" in page
    assert "没有记下" not in body(clerk, reverse("desk.case", args=[number]))


def test_a_colleague_reads_first_who_holds_the_step(town: Town, number: str) -> None:
    colleague = town.staff("zhaoning", "赵宁", town.clerk.actor.organisation, city.CLERK_POST)
    client_post(town.clerk.client, address("desk.take", number, "accept"))
    held = "周敏领了这一步。请他转给您，再办。"
    page = body(colleague.client, address("desk.step", number, "accept"))
    assert page.index(held) < page.index("<h1>")
    assert held not in body(town.clerk.client, address("desk.step", number, "accept"))


def test_what_was_written_into_a_step_is_read_on_the_case_and_by_the_next(
    town: Town, number: str, street: Somebody
) -> None:
    colleague = town.staff("zhaojun", "赵军", care.STREET, care.STREET_POST)
    care.do(number, "accept", town.clerk.actor, outcome="accept", reason="年纪大，材料齐全，先收下")
    care.seen(number, street.actor, colleague.actor, found="灶台很久没用")
    page = body(town.clerk.client, reverse("desk.case", args=[number]))
    assert "看申请：受理（" in page and "年纪大，材料齐全，先收下" in page
    assert "上门看看（民政窗口经办 王林，" in page
    assert "<dt>看到什么</dt><dd>灶台很久没用</dd>" in page
    assert "<dt>是一个人住吗</dt><dd>不是</dd>" in page
    assert "灶台很久没用" in body(street.client, address("desk.step", number, "objection"))
