"""这不对: what a person calls wrong goes to the department, is checked there, and comes back into the case."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

import actors
import town as city
from clocks import LegalTime
from departments import DEMO, Department
from town import Somebody, Town
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import CorrectionState
from zhengtong.sharing.corrections.models import Correction
from zhengtong.trust.organisations.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOR_HERSELF = {**city.ANSWERS, "whom": {"for_whom": "self"}}
SAID = "清和市东桥区桥头街 9 号"
WHY_RIGHT = "2024 年迁户口时登记的就是这个地址"
# 政务数据共享条例 art. 26: 10 working days from Monday 23 November 2026, none of them a holiday: Monday 7 December.
DUE = date(2026, 12, 7)


@pytest.fixture
def police(town: Town) -> Somebody:
    return town.staff("hukou", "罗建国", actors.POLICE, "户籍核对")


def _send_disputed(somebody: Somebody) -> str:
    """Somebody asks for themselves and says that their address is wrong, as the page of the form lets them."""
    who = somebody.actor
    draft = city.fill(city.begin(who), who, FOR_HERSELF)
    address = reverse("portal.page", args=[draft.id, "whom"])
    typed = {"do": "wrong", "_wrong": f"{city.RESOURCE}.address", "should_be": SAID}
    assert somebody.client.post(address, typed).status_code == 302
    return submit(draft.id, actor=who, at=clock.now())


def _one(number: str) -> CorrectionState:
    [found] = corrections.corrections_of(number)
    return found


def _conclude(police: Somebody, correction: str, outcome: str, words: str = "") -> int:
    typed = {"outcome": outcome, "words": words}
    return int(police.client.post(reverse("desk.correction", args=[correction]), typed).status_code)


def _letters(who: Somebody) -> list[str]:
    return [one.body for one in notices.inbox(who.actor.person, "zh-Hans") if "核对" in one.subject]


def test_what_is_called_wrong_becomes_a_duty_of_the_department(town: Town, police: Somebody) -> None:
    number = _send_disputed(town.daughter)
    asked = _one(number)
    assert (asked.state, asked.due, asked.handler) == ("open", DUE, actors.POLICE)
    [duty] = duties.duties_of(police.actor)
    assert (duty.title.zh, duty.due) == ("户籍信息：有人说“户口地址”不对，请核对", DUE)
    listed = police.client.get(reverse("desk.corrections")).content.decode()
    assert "户口地址" in listed
    assert "剩 10 个工作日" in listed  # the limit of article 26, as it stands on the day it is received
    assert SAID not in listed
    page = police.client.get(reverse("desk.correction", args=[asked.id])).content.decode()
    assert SAID in page
    assert "剩 10 个工作日" in page
    assert "李敏" in page


def test_a_post_that_checks_and_nothing_else_is_led_to_pages_it_may_see(town: Town, police: Somebody) -> None:
    for who, home in ((police, "desk.corrections"), (town.clerk, "desk.queue")):
        page = who.client.get(reverse(home)).content.decode()
        header = page[page.index("<header") : page.index("</header>")]
        links = [link for link in re.findall('href="([^"]+)"', header) if not link.startswith("?")]
        assert links[0] == reverse(home)
        assert {who.client.get(link).status_code for link in links} == {200}


def test_nobody_else_reads_it(town: Town, police: Somebody) -> None:
    asked = _one(_send_disputed(town.daughter))
    address = reverse("desk.correction", args=[asked.id])
    outsiders = [town.daughter, town.clerk, town.staff("chenxue", "陈雪", actors.SERVICES, "大厅窗口")]
    assert [one.client.get(address).status_code for one in outsiders] == [404, 404, 404]
    assert _conclude(town.clerk, asked.id, "corrected") == 404
    assert corrections.to_check(town.clerk.actor) == ()


def test_asked_twice_it_is_one_and_nothing_that_was_said_is_lost(town: Town, police: Somebody) -> None:
    number = _send_disputed(town.daughter)
    city.settle()
    [need] = city.case(number).needs
    typed = {"which": f"{need.question}.address", "claimed": "别的地方", "reason": "来电话说的"}
    assert town.clerk.client.post(reverse("desk.ask_correction", args=[number]), typed).status_code == 302
    assert town.clerk.client.post(reverse("desk.ask_correction", args=[number]), typed).status_code == 302
    asked = _one(number)
    assert Correction.objects.get().claimed == SAID
    page = police.client.get(reverse("desk.correction", args=[asked.id])).content.decode()
    assert [page.count(words) for words in (SAID, "别的地方", "来电话说的")] == [1, 1, 1]
    assert len(duties.duties_of(police.actor)) == 1


def test_what_people_said_is_sealed(town: Town, police: Somebody) -> None:
    _send_disputed(town.daughter)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number, told, claimed FROM corrections_correction")
        [row] = cursor.fetchall()
    assert not any(word in str(row) for word in ("李敏", city.DAUGHTER[1], SAID, "东桥"))


def test_the_applicant_reads_who_checks_and_until_when(town: Town, police: Somebody) -> None:
    number = _send_disputed(town.daughter)
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "我们请公安局核对您的户口地址，最晚12月7日（星期一）回您，不用您跑。" in page


def test_upheld_with_reasons_the_person_is_told(town: Town, police: Somebody) -> None:
    number = _send_disputed(town.daughter)
    asked = _one(number)
    assert _conclude(police, asked.id, "upheld") == 422
    assert _conclude(police, asked.id, "", WHY_RIGHT) == 422
    assert _conclude(police, asked.id, "upheld", WHY_RIGHT) == 302
    assert _conclude(police, asked.id, "corrected") == 409
    city.settle()
    [letter] = _letters(town.daughter)
    assert WHY_RIGHT in letter
    assert duties.duties_of(police.actor) == ()
    late = {"outcome": "corrected", "words": "门牌号写错了，已经改好。"}
    shown = police.client.post(reverse("desk.correction", args=[asked.id]), late)
    assert shown.status_code == 409
    assert "这一项已经有人核对完了。" in shown.content.decode()
    assert "您写的没有记下：门牌号写错了，已经改好。" in shown.content.decode()
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "公安局核对过，您的户口地址没有错。" in page
    assert WHY_RIGHT in page


def test_what_the_record_says_already_is_no_correction(town: Town, police: Somebody) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    [need] = city.case(number).needs
    told = str((need.values or {})["name"])
    typed = {"which": f"{need.question}.name", "claimed": f" {told} ", "reason": ""}
    page = town.clerk.client.post(reverse("desk.ask_correction", args=[number]), typed)
    assert page.status_code == 422
    assert f"现在的记录就是“{told}”，写上应该改成什么" in page.content.decode()
    assert corrections.corrections_of(number) == ()


def test_a_decided_case_is_looked_at_again_and_not_changed(town: Town, police: Somebody) -> None:
    number = _send_disputed(town.daughter)
    city.settle()
    before = city.case(number)
    assert before.decision is not None
    assert _conclude(police, _one(number).id, "corrected") == 302
    city.settle()
    after = city.case(number)
    assert (after.decision, after.evidence_hash) == (before.decision, before.evidence_hash)
    [duty] = [one for one in duties.open_about(("case", number)) if one.kind == "corrected_after"]
    assert duty.title.zh == "高龄津贴：定了以后，公安局改了“户口地址”，请看要不要改决定"
    [letter] = _letters(town.daughter)
    assert letter == "公安局说，您的户口地址已经改好了。这件事已经有结果了，办事的单位会再看一遍，要改会找您。"
    assert town.clerk.client.post(reverse("desk.done", args=[duty.id])).status_code == 302


@pytest.fixture
def corrected_register(register: Department, tmp_path: Path) -> Iterator[Department]:
    """The register, with a way to let its people be corrected: `data` names what it reads when it starts."""
    before = register.data
    people = json.loads((DEMO / "population.json").read_text("utf-8"))
    for one in people:
        if one["number"] == city.MOTHER[1]:
            one["address"] = SAID
    register.data = tmp_path / "population.json"
    register.data.write_text(json.dumps(people, ensure_ascii=False))
    yield register
    register.kill()
    register.data = before


def test_the_corrected_value_reaches_an_open_case(
    town: Town, police: Somebody, corrected_register: Department, legal_time: LegalTime
) -> None:
    """The amounts of the service end with 2026, so that a case of January waits for a person."""
    city.load_ending_with_2026(city.SYSTEM, clock.now())
    legal_time.move_to(datetime(2027, 1, 5, 10, 0, tzinfo=clock.CHINA))
    mother = city.resident(*city.MOTHER, "19900000046")
    number = _send_disputed(mother)
    city.settle()
    seen = city.case(number)
    assert seen.summary.state == "with_person"
    desk = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    assert "“户口地址”有人说不对" in desk
    corrected_register.kill()
    corrected_register.start()
    assert _conclude(police, _one(number).id, "corrected") == 302
    city.settle()
    city.make_due()
    city.settle()
    [need] = city.case(number).needs
    assert need.values is not None
    assert need.values["address"] == SAID
    assert city.case(number).evidence_hash != seen.evidence_hash
    assert "公安局把您的户口地址改过来了。" in mother.client.get(reverse("portal.case", args=[number])).content.decode()
    [letter] = _letters(mother)
    assert letter == "公安局说，您的户口地址已经改好了。我们请他们按改好的再答一次，不用您做什么。"


def test_said_to_be_corrected_and_unchanged_is_told_as_it_is(
    town: Town, police: Somebody, legal_time: LegalTime
) -> None:
    """The register says “corrected” and goes on telling the old address."""
    city.load_ending_with_2026(city.SYSTEM, clock.now())
    legal_time.move_to(datetime(2027, 1, 5, 10, 0, tzinfo=clock.CHINA))
    mother = city.resident(*city.MOTHER, "19900000046")
    number = _send_disputed(mother)
    city.settle()
    assert _conclude(police, _one(number).id, "corrected") == 302
    own = reverse("portal.case", args=[number])
    assert "公安局说，您的户口地址已经改好了。" in mother.client.get(own).content.decode()
    city.settle()
    city.make_due()
    city.settle()
    page = mother.client.get(own).content.decode()
    assert "公安局说您的户口地址改好了，再查还是原来那样。" in page
    assert "改过来了" not in page
    desk = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    assert "“户口地址”说改好了，再查还是原来那样" in desk
    assert sorted("再查，还是原来那样" in one for one in _letters(mother)) == [False, True]


def test_a_clerk_asks_about_somebody_elses_evidence(town: Town, police: Somebody) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    [need] = city.case(number).needs
    address = reverse("desk.ask_correction", args=[number])
    assert "安澜省清和市东桥区" in town.clerk.client.get(address).content.decode()
    assert town.clerk.client.post(address, {"which": "", "claimed": "x"}).status_code == 422
    typed = {"which": f"{need.question}.birth_date", "claimed": "1941-03-15", "reason": "身份证上是这一天"}
    assert town.clerk.client.post(address, typed).status_code == 302
    asked = _one(number)
    assert (asked.person, asked.name, asked.field) == (city.case(number).summary.applicant, "王桂兰", "birth_date")
    assert town.clerk.client.post(address, {**typed, "which": f"{need.question}.none"}).status_code == 404
    assert town.daughter.client.post(address, typed).status_code == 404


def test_a_person_asks_about_what_was_told_about_them(town: Town, police: Somebody) -> None:
    who = town.daughter.actor
    number = submit(city.fill(city.begin(who), who, FOR_HERSELF).id, actor=who, at=clock.now())
    city.settle()
    [need] = city.case(number).needs
    address = reverse("portal.dispute", args=[number])
    assert "户口地址" in town.daughter.client.get(address).content.decode()
    typed = {"which": f"{need.question}.address", "claimed": SAID}
    assert town.daughter.client.post(address, {**typed, "claimed": " "}).status_code == 422
    assert town.daughter.client.post(address, typed).status_code == 302
    assert (_one(number).person, _one(number).handler) == (who.person, actors.POLICE)
    stranger = city.resident("汪云生", actors.WANG_YUNSHENG, "19900000116")
    assert [stranger.client.get(address).status_code, stranger.client.post(address, typed).status_code] == [404, 404]


def test_where_the_department_has_no_post_the_office_itself_asks(town: Town) -> None:
    """Posts are never taken away by loading; here the one that checks has lost its permission."""
    Post.objects.filter(organisation_id=actors.POLICE).update(permissions=[])
    assert _one(_send_disputed(town.daughter)).handler == actors.CIVIL_AFFAIRS
    assert "correction" in [one.kind for one in duties.duties_of(town.clerk.actor)]


def test_late_it_is_seen_to_be_late(town: Town, police: Somebody, legal_time: LegalTime) -> None:
    number = _send_disputed(town.daughter)
    legal_time.move_to(datetime(2026, 12, 8, 9, 0, tzinfo=clock.CHINA))
    assert [one.lamp for one in duties.duties_of(police.actor)] == ["late"]
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "晚了，我们在催。" in page
