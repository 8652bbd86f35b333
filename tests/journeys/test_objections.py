"""Anybody may object while something is put up in public: who they are stays with the office, and the days end in it.

民发〔2021〕57号 art. 19: 公示期为7天 … 公示期满无异议的 … 公示有异议的 … 重新组织调查或者开展民主评议.
"""

import json
import re
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

import care
import posted
import town as city
from clocks import LegalTime
from town import Somebody, Town
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Paper, ProcessStep
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import NewPosting, Said, TooManyObjections
from zhengtong.delivery.publicity.models import Objection, Posting, SentObjection
from zhengtong.journeys.objections import what_ends
from zhengtong.journeys.objections_page import objections_page
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS
from zhengtong.kernel.errors import Conflict, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import Doing
from zhengtong.office.duties import api as duties
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAID = {name: said for name, said in asdict(posted.SAID).items() if said}
VILLAGE = "54990102MB0000012E"
RECEIPT = re.compile(r"收条号 ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")


@pytest.fixture
def street(town: Town) -> Somebody:
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST)


@pytest.fixture
def number(town: Town, street: Somebody) -> str:
    """A case put up in public on Monday 23 November 2026."""
    colleague = town.staff("sunjing", "孙静", care.STREET, care.STREET_POST)
    return posted.put_up(town.daughter.actor, town.clerk.actor, street.actor, colleague.actor)


def on(legal_time: LegalTime, month: int, day: int, hour: int = 10) -> None:
    legal_time.move_to(datetime(2026, month, day, hour, tzinfo=clock.CHINA))


def page(number: str) -> str:
    return reverse("portal.posting", args=[posted.code(number)])


def objected(number: str) -> str:
    """Somebody objects on the page; their receipt number."""
    answer = Client().post(f"{page(number)}/say", SAID)
    assert answer.status_code == 302
    return answer["Location"].rsplit("/", 1)[1]


def drawn(client: Client, url: str) -> str:
    """Which drawing of a form a page holds."""
    return re.findall(r'name="_once" value="([^"]+)"', client.get(url).content.decode())[0]


def test_the_page_shows_what_the_sheet_shows_and_nothing_else(number: str) -> None:
    answer = Client().get(page(number))
    shown = answer.content.decode()
    assert "李敏" in shown
    assert (
        f"<h1>{city.case(number).summary.service_name.zh}：公示单</h1>" in shown
    )  # whoever comes from the wall knows of what
    assert "公示到11月30日（星期一）" in shown  # seven calendar days after Monday 23
    sheet = Paper.objects.get(case__number=number, kind="publicity").data["shown"]
    rows = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", shown)
    assert rows == [(line["label"], line["value"]) for line in sheet] == [("申请人", "李敏")]
    for hidden in (number, city.DAUGHTER[1], "19900000028", care.REGION, "有女儿一起住"):
        assert hidden not in shown
    assert answer["X-Robots-Tag"] == "noindex" and answer["Cache-Control"] == "no-store"


def test_the_address_is_typed_as_people_type(number: str) -> None:
    code = posted.code(number)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    typed = code.replace("-", "").lower().replace("0", "o").replace("1", "l")
    assert Client().get(reverse("portal.posting", args=[typed])).status_code == 200
    assert Client().get(reverse("portal.posting", args=["0000-0000-0000"])).status_code == 404


def test_it_is_gone_when_its_last_day_is_over(number: str, legal_time: LegalTime) -> None:
    on(legal_time, 11, 30, 23)  # seven calendar days after Monday 23: Monday 30 is the last
    assert Client().get(page(number)).status_code == 200
    on(legal_time, 12, 1, 0)  # the worker has not come by yet
    assert Client().get(page(number)).status_code == 404
    assert Client().post(f"{page(number)}/say", SAID).status_code == 404
    assert Objection.objects.count() == 0


def test_it_is_gone_when_the_days_were_ended_early(number: str, street: Somebody) -> None:
    care.do(number, "objection", street.actor, what="有人当面提了异议")  # the step itself, as before
    assert Client().get(page(number)).status_code == 404


