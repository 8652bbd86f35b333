"""Who only puts up a notice reads who it is about and their own sheet; who weighs a case reads it whole."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CHECK, CONFIRM, COUNTY, FOLDER, HANDLE, HELP, TOWNSHIP, VILLAGE, County
from story_runner import read_story
from walked_story import Walk
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import Said
from zhengtong.journeys.print_form import case_form
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Forbidden, NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
#: What only who weighs it may read: the form, answers, what a step wrote, the rules.
KEPT = ("<h2>申请人写的</h2>", 'id="ev"', "照实写的", "规则怎么说", "看完整号码", "核对家庭信息（")


def _until(county: County, legal_time: LegalTime, step: str) -> Walk:
    """The story four-with-a-son-away, when this step is the village's turn."""
    told = dict(read_story(FOLDER / "stories" / "four-with-a-son-away.yaml"))
    legal_time.move_to(datetime.combine(date.fromisoformat(told["given"]["today"]), time(10), clock.CHINA))
    county.offices.hold(told, clock.today())
    return Walk(county, told).until(step)


def test_the_village_puts_up_a_notice_and_reads_no_more(county: County, legal_time: LegalTime) -> None:
    number = _until(county, legal_time, "post").number
    helper, clerk = county.staff[VILLAGE, HELP], county.staff[TOWNSHIP, HANDLE]
    seen = cases.case(number, actor=helper.actor, at=clock.now())
    assert seen.in_part
    assert seen.summary.applicant_name == "王德明"
    assert seen.fields["answers"] == {}
    assert {(bool(need.values), need.hidden) for need in seen.needs} == {(False, True)}
    assert {paper.kind for paper in seen.papers} == {"publicity"}
    with pytest.raises(Forbidden):
        cases.case_with_numbers(number, actor=helper.actor, at=clock.now(), reason="打电话核实")
    pages = [reverse("desk.case", args=[number]), reverse("desk.step", args=[number, "post", 1])]
    for page in pages:
        said = helper.client.get(page).content.decode()
        assert "王德明" in said
        assert [words for words in KEPT if words in said] == []
    whole = clerk.client.get(pages[0]).content.decode()
    assert [words for words in KEPT[:3] if words not in whole] == []


def test_photographs_of_the_visit_are_not_the_villages(county: County, legal_time: LegalTime) -> None:
    walk = _until(county, legal_time, "post")
    number, helper = walk.number, county.staff[VILLAGE, HELP].actor
    (visit,) = {proof.id for proof in cases.proofs(number) if proof.key.step == "visit"}
    with pytest.raises(NotFound):
        cases.proof_file(number, visit, actor=helper, at=clock.now())
    county.do(number, "post")
    own = next(proof.id for proof in cases.proofs(number) if proof.key.step == "post")
    assert cases.proof_file(number, own, actor=helper, at=clock.now())[1]
    walk.to_the_end()
    seen = cases.case(number, actor=helper, at=clock.now())
    assert seen.decision is not None
    assert (seen.decision.outcome, seen.decision.reasons, seen.decision.lines) == ("approve", (), ())
    assert {paper.kind for paper in seen.papers} == {"publicity", "result_sheet"}


def test_no_other_address_tells_more(county: County, legal_time: LegalTime) -> None:
    """The notice, the photographs of signatures, what neighbours say, the form: each has an address of its own."""
    walk = _until(county, legal_time, "seven_days")
    number, helper = walk.number, county.staff[VILLAGE, HELP]
    client = helper.client
    said = Said("他家有辆大货车。", "张三", "19911112222")
    publicity.take_objection(number, "in_person", said, actor=county.staff[TOWNSHIP, HANDLE].actor, at=clock.now())
    page = client.get(reverse("desk.objections", args=[number])).content.decode()
    assert [words for words in ("大货车", "张三", "19911112222") if words in page] == []
    assert "有人来说、打电话说" in page  # and may write down what people come to say
    whole = county.staff[TOWNSHIP, HANDLE].client.get(reverse("desk.objections", args=[number])).content.decode()
    assert "张三" in whole
    with pytest.raises(NotFound):
        case_form(number, actor=helper.actor, at=clock.now())
    (signature, *_) = authorisations.signers(number)
    assert client.get(reverse("desk.sign_photo", args=[number, signature.id])).status_code == 404
    walk.to_the_end()
    assert not cases.case(number, actor=helper.actor, at=clock.now()).whole  # what opens the sealed notice


@pytest.mark.parametrize("post", [(TOWNSHIP, HANDLE), (COUNTY, CHECK), (COUNTY, CONFIRM)])
def test_who_weighs_reads_it_whole(county: County, legal_time: LegalTime, post: tuple[str, str]) -> None:
    number = _until(county, legal_time, "post").number
    seen = cases.case(number, actor=county.staff[post].actor, at=clock.now())
    assert not seen.in_part
    assert any(need.values for need in seen.needs)
    assert cases.case_with_numbers(number, actor=county.staff[post].actor, at=clock.now(), reason="打电话核实")
