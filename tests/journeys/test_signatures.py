"""A household of four adults and a child: own, link, paper and one who is late; departments are asked one by one.

The service is tests/journeys/services/rent-help, sent on Monday 23 November 2026. Its step `check` asks for savings.
"""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import rent
import town as city
from care import do, opened
from offices import Office
from rent import by_link, signer
from town import Town
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import SignedInPerson
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys._facts import process_evidence_of
from zhengtong.journeys.do_step import AnswersMissing, do_step
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def number(town: Town) -> str:
    """The case of the daughter's household, sent; nobody has signed."""
    rent.load()
    return rent.send(town.daughter.actor)


def accepted(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="accept")


def own(town: Town, number: str) -> None:
    authorisations.answer_own(number, agrees=True, promised=True, actor=town.daughter.actor, at=clock.now())
    city.settle()


def link(town: Town, number: str, who: tuple[str, str], *, agrees: bool = True) -> None:
    by_link(rent.code(number, who[0], town.daughter.actor), who, agrees=agrees)
    city.settle()


def paper(town: Town, number: str, name: str) -> None:
    signed = SignedInPerson("paper", "赵德福")
    authorisations.record_signed(signer(number, name).id, signed, actor=town.clerk.actor, at=clock.now())
    city.settle()


def asked_about(number: str) -> list[tuple[str, str]]:
    """Of whom savings were asked, with the digest under which, oldest first."""
    rows = Question.objects.filter(reference=number, resource="financial-assets").order_by("pk")
    return [(row.subject_name, row.authorisation_digest) for row in rows]


def bank_says(number: str, name: str, total: int) -> None:
    party = signer(number, name).party
    need = next(one for one in city.case(number).needs if one.party == party)
    at = clock.now()
    Question.objects.filter(pk=need.question).update(state="answered", answered_at=at, next_at=None)
    values = {"deposits_total": total}
    cases.add_evidence(need.question, values, provider="核对中心", basis="", answered_at=at, actor=city.SYSTEM, at=at)
    city.settle()


def test_nobody_is_asked_before_acceptance_even_with_a_signature(town: Town, number: str) -> None:
    """What no step names is asked at once; the step's own waits for the step, and is not missing until then."""
    own(town, number)
    assert asked_about(number) == []
    assert {need.need for need in city.case(number).needs} == {"registered"}
    accepted(town, number)
    assert [name for name, _ in asked_about(number)] == ["李敏"]


def test_each_is_asked_once_signed_and_nobody_waits_for_another(town: Town, number: str) -> None:
    accepted(town, number)
    assert asked_about(number) == []
    # four adults: 李敏, 刘芳, 王磊 (25), 王强 (26); the child of 11 signs nothing and is not asked about
    missing = [need for need in city.case(number).missing if need.need == "assets"]
    assert {need.party for need in missing} == {one.party for one in authorisations.signers(number)}
    assert [need.question for need in missing] == ["", "", "", ""]
    own(town, number)
    link(town, number, rent.FANG)
    paper(town, number, "王磊")
    assert [name for name, _ in asked_about(number)] == ["李敏", "刘芳", "王磊"]
    with pytest.raises(AnswersMissing):
        do(number, "check", town.clerk.actor, outcome="fine")
    link(town, number, rent.QIANG)
    assert [name for name, _ in asked_about(number)] == ["李敏", "刘芳", "王磊", "王强"]
    ways = [(one.name, one.way, one.witness) for one in authorisations.signers(number)]
    assert ways == [("李敏", "account", ""), ("刘芳", "link", ""), ("王磊", "paper", "赵德福"), ("王强", "link", "")]


def test_a_step_has_begun_once_a_department_was_asked_for_it(town: Town, number: str) -> None:
    """Nobody has to take it: what is asked by itself is not said to be late in beginning."""
    accepted(town, number)
    assert opened(number)["check"].not_begun  # what was asked when it was sent is not this step's
    own(town, number)
    check = opened(number)["check"]
    assert not check.not_begun
    assert check.begun_at == clock.now()
    assert check.held_by == ""