def test_a_sheet_printed_anew_closes_the_address_before(number: str) -> None:
    word = Text("字", "word")
    new = publicity.put_up(NewPosting(number, "shown", word, word, "0", (), True), actor=city.SYSTEM, at=clock.now())
    assert Client().get(page(number)).status_code == 404
    assert publicity.posting(new, at=clock.now()).title == word


def test_an_objection_becomes_a_duty_and_the_days_end_in_the_way_for_objections(
    number: str, street: Somebody, legal_time: LegalTime
) -> None:
    objected(number)
    city.settle()
    assert "正在公示的" in street.client.get(reverse("desk.queue")).content.decode()
    assert {"shown", "objection"} <= set(care.opened(number))  # the seven days go on: others may object too
    [duty] = duties.duties_of(street.actor)
    assert duty.kind == "objection" and duty.about == ("case", number)
    assert reverse("desk.objections", args=[number]) in street.client.get(reverse("desk.queue")).content.decode()
    on(legal_time, 12, 1)
    city.settle()
    done = [one.key.step for one in city.cases.process_steps(number) if one.state == "done"]
    assert "objection" in done and "shown" not in done
    assert set(care.opened(number)) == {"decide"}
    assert "正在公示的" not in street.client.get(reverse("desk.queue")).content.decode()


def test_without_an_objection_the_days_end_as_they_did(number: str, legal_time: LegalTime) -> None:
    on(legal_time, 12, 1)
    city.settle()
    done = [one.key.step for one in city.cases.process_steps(number) if one.state == "done"]
    assert "shown" in done and "objection" not in done


def test_it_is_answered_and_the_receipt_says_so(number: str, street: Somebody) -> None:
    receipt = objected(number)
    city.settle()
    waiting = Client().get(reverse("portal.followed", args=[receipt.lower().replace("-", "")])).content.decode()
    assert "还没有人看" in waiting and "李敏" not in waiting and "钱多" not in waiting and SAID["reason"] not in waiting
    assert "1 条，1 条还没看" in street.client.get(reverse("desk.case", args=[number])).content.decode()
    listed = street.client.get(reverse("desk.objections", args=[number])).content.decode()
    assert "他家有人照顾，我见过" in listed and "钱多" in listed and "19900000099" in listed
    one = Objection.objects.get()
    url = reverse("desk.objection_answer", args=[number, one.pk])
    assert street.client.post(url, {f"answer_{one.pk}": " \u200b"}).status_code == 422
    assert street.client.post(url, {f"answer_{one.pk}": "我们明天再去看。"}).status_code == 302
    assert street.client.post(url, {f"answer_{one.pk}": "改口"}).status_code == 302
    told = Client().get(reverse("portal.followed", args=[receipt])).content.decode()
    assert "看过了，有回话" in told and "我们明天再去看。" in told and "改口" not in told
    city.settle()
    assert duties.duties_of(street.actor) == ()


def several(number: str, count: int) -> list[tuple[str, str]]:
    """So many people object, each in words of their own; their receipt numbers and the ids of what they said."""
    receipts = [
        publicity.object_on_page(
            posted.code(number), Said(f"他家有车，第{nth}个人说"), "a", actor=ANONYMOUS, at=clock.now()
        )
        for nth in range(1, count + 1)
    ]
    return list(zip(receipts, Objection.objects.order_by("made_at", "pk").values_list("pk", flat=True), strict=True))


