"""Photographs, papers and the second person of a step, on the pages: kept when the step is refused, seen by few."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import care
import town as city
from town import Somebody, Town
from zhengtong.delivery.cases import api as cases
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WRITTEN = {"alone": "no", "found": "有女儿一起住"}


@pytest.fixture
def street(town: Town) -> Somebody:
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST)


@pytest.fixture
def colleague(town: Town) -> Somebody:
    return town.staff("sunjing", "孙静", care.STREET, care.STREET_POST)


@pytest.fixture
def number(town: Town) -> str:
    """A case whose visit is to be made."""
    care.load()
    number = care.send(town.daughter.actor)
    care.do(number, "accept", town.clerk.actor, outcome="accept")
    return number


@pytest.fixture
def lacking(town: Town) -> str:
    """A case that waits for the applicant to complete it."""
    care.load()
    number = care.send(town.daughter.actor)
    care.do(number, "accept", town.clerk.actor, outcome="correct", reason="近三个月的病历")
    return number


def at(name: str, number: str, step: str, *more: str) -> str:
    return reverse(name, args=[number, step, 1, *more])


def photo(name: str = "a.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or care.picture(), content_type="image/jpeg")


def sent(client: Client, url: str, status: int = 200, **form: object) -> str:
    answer = client.post(url, form, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def waits_for(clerk: Somebody) -> int:
    """What the head of the queue counts."""
    found = re.search(r"<h1>\D*(\d+)", clerk.client.get(reverse("desk.queue")).content.decode())
    return int(found[1]) if found else 0


def test_a_photograph_sent_with_a_refused_step_stays_with_what_was_written(
    number: str, street: Somebody, colleague: Somebody
) -> None:
    page = sent(street.client, at("desk.step", number, "visit"), 422, photo_file=photo(), alone="no")
    assert "照片 1" in page
    assert "要 2 个人一起办。还差 1 个人确认" in page
    assert "visit" in care.opened(number)
    assert len(cases.proofs(number)) == 1


def test_the_first_writes_the_second_confirms_and_only_then_it_is_done(
    number: str, street: Somebody, colleague: Somebody
) -> None:
    step = at("desk.step", number, "visit")
    page = sent(street.client, step, 422, **WRITTEN)
    assert "要一张照片" in page
    page = sent(street.client, at("desk.send", number, "visit"), photo_file=photo(), **WRITTEN)
    assert 'value="有女儿一起住"' in page
    asking = {**WRITTEN, "companion": colleague.actor.id}
    assert "还没确认" in sent(street.client, at("desk.ask_colleague", number, "visit"), **asking)
    together = at("desk.together", number, "visit")
    assert together in colleague.client.get(reverse("desk.queue")).content.decode()
    page = colleague.client.get(together).content.decode()
    assert "有女儿一起住" in page
    assert "照片 1" in page
    assert "您 " in sent(colleague.client, together, _seen=care.asked_hash(number, colleague.actor))
    assert together not in colleague.client.get(reverse("desk.queue")).content.decode()
    sent(street.client, step, **WRITTEN)
    city.settle()
    assert "visit" not in care.opened(number)


def test_who_confirmed_and_is_handed_the_step_is_one_person(number: str, street: Somebody, colleague: Somebody) -> None:
    asking = {**WRITTEN, "companion": colleague.actor.id}
    sent(street.client, at("desk.take", number, "visit"))
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo(), **WRITTEN)
    sent(street.client, at("desk.ask_colleague", number, "visit"), **asking)
    sent(colleague.client, at("desk.together", number, "visit"), _seen=care.asked_hash(number, colleague.actor))
    sent(street.client, at("desk.hand_over", number, "visit"), to=colleague.actor.id)
    page = sent(colleague.client, at("desk.step", number, "visit"), 422, **WRITTEN)
    assert "要 2 个人一起办。还差 1 个人确认" in page
    assert "visit" in care.opened(number)


def test_what_is_written_anew_is_to_be_confirmed_anew(number: str, street: Somebody, colleague: Somebody) -> None:
    asking = {**WRITTEN, "companion": colleague.actor.id, "photo_file": photo()}
    before = waits_for(colleague)
    sent(street.client, at("desk.ask_colleague", number, "visit"), **asking)
    assert waits_for(colleague) == before + 1
    seen = care.asked_hash(number, colleague.actor)
    sent(colleague.client, at("desk.together", number, "visit"), _seen=seen)
    assert "确认以后又改了" not in street.client.get(at("desk.step", number, "visit")).content.decode()
    changed = {**WRITTEN, "found": "没有人在家"}
    page = sent(street.client, at("desk.step", number, "visit"), 422, **changed)
    assert "还差 1 个人确认" in page
    assert "确认以后又改了，请他再确认" in page
    sent(street.client, at("desk.ask_colleague", number, "visit"), **{**changed, "companion": colleague.actor.id})
    assert "同事刚改过" in sent(colleague.client, at("desk.together", number, "visit"), 409, _seen=seen)


def test_nobody_confirms_for_another_and_nobody_for_themselves(
    town: Town, number: str, street: Somebody, colleague: Somebody
) -> None:
    for who in (street.actor.id, town.clerk.actor.id, "user:0", ""):
        asking = {**WRITTEN, "companion": who}
        assert "选一位一起去的同事" in sent(street.client, at("desk.ask_colleague", number, "visit"), 422, **asking)
    asking = {**WRITTEN, "companion": colleague.actor.id}
    sent(street.client, at("desk.ask_colleague", number, "visit"), **asking)
    for other in (street, town.clerk):
        assert other.client.get(at("desk.together", number, "visit")).status_code == 404
        assert other.client.post(at("desk.together", number, "visit"), {"_seen": "x"}).status_code == 404


def test_a_file_goes_out_so_that_nothing_in_it_acts_and_the_look_is_written(
    town: Town, number: str, street: Somebody, colleague: Somebody
) -> None:
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo())
    [proof] = cases.proofs(number)
    answer = street.client.get(reverse("desk.file", args=[number, proof.id]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="{proof.id}.jpg"'
    assert "no-store" in answer["Cache-Control"]
    looked = [one.action.name for one in audit.looks_on("case", number)]
    assert "cases.proof_looked" in looked
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    assert stranger.client.get(reverse("portal.file", args=[number, proof.id])).status_code == 404
    assert town.daughter.client.get(reverse("portal.file", args=[number, proof.id])).status_code == 200
    other = care.send(town.daughter.actor)
    assert street.client.get(reverse("desk.file", args=[other, proof.id])).status_code == 404


def test_what_is_no_picture_is_refused_and_the_rest_is_kept(number: str, street: Somebody) -> None:
    both = [photo(), photo("b.jpg", b"<script>alert(1)</script>")]
    page = sent(street.client, at("desk.send", number, "visit"), 422, photo_file=both, **WRITTEN)
    assert "这张照片打不开" in page
    assert len(cases.proofs(number)) == 1
    assert 'value="有女儿一起住"' in page


def test_the_same_photograph_counts_once(number: str, street: Somebody) -> None:
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo())
    again = sent(street.client, at("desk.send", number, "visit"), 422, photo_file=photo("renamed.jpg"), **WRITTEN)
    assert "这个文件已经传过了，不用再传。" in again
    assert 'value="有女儿一起住"' in again
    [kept] = cases.proofs(number)
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo("other.jpg", care.picture(41)))
    assert len(cases.proofs(number)) == 2
    sent(street.client, at("desk.take_back", number, "visit", kept.id), **WRITTEN)
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo())
    assert len(cases.proofs(number)) == 2


def test_a_form_sent_again_with_its_photograph_is_not_refused_for_that(number: str, street: Somebody) -> None:
    for _ in range(2):
        page = sent(street.client, at("desk.step", number, "visit"), 422, photo_file=photo(), **WRITTEN)
        assert "还差 1 个人确认" in page
        assert "已经传过" not in page
    assert len(cases.proofs(number)) == 1


def test_a_file_is_taken_back_until_the_step_is_done(number: str, street: Somebody, colleague: Somebody) -> None:
    sent(street.client, at("desk.send", number, "visit"), photo_file=photo())
    [proof] = cases.proofs(number)
    sent(street.client, at("desk.take_back", number, "visit", proof.id), **WRITTEN)
    assert cases.proofs(number) == ()
    assert street.client.get(reverse("desk.file", args=[number, proof.id])).status_code == 404
    care.seen(number, street.actor, colleague.actor)
    [proof] = cases.proofs(number)
    street.client.post(at("desk.take_back", number, "visit", proof.id))
    assert len(cases.proofs(number)) == 1


def test_too_much_at_once_is_said_and_nothing_typed_is_lost(number: str, street: Somebody, settings: object) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # type: ignore[attr-defined]  # pytest-django's settings
    big = photo("big.jpg", care.picture() + bytes(1024 * 1024))
    page = sent(street.client, at("desk.step", number, "visit"), 413, photo_file=big, **WRITTEN)
    assert "文件太大了，最多 1 MB" in page
    assert 'value="有女儿一起住"' in page


def test_the_applicant_answers_each_thing_with_words_or_a_file(town: Town, lacking: str) -> None:
    daughter, step = town.daughter.client, at("portal.step", lacking, "corrected")
    assert "近三个月的病历" in daughter.get(step).content.decode()
    assert "写几句，或者传一张照片" in sent(daughter, step, 422)
    page = sent(daughter, at("portal.send", lacking, "corrected"), item_1_file=photo("p.pdf", b"%PDF-1.7 ..."))
    assert "文件 1" in page
    sent(daughter, step)
    assert "accept" in care.opened(lacking)
    desk = town.clerk.client.get(reverse("desk.step", args=[lacking, "accept", 2])).content.decode()
    assert "申请人补来的" in desk
    [proof] = cases.proofs(lacking)
    answer = town.clerk.client.get(reverse("desk.file", args=[lacking, proof.id]))
    assert answer["Content-Disposition"] == f'attachment; filename="{proof.id}.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_a_step_nobody_has_begun_says_until_when_it_must_be(number: str, street: Somebody) -> None:
    # two working days after Monday 23 November: Wednesday
    assert "11月25日前要动手" in street.client.get(reverse("desk.queue")).content.decode()
    street.client.post(at("desk.take", number, "visit"))
    assert "前要动手" not in street.client.get(reverse("desk.queue")).content.decode()


def test_the_limit_is_put_off_on_the_page_of_the_case(town: Town, number: str) -> None:
    case, extend = reverse("desk.case", args=[number]), reverse("desk.extend", args=[number])
    assert "延到受理后 30 个工作日" in town.clerk.client.get(case).content.decode()
    assert "写明为什么要延" in sent(town.clerk.client, extend, 422, why="忙")
    page = sent(town.clerk.client, extend, why="他一家在外地，上门要多花几天。")
    assert "他一家在外地，上门要多花几天。" in page
    assert "延到受理后" not in page
    own = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "延过一次，原因：他一家在外地，上门要多花几天。" in own


def test_a_step_takes_no_file_it_does_not_ask_for(town: Town, lacking: str) -> None:
    give_up = at("portal.send", lacking, "give_up")
    sent(town.daughter.client, give_up, photo_file=photo(), item_1_file=photo())
    assert cases.proofs(lacking) == ()


def test_a_case_without_a_process_has_no_steps(town: Town) -> None:
    number, here = city.send(town.daughter.actor), town.daughter.client
    for name in ("portal.step", "portal.send"):
        assert here.post(at(name, number, "accept"), WRITTEN).status_code == 404
    assert here.post(at("portal.take_back", number, "accept", "x"), WRITTEN).status_code == 404
    assert here.get(at("portal.step", number, "accept")).status_code == 404
    for name in ("desk.step", "desk.send", "desk.take", "desk.ask_colleague"):
        assert town.clerk.client.post(at(name, number, "accept"), WRITTEN).status_code == 404


def test_no_step_was_opened_that_often(town: Town, number: str) -> None:
    often = 10**20
    for name in ("portal.step", "portal.send"):
        url = reverse(name, args=[number, "give_up", often])
        assert town.daughter.client.post(url, {}).status_code == 404
    for name in ("desk.step", "desk.send", "desk.take", "desk.hand_over", "desk.ask_colleague", "desk.together"):
        assert town.clerk.client.post(reverse(name, args=[number, "accept", often]), {}).status_code == 404