def test_the_digest_is_that_of_the_words_the_person_signed(town: Town, number: str) -> None:
    accepted(town, number)
    own(town, number)
    words = (
        f"我叫李敏，身份证号 {city.DAUGHTER[1]}。李敏替家里申请租房补助（{number}）。\n"
        "我同意清和市民政局为办这件事查我的这些信息：存款、证券、商业保险信息（安澜省居民家庭经济状况核对中心）。\n"
        "只用来办这件事，办完就不能再查。2026年11月23日。\n"
        "\n家里写的情况是真的、全的。"
    )
    assert asked_about(number) == [("李敏", hashlib.sha256(words.encode()).hexdigest())]


def test_the_department_received_number_and_digest_after_the_signature(town: Town, office: Office) -> None:
    """What the platform of the province wrote into its own log."""
    platform = office("financial-assets")
    known = resources.connection("financial-assets")
    resources.connect(replace(known, address=platform.address), actor=city.SYSTEM, at=clock.now())
    rent.load()
    number = rent.send(town.daughter.actor)
    own(town, number)
    assert platform.log() == []
    accepted(town, number)
    link(town, number, rent.QIANG)
    row = Authorisation.objects.get(case=number, person=signer(number, "王强").person)
    received = [(one["authorisation"], one["digest"]) for one in platform.log() if "authorisation" in one]
    first = Authorisation.objects.get(case=number, person=town.daughter.actor.person)
    assert sorted(received) == [(first.number, first.digest), (row.number, row.digest)]


def test_a_step_that_names_what_it_needs_waits_also_for_what_was_asked_at_first(town: Town) -> None:
    """The register, asked when the application was sent, is away: nobody concludes without it that all is well."""
    rent.load()
    number = rent.send(town.daughter.actor)
    town.register.kill()
    accepted(town, number)
    own(town, number)
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        link(town, number, who)
    for name in ("李敏", "刘芳", "王磊", "王强"):
        bank_says(number, name, 1000)
    with pytest.raises(AnswersMissing):
        do(number, "check", town.clerk.actor, outcome="fine")
    town.register.start()
    city.make_due()
    city.settle()
    do(number, "check", town.clerk.actor, outcome="fine")


def test_the_last_answer_lets_the_clerk_conclude_and_a_second_look_asks_nobody_twice(town: Town, number: str) -> None:
    accepted(town, number)
    own(town, number)
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        link(town, number, who)
    for name in ("李敏", "刘芳", "王磊", "王强"):
        bank_says(number, name, 1000)
    do(number, "check", town.clerk.actor, outcome="again")
    assert len(asked_about(number)) == 4
    assert set(opened(number)) == {"check", "give_up"}
    do(number, "check", town.clerk.actor, occurrence=2, outcome="fine")
    assert set(opened(number)) == {"decide"}
    assert len(asked_about(number)) == 4


def test_who_refuses_is_told_to_people_and_the_rest_is_concluded_without(town: Town, number: str) -> None:
    accepted(town, number)
    own(town, number)
    link(town, number, rent.FANG, agrees=False)
    link(town, number, rent.LEI)
    link(town, number, rent.QIANG)
    assert [duty.kind for duty in duties.open_about(("case", number))].count("signature_refused") == 1
    assert "刘芳" not in [name for name, _ in asked_about(number)]
    for name in ("李敏", "王磊"):
        bank_says(number, name, 1000)
    with pytest.raises(AnswersMissing):  # 王强 has signed: his answer is still awaited
        do(number, "check", town.clerk.actor, outcome="fine")
    bank_says(number, "王强", 1000)
    do(number, "check", town.clerk.actor, outcome="fine")
    assert set(opened(number)) == {"decide"}


def test_who_thinks_it_over_may_still_sign(town: Town, number: str) -> None:
    accepted(town, number)
    link(town, number, rent.FANG, agrees=False)
    link(town, number, rent.FANG)
    assert [name for name, _ in asked_about(number)] == ["刘芳"]
    assert [duty for duty in duties.open_about(("case", number)) if duty.kind == "signature_refused"] == []