def test_several_get_one_answer_each_under_its_own_receipt_number(number: str, street: Somebody) -> None:
    (first, a), (second, b), (third, c) = several(number, 3)
    city.settle()
    page_of, url = reverse("desk.objections", args=[number]), reverse("desk.objections_answer", args=[number])
    shown = street.client.get(page_of).content.decode()
    assert "第 3 条：他家有车，第3个人说" in shown and shown.count('type="checkbox"') == 3 and " checked" not in shown
    assert street.client.get(f"{page_of}?choose=all").content.decode().count(" checked") == 3
    assert street.client.post(url, {"objections": [a, c], "answer_several": "车是他弟弟的。"}).status_code == 302
    assert "回了 2 条，" in street.client.get(page_of).content.decode()
    assert "回了 2 条，" not in street.client.get(page_of).content.decode()  # said once
    assert [("车是他弟弟的。" in told_by(one)) for one in (first, second, third)] == [True, False, True]
    written = AuditRow.objects.filter(action="publicity.objection_answered")
    assert {json.loads(one.detail)["objection"] for one in written} == {a, c} and written.count() == 2
    assert len(duties.duties_of(street.actor)) == 1  # one still waits
    publicity.answer_objections(number, [b], "看过了。", actor=street.actor, at=clock.now())
    city.settle()
    assert duties.duties_of(street.actor) == ()


def test_what_a_colleague_answered_meanwhile_keeps_that_answer_and_the_clerk_is_told(
    number: str, street: Somebody
) -> None:
    (first, a), (second, b) = several(number, 2)
    page_of, url = reverse("desk.objections", args=[number]), reverse("desk.objections_answer", args=[number])
    publicity.answer_objections(number, [a], "我回的。", actor=street.actor, at=clock.now())
    chosen = {"objections": [a, b], "answer_several": "车是他弟弟的。"}
    street.client.post(url, chosen)
    assert "回了 1 条。另外 1 条同事刚才已经回过，没有再回。" in street.client.get(page_of).content.decode()
    assert "我回的。" in told_by(first) and "车是他弟弟的。" in told_by(second)
    street.client.post(url, chosen)  # clicked twice
    assert "已经回过了，没有再回。" in street.client.get(page_of).content.decode()
    assert AuditRow.objects.filter(action="publicity.objection_answered").count() == 2


def test_without_a_choice_or_words_nobody_is_answered(town: Town, number: str, street: Somebody) -> None:
    (_, a), (_, b) = several(number, 2)
    url = reverse("desk.objections_answer", args=[number])
    none = street.client.post(url, {"answer_several": "车是他弟弟的。"})
    assert none.status_code == 422 and "选上要回的意见" in none.content.decode()
    assert "车是他弟弟的。</textarea>" in none.content.decode()
    wordless = street.client.post(url, {"objections": [a, b], "answer_several": "\u200b"})
    assert wordless.status_code == 422 and wordless.content.decode().count(" checked") == 2
    chosen = {"objections": [a, "01ARZ3NDEKTSV4RRFFQ69G5FAV"], "answer_several": "字"}
    assert street.client.post(url, chosen).status_code == 404  # one that is not of this case: none is answered
    assert town.daughter.client.post(url, {"objections": [a], "answer_several": "字"}).status_code == 404
    assert not Objection.objects.exclude(looked_at=None).exists()


def told_by(receipt: str) -> str:
    """The page of a receipt number."""
    return Client().get(reverse("portal.followed", args=[receipt])).content.decode()


def test_a_receipt_says_when_we_are_late_and_what_came_of_it(
    town: Town, number: str, street: Somebody, legal_time: LegalTime
) -> None:
    receipt = objected(number)
    city.settle()
    assert "最晚11月24日（星期二）有人看。" in told_by(receipt)  # the working day after Monday 23
    on(legal_time, 11, 25)
    late = told_by(receipt)
    assert "说好11月24日（星期二）前看的，晚了，我们在催。" in late and "有人看。" not in late
    on(legal_time, 12, 1)
    city.settle()
    assert "公示结束了。有人提了意见，这件事正在重新查。" in told_by(receipt)
    assert "objection" in [one.kind for one in duties.duties_of(street.actor)]
    care.do(number, "decide", town.clerk.actor, outcome="approve")
    assert duties.duties_of(street.actor) == ()
    over = told_by(receipt)
    assert "没有单独回您" in over and "有人提了意见，这件事重新查过，已经有结果。" in over
    assert "我们在催" not in over and "李敏" not in over


