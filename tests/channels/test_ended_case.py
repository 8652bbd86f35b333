"""What is read on the pages of a case that has ended, in every way it may end: nothing that is still to come."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

import rent
import town as city
from care import do
from town import Town
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.licences import api as licences
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.sharing.gateway.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TO_COME = ("还没答", "还差", " 再问", "正在", "不用您做什么", "找您商量", "给您结果", "签了才")
HOUSEHOLD = ("李敏", "刘芳", "王磊", "王强")


@pytest.fixture
def number(town: Town) -> str:
    """The case of a household, sent; one has signed and her savings are asked for, one refuses, two have not signed."""
    rent.load()
    number = rent.send(town.daughter.actor)
    do(number, "accept", town.clerk.actor, outcome="accept")
    authorisations.answer_own(number, agrees=True, promised=True, actor=town.daughter.actor, at=clock.now())
    rent.by_link(rent.code(number, "刘芳", town.daughter.actor), rent.FANG, agrees=False)
    city.settle()
    return number


def pages(town: Town, number: str) -> tuple[str, str]:
    """The case, and what was found about who applied; as text."""
    asked = town.daughter.client.get
    case = asked(reverse("portal.case", args=[number])).content.decode()
    own = asked(reverse("portal.evidence")).content.decode()
    return _text(case), _text(own)


def _text(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", " ", main)


def answered(number: str, name: str) -> None:
    """Somebody has signed, and the departments say that they have nothing."""
    city.settle()
    party = rent.signer(number, name).party
    need = next(one for one in city.case(number).needs if one.party == party)
    at = clock.now()
    Question.objects.filter(pk=need.question).update(state="answered", answered_at=at, next_at=None)
    said = {"deposits_total": 0}
    cases.add_evidence(need.question, said, provider="核对中心", basis="", answered_at=at, actor=city.SYSTEM, at=at)
    city.settle()


def all_answered(town: Town, number: str) -> None:
    """Everybody has signed, and nobody has anything."""
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        rent.by_link(rent.code(number, who[0], town.daughter.actor), who)
    for name in HOUSEHOLD:
        answered(number, name)


def test_a_reason_that_only_repeats_how_it_ended_is_not_said_again(town: Town, number: str) -> None:
    do(number, "give_up", town.daughter.actor)
    page = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    ended = cases.case(number, actor=town.clerk.actor, at=clock.now()).decision.ended_as.zh
    assert ended and page[page.index("怎么定的") : page.index("申请人写的")].count(ended) == 1


def test_a_withdrawn_case_says_what_was_never_answered(town: Town, number: str) -> None:
    before, own_before = pages(town, number)
    assert "还没答：存款、证券、商业保险信息" in before
    assert "还没答：存款、证券、商业保险信息" in own_before
    do(number, "give_up", town.daughter.actor)
    case, own = pages(town, number)
    assert "按您说的撤回了。" in case
    assert "没有答：存款、证券、商业保险信息" in case
    assert "没有答：存款、证券、商业保险信息" in own
    assert [words for words in TO_COME if words in case + own] == []


@pytest.mark.parametrize(
    ("outcome", "said", "called"),
    [
        ("approve", "批下来了，决定书可以下载了。", "批准了（同意补助）"),
        ("refuse", "没批。为什么，写在下面。", "没有批准（不予补助）"),
    ],
)
def test_a_decided_case_promises_nothing(town: Town, number: str, outcome: str, said: str, called: str) -> None:
    """This service gives no certificate: nobody is sent to look for one."""
    all_answered(town, number)
    do(number, "check", town.clerk.actor, outcome="fine")
    do(number, "decide", town.clerk.actor, outcome=outcome, reason="家里的存款超过规定，不能补助")
    case, own = pages(town, number)
    assert said in case
    assert called in case
    assert [words for words in (*TO_COME, "证明") if words in case + own] == []


def test_the_desk_says_what_each_step_and_the_whole_ended_with(town: Town, number: str) -> None:
    all_answered(town, number)
    do(number, "check", town.clerk.actor, outcome="fine")
    do(number, "decide", town.clerk.actor, outcome="refuse", reason="家里的存款超过规定，不能补助")
    page = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    stations = page[page.index('class="stations"') : page.index("</ol>", page.index('class="stations"'))]
    assert re.findall(r'<b class="nb">(受理|查清了|不批|办完了)</b>', stations) == ["受理", "查清了", "不批"]
    assert "不予补助" in page[page.index("怎么定的") : page.index("申请人写的")]


def test_every_line_of_evidence_has_its_time(town: Town, number: str, legal_time: Any) -> None:
    """Asked on Monday 23 November; two answered about on that day, the others two days later."""
    desk = reverse("desk.case", args=[number])
    assert re.findall(r"11月23日 \d+:\d\d 问的", town.clerk.client.get(desk).content.decode())
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        rent.by_link(rent.code(number, who[0], town.daughter.actor), who)
    for name in HOUSEHOLD[:2]:
        answered(number, name)
    legal_time.move_to(clock.now() + timedelta(days=2))
    for name in HOUSEHOLD[2:]:
        answered(number, name)
    page = town.clerk.client.get(desk).content.decode()
    assert re.findall(r"11月23日 \d+:\d\d 到 11月25日 \d+:\d\d", page)
    case, _ = pages(town, number)
    assert re.findall(r"11月23日 \d+:\d\d 到 11月25日 \d+:\d\d 答的", case)


def test_what_waits_for_a_signature_is_not_said_to_have_been_asked(town: Town) -> None:
    rent.load()
    number = rent.send(town.daughter.actor)
    do(number, "accept", town.clerk.actor, outcome="accept")
    _, own = pages(town, number)
    assert "没有问：存款、证券、商业保险信息" in own and "您签了才问" in own
    assert "还没答：存款、证券、商业保险信息" not in own
    do(number, "give_up", town.daughter.actor)
    _, own = pages(town, number)
    assert "没有问：存款、证券、商业保险信息" in own and "您签了才问" not in own


def test_a_certificate_that_is_over_is_not_called_valid(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    number = submit(draft.id, actor=town.daughter.actor, at=clock.now())
    city.settle()
    case, _ = pages(town, number)
    assert "批下来了，证明可以下载了。" in case and "手机上出示也有效" in case
    [licence] = licences.licences_of_case(number)
    licences.revoke(licence.id, reason="发错了", actor=city.SYSTEM, at=clock.now())
    case, _ = pages(town, number)
    assert "批过，证明现在不能用了。" in case
    assert "有效" not in case and "批下来了" not in case