def test_a_withdrawn_case_asks_nothing_and_its_links_are_dead(town: Town, number: str) -> None:
    accepted(town, number)
    own(town, number)
    code = rent.code(number, "刘芳", town.daughter.actor)
    do(number, "give_up", town.daughter.actor)
    with pytest.raises(NotFound):
        by_link(code, rent.FANG)
    assert {one.name: one.state for one in authorisations.signers(number)} == {
        "李敏": "signed",
        "刘芳": "lapsed",
        "王磊": "lapsed",
        "王强": "lapsed",
    }
    assert set(Question.objects.filter(reference=number).values_list("state", flat=True)) <= {"ended", "answered"}
    assert [name for name, _ in asked_about(number)] == ["李敏"]


def test_a_signature_at_the_moment_of_the_end_asks_nothing(town: Town, number: str) -> None:
    """Signed after the decision and before the worker has closed the links."""
    accepted(town, number)
    code = rent.code(number, "刘芳", town.daughter.actor)
    do_step(number, StepKey("give_up", 1), {}, actor=town.daughter.actor, at=clock.now())
    by_link(code, rent.FANG)
    city.settle()
    assert asked_about(number) == []


def test_the_receipt_names_who_has_yet_to_sign(town: Town, number: str) -> None:
    said = Paper.objects.get(case__number=number, kind="receipt").data["next"]
    assert said.endswith("还差李敏、刘芳、王磊、王强 4 人签字。")


def test_without_a_process_who_signed_is_asked_at_once_and_a_refusal_hands_the_case_over(
    town: Town, tmp_path: Path
) -> None:
    rent.load()
    folder = tmp_path / "rent-help"
    shutil.copytree(rent.FOLDER, folder)
    for name in ("process.yaml", "process.bpmn"):
        (folder / name).unlink()
    written = (folder / "service.yaml").read_text("utf-8").replace("process: bpmn", "process: instant")
    (folder / "service.yaml").write_text(written, "utf-8")
    catalogue.load(folder, actor=city.SYSTEM, at=clock.now())
    number = rent.send(town.daughter.actor)
    assert asked_about(number) == []
    own(town, number)
    assert [name for name, _ in asked_about(number)] == ["李敏"]
    assert city.case(number).summary.state == "checking"
    link(town, number, rent.FANG, agrees=False)
    assert city.case(number).summary.state == "with_person"
    assert [duty.kind for duty in duties.open_about(("case", number))].count("case") == 1


def test_a_process_reads_evidence_of_people_only_once_all_have_answered(town: Town, number: str) -> None:
    """Before the step nothing; with one answer of two nothing; then a record for each that names its person."""
    assert "assets" not in process_evidence_of(city.case(number))
    accepted(town, number)
    own(town, number)
    bank_says(number, "李敏", 1000)
    assert "assets" not in process_evidence_of(city.case(number))
    for who in (rent.FANG, rent.LEI, rent.QIANG):
        link(town, number, who)
        bank_says(number, who[0], 2000)
    read = [(one["name"], one["deposits_total"]) for one in process_evidence_of(city.case(number))["assets"]]
    assert sorted(read) == sorted([("李敏", 1000), ("刘芳", 2000), ("王磊", 2000), ("王强", 2000)])


def test_a_signer_without_a_grant_waits_for_one_and_is_asked_with_the_paper(town: Town, number: str) -> None:
    """Kept, with number and digest, and nobody turned away."""
    resources.end_grant("rent-help/financial-assets/check", reason="测试", actor=city.SYSTEM, at=clock.now())
    accepted(town, number)
    own(town, number)
    [row] = Question.objects.filter(reference=number, resource="financial-assets")
    signed = Authorisation.objects.get(case=number, person=town.daughter.actor.person)
    assert (row.state, row.authorisation, row.authorisation_digest) == ("lapsed", signed.number, signed.digest)