def test_a_receipt_of_a_case_withdrawn_does_not_say_it_was_looked_into_again(
    town: Town, number: str, street: Somebody
) -> None:
    receipt = objected(number)
    city.settle()
    care.do(number, "give_up", town.daughter.actor)
    assert "公示结束了，这件事已经有结果。" in told_by(receipt)
    assert duties.duties_of(street.actor) == ()


def test_who_objects_is_nowhere_where_the_applicant_looks(
    town: Town, number: str, street: Somebody, legal_time: LegalTime
) -> None:
    objected(number)
    street.client.get(reverse("desk.objections", args=[number]))
    on(legal_time, 12, 1)
    city.settle()
    pages = [reverse("portal.case", args=[number]), reverse("portal.mine"), reverse("portal.looks")]
    for url in pages:
        seen = town.daughter.client.get(url).content.decode()
        for said in (*SAID.values(), "公示异议"):
            assert said not in seen
    for paper in Paper.objects.filter(case__number=number):
        assert not any(said in str(paper.data) for said in SAID.values())
    assert town.daughter.client.get(reverse("desk.objections", args=[number])).status_code == 404
    assert not [one for one in audit.entries_about(town.daughter.actor.person) if "objection" in one.action.name]


def test_a_clerk_who_is_a_party_reads_no_objection(town: Town, number: str, street: Somebody) -> None:
    objected(number)
    own = replace(street.actor, person=town.daughter.actor.person)
    with pytest.raises(NotFound):
        publicity.objections(number, actor=own, at=clock.now())
    assert len(publicity.objections(number, actor=street.actor, at=clock.now())) == 1
    looked = AuditRow.objects.filter(action="cases.looked").count()
    with pytest.raises(NotFound):
        objections_page(number, actor=own, at=clock.now())
    assert AuditRow.objects.filter(action="cases.looked").count() == looked  # refused is not looked


def test_what_is_kept_is_encrypted_and_no_account_is_noted(town: Town, number: str) -> None:
    town.clerk.client.post(f"{page(number)}/say", SAID)  # signed in, and yet nobody
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, name, phone FROM publicity_objection")
        [row] = cursor.fetchall()
    assert not any(said in str(row) for said in SAID.values())
    [written] = AuditRow.objects.filter(action="publicity.objected")
    assert written.actor_kind == "anonymous"


def test_a_reason_is_enough_and_no_reason_is_not(number: str) -> None:
    bare = Client().post(f"{page(number)}/say", {"reason": " ", "name": "", "phone": ""})
    assert bare.status_code == 422 and "写一句您的看法" in bare.content.decode()
    for unseen in ("\u200b\u200d", "\ufeff\u3000", "\u3164", "\u2800 \u0301"):
        assert Client().post(f"{page(number)}/say", {"reason": unseen}).status_code == 422
    long = Client().post(f"{page(number)}/say", {"reason": "字" * 1001})
    assert long.status_code == 422 and "最多 1000 个字" in long.content.decode()
    assert Client().post(f"{page(number)}/say", {"reason": "字"}).status_code == 302
    assert Objection.objects.get().name == ""


def test_sent_twice_from_one_form_it_is_one(number: str) -> None:
    say, once = f"{page(number)}/say", drawn(Client(), f"{page(number)}/say")
    refused = Client().post(say, {"reason": " ", "_once": once})
    assert f'value="{once}"' in refused.content.decode()  # the form that comes back is the same drawing
    first, again = [Client().post(say, {**SAID, "_once": once})["Location"] for _ in range(2)]
    assert first == again and Objection.objects.count() == SentObjection.objects.count() == 1
    other = Client().post(say, {**SAID, "reason": "还有一件事", "_once": once})["Location"]  # gone back and reworded
    fresh = Client().post(say, {**SAID, "_once": drawn(Client(), say)})["Location"]
    assert len({first, other, fresh}) == 3 == Objection.objects.count()


