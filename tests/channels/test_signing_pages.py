"""Signing on the pages: by a link without an account, signed in, written down at the desk; and attacks on a link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import rent
import town as city
from clocks import LegalTime
from town import Town
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import clock
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def number(town: Town) -> str:
    rent.load()
    return rent.send(town.daughter.actor)


def link(town: Town, number: str, name: str) -> str:
    return reverse("portal.sign", args=[rent.code(number, name, town.daughter.actor)])


def says(client: Client, url: str, who: tuple[str, str]) -> tuple[int, str]:
    answer = client.post(url, {"name": who[0], "id_number": who[1]})
    return answer.status_code, answer.content.decode()


def proof(page: str) -> str:
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_case_page_says_who_is_missing_and_gives_links_not_texts(town: Town, number: str) -> None:
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "还差李敏、刘芳、王磊、王强 4 人签字。" in page
    assert "签了字才查的是存款、证券、商业保险信息（" in page  # the rest of what is asked waits for nobody
    assert "什么都不用做" not in page
    assert reverse("portal.sign_own", args=[number]) in page
    for name in ("刘芳", "王磊", "王强"):
        assert link(town, number, name) in page
    assert page.count("<svg role=") >= 3  # a code to scan for each
    assert rent.code(number, "李敏", town.daughter.actor) not in page  # her own needs no link
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        assert who[1] not in page
    clerk = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    assert "还没签" in clerk
    assert link(town, number, "刘芳") not in clerk


def test_a_link_shows_nothing_before_and_only_ones_own_after(town: Town, number: str) -> None:
    browser = Client()
    first = browser.get(link(town, number, "刘芳"))
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Referrer-Policy"] == "same-origin"
    before = first.content.decode()
    for said in ("刘芳", "李敏", "租房", number):
        assert said not in before
    status, page = says(browser, link(town, number, "刘芳"), (" 刘 芳", rent.FANG[1].lower()))
    assert status == 200
    assert "我叫刘芳" in page and "李敏替家里申请租房补助" in page and "核对中心" in page
    for other in (*rent.LEI, *rent.QIANG, city.DAUGHTER[1]):
        assert other not in page


def test_signing_by_the_link_wants_the_promise_and_is_done_once(town: Town, number: str) -> None:
    browser, url = Client(), link(town, number, "刘芳")
    _, page = says(browser, url, rent.FANG)
    unticked = browser.post(f"{url}/answer", {"proof": proof(page), "answer": "agree"})
    assert unticked.status_code == 422
    assert "先勾上这一句" in unticked.content.decode()
    done = browser.post(f"{url}/answer", {"proof": proof(page), "answer": "agree", "promise": "yes"})
    assert "签好了" in done.content.decode()
    again = browser.post(f"{url}/answer", {"proof": proof(page), "answer": "refuse"})
    assert "签好了" in again.content.decode()
    assert rent.signer(number, "刘芳").state == "signed"
    assert "我同意，签字" not in says(browser, url, rent.FANG)[1]


def test_saying_no_is_kept_and_may_be_thought_over(town: Town, number: str) -> None:
    browser, url = Client(), link(town, number, "刘芳")
    _, page = says(browser, url, rent.FANG)
    told = browser.post(f"{url}/answer", {"proof": proof(page), "answer": "refuse"}).content.decode()
    assert "记下了：您不同意" in told
    assert rent.signer(number, "刘芳").state == "refused"
    assert "我同意，签字" in says(browser, url, rent.FANG)[1]
    case = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "还差李敏、王磊、王强 3 人签字。刘芳不同意查，我们会找您商量怎么办。" in case
    Case.objects.filter(number=number).update(state="closed", outcome="refuse", closed_at=clock.now())
    closed = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "没批。为什么，写在下面。" in closed
    assert "我们会找您商量怎么办。" not in closed


@pytest.mark.parametrize(
    "who",
    [
        ("刘芳", rent.LEI[1]),
        ("王磊", rent.FANG[1]),
        rent.LEI,
        ("刘芳", "990101198607300025"),
    ],
    ids=["another number", "another name", "another signer", "one digit off"],
)
def test_a_wrong_name_or_number_gets_the_same_words(town: Town, number: str, who: tuple[str, str]) -> None:
    browser, url = Client(), link(town, number, "刘芳")
    status, page = says(browser, url, who)
    assert status == 403
    assert "姓名或身份证号和申请里写的对不上" in page
    for said in (*who, *rent.FANG, "租房"):
        assert said not in page


def test_guessing_is_blocked_for_an_hour_the_right_answer_too(town: Town, number: str, legal_time: LegalTime) -> None:
    browser, url = Client(), link(town, number, "刘芳")
    for _ in range(5):
        assert says(browser, url, rent.LEI)[0] == 403
    status, page = says(browser, url, rent.FANG)
    assert status == 429
    assert "先停一小时" in page
    assert says(Client(), link(town, number, "王磊"), rent.LEI)[0] == 200  # the other links are open
    legal_time.move_to(legal_time.at + timedelta(hours=1, seconds=1))
    assert says(browser, url, rent.FANG)[0] == 200
    person = rent.signer(number, "刘芳").person
    tries = [one.action.name for one in audit.entries_about(person) if one.action.name.startswith("authorisations.")]
    assert tries.count("authorisations.not_shown") == 6  # the sixth was right, and blocked
    assert tries.count("authorisations.shown") == 1


def test_a_proof_is_for_its_own_link_and_half_an_hour(town: Town, number: str, legal_time: LegalTime) -> None:
    browser, url = Client(), link(town, number, "刘芳")
    _, page = says(browser, url, rent.FANG)
    ticked = {"proof": proof(page), "answer": "agree", "promise": "yes"}
    assert browser.post(f"{link(town, number, '王磊')}/answer", ticked).status_code == 403
    assert browser.post(f"{url}/answer", {**ticked, "proof": "9999999999.0"}).status_code == 403
    assert browser.post(f"{url}/answer", {**ticked, "proof": "９.x"}).status_code == 403
    legal_time.move_to(legal_time.at + timedelta(minutes=31))
    late = browser.post(f"{url}/answer", ticked)
    assert late.status_code == 403
    assert "请再写一次" in late.content.decode()
    assert {one.state for one in authorisations.signers(number)} == {"asked"}


def test_no_link_and_a_link_whose_case_has_ended_look_the_same(town: Town, number: str) -> None:
    url = link(town, number, "刘芳")
    authorisations.lapse(number, actor=city.SYSTEM, at=clock.now())
    ended, unknown = Client().get(url), Client().get(reverse("portal.sign", args=["0" * 26]))
    assert (ended.status_code, unknown.status_code) == (404, 404)
    plain = [re.sub(r"[0-9A-Z]{26}", "", one.content.decode()) for one in (ended, unknown)]
    assert plain[0] == plain[1]
    assert Client().post(f"{url}/answer", {"proof": "1.x", "answer": "agree"}).status_code == 404


def test_who_applies_signs_signed_in_and_a_member_with_an_account_too(town: Town, number: str) -> None:
    own = reverse("portal.sign_own", args=[number])
    assert "我叫李敏" in town.daughter.client.get(own).content.decode()
    assert "签好了" in town.daughter.client.post(own, {"answer": "agree", "promise": "yes"}).content.decode()
    wife = city.resident(*rent.FANG, "19900000079")
    assert own in wife.client.get(reverse("portal.mine")).content.decode()
    page = wife.client.get(own).content.decode()
    assert "我叫刘芳" in page and "我叫李敏" not in page
    assert wife.client.get(reverse("portal.case", args=[number])).status_code == 404
    stranger = city.resident("赵德福", "990101194702100110", "19900000080")
    assert stranger.client.get(own).status_code == 404
    assert stranger.client.post(own, {"answer": "agree", "promise": "yes"}).status_code == 404


def test_a_clerk_writes_down_paper_and_guardian_with_a_witness(town: Town, number: str) -> None:
    clerk = town.clerk.client
    url = reverse("desk.sign", args=[number, rent.signer(number, "王磊").id])
    assert url in clerk.get(reverse("desk.case", args=[number])).content.decode()
    assert clerk.post(url, {"way": "paper", "witness": ""}).status_code == 422
    assert clerk.post(url, {"way": "other", "witness": "赵德福"}).status_code == 422
    assert clerk.post(url, {"way": "guardian", "witness": "赵德福"}).status_code == 422
    assert rent.signer(number, "王磊").state == "asked"
    assert "见证人要是另一个人" in clerk.post(url, {"way": "paper", "witness": " 王磊"}).content.decode()
    assert "见证人要是您以外的人" in clerk.post(url, {"way": "paper", "witness": "周敏"}).content.decode()
    left = {"by_name": "刘芳", "relation": "母亲", "ground": "户口簿"}  # chosen before “by the person”: not kept
    assert clerk.post(url, {"way": "paper", "witness": "赵德福", **left}).status_code == 302
    signer = rent.signer(number, "王磊")
    assert (signer.witness, signer.by_name, signer.relation, signer.ground) == ("赵德福", "", "", "")
    ward = reverse("desk.sign", args=[number, rent.signer(number, "王强").id])
    signed = {"way": "guardian", "by_name": "刘芳", "relation": "母亲", "witness": "赵德福"}
    assert "写上凭什么替他签" in clerk.post(ward, signed).content.decode()
    assert "写上凭什么替他签" in clerk.post(ward, {**signed, "ground": "\u200b\u3164"}).content.decode()
    assert "写上凭什么替他签" in clerk.post(ward, {**signed, "ground": "1"}).content.decode()
    assert "最多 200 个字" in clerk.post(ward, {**signed, "ground": "户" * 201}).content.decode()
    assert clerk.post(ward, {**signed, "ground": "户口簿，石门派出所"}).status_code == 302
    page = clerk.get(reverse("desk.case", args=[number])).content.decode()
    assert "监护人刘芳（母亲，凭户口簿，石门派出所），赵德福见证" in page
    assert (
        "还差李敏、刘芳 2 人签字。" in town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    )


def test_a_clerk_who_has_nothing_to_do_there_writes_nothing_down(town: Town, number: str) -> None:
    elsewhere = town.staff("wanglin", "王林", "11990101MB0000006Q", "民政窗口经办").client
    url = reverse("desk.sign", args=[number, rent.signer(number, "王磊").id])
    assert elsewhere.get(url).status_code == 404
    assert elsewhere.post(url, {"way": "paper", "witness": "赵德福"}).status_code == 404
    assert rent.signer(number, "王磊").state == "asked"