def test_a_folder_may_want_a_name(number: str) -> None:
    Posting.objects.update(may_be_anonymous=False)
    with pytest.raises(Invalid) as refused:
        publicity.object_on_page(posted.code(number), Said("字"), "a", actor=ANONYMOUS, at=clock.now())
    assert {one.field for one in refused.value.problems} == {"name", "phone"}


def test_one_sender_is_stopped_for_an_hour_and_others_are_not(number: str) -> None:
    code = posted.code(number)
    for _ in range(20):
        publicity.object_on_page(code, Said("字"), "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    with pytest.raises(TooManyObjections):
        publicity.object_on_page(code, Said("字"), "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    publicity.object_on_page(code, Said("字"), "192.0.2.2", actor=ANONYMOUS, at=clock.now())
    assert "192.0.2.1" not in str(list(SentObjection.objects.values()))
    SentObjection.objects.update(at=clock.real_now() - timedelta(hours=1, seconds=1))
    publicity.object_on_page(code, Said("字"), "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    assert SentObjection.objects.count() == 1  # what is over is not kept


def test_a_flood_at_one_notice_leaves_the_others_open(town: Town, number: str) -> None:
    """Behind a proxy the whole site is one address: what is full is one notice."""
    code, another = posted.code(number), posted.is_up(city.send(town.daughter.actor))
    for _ in range(20):
        publicity.object_on_page(code, Said("字"), "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    publicity.object_on_page(another, Said("字"), "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    for nth in range(180):  # 20 and 180 are the two hundred an hour of a notice
        publicity.object_on_page(code, Said("字"), f"198.51.100.{nth}", actor=ANONYMOUS, at=clock.now())
    with pytest.raises(TooManyObjections):
        publicity.object_on_page(code, Said("字"), "203.0.113.9", actor=ANONYMOUS, at=clock.now())
    publicity.object_on_page(another, Said("字"), "203.0.113.9", actor=ANONYMOUS, at=clock.now())


def test_a_second_notice_does_not_see_what_was_said_to_the_first(number: str, legal_time: LegalTime) -> None:
    objected(number)
    first = care.opened(number)["shown"].opened_at
    assert publicity.objected(number, "shown", first) == 1
    assert publicity.objected(number, "shown", first + timedelta(days=10)) == 0
    on(legal_time, 12, 1)  # the step comes round again: opened after the objection, it ends without one
    ProcessStep.objects.filter(case__number=number, step="shown").update(opened_at=clock.now())
    assert what_ends(number, StepKey("shown", 1)) == Doing("shown", 1)


def test_who_comes_or_calls_is_written_down_and_handed_a_number(
    town: Town, number: str, street: Somebody, legal_time: LegalTime
) -> None:
    url = reverse("desk.objection_take", args=[number])
    assert street.client.post(url, {"reason": "字"}).status_code == 422  # how did they say it
    once = drawn(street.client, reverse("desk.objections", args=[number]))
    done = street.client.post(url, {**SAID, "way": "phone", "_once": once})
    assert (done.status_code, done["Location"]) == (302, reverse("desk.objections", args=[number]))
    listed = street.client.get(reverse("desk.objections", args=[number])).content.decode()
    [receipt] = RECEIPT.findall(listed)
    assert publicity.followed(receipt).looked_at is None
    assert not RECEIPT.findall(street.client.get(reverse("desk.objections", args=[number])).content.decode())
    street.client.post(url, {**SAID, "way": "phone", "_once": once})  # clicked twice
    assert Objection.objects.count() == 1
    assert "打电话说的" in listed and "王林记的" in listed
    village = town.staff("wangli", "王立", VILLAGE, "村协理员")  # of another region: no step of it was theirs
    assert village.client.post(url, {**SAID, "way": "phone"}).status_code == 404
    on(legal_time, 12, 1)
    with pytest.raises(Conflict):
        publicity.take_objection(number, "phone", Said("字"), actor=street.actor, at=clock.now())
