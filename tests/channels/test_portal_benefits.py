"""What a refused applicant is offered, and who reaches whose money."""

import shutil
from pathlib import Path

import pytest
from django.urls import reverse

import town as city
from town import Town
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import Case
from zhengtong.journeys.decide import decide
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.server]
FOLDER = "services/civil-affairs/old-age-allowance"


def publish(root: Path, id: str, offer: str) -> None:
    """The demo's service under another id, with what its refused are offered."""
    for name in (FOLDER, f"demo/{FOLDER}"):
        shutil.copytree(city.REPOSITORY / name, root / name)
    service = root / FOLDER / "service.yaml"
    raw = service.read_text("utf-8").replace("id: old-age-allowance", f"id: {id}")
    service.write_text(f"{raw}offers: [{offer}, nobody-publishes-this]\n", "utf-8")
    catalogue.load(root / "demo" / FOLDER, actor=city.SYSTEM, at=clock.now())


def test_a_refused_applicant_is_offered_what_the_folder_says(town: Town, tmp_path: Path) -> None:
    publish(tmp_path / "other", "emergency-help", "old-age-allowance")
    publish(tmp_path / "own", "old-age-allowance", "emergency-help")
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    town.register.behave("down")
    number = submit(draft.id, actor=town.daughter.actor, at=clock.now())
    city.settle()
    seen = cases.case(number, actor=town.clerk.actor, at=clock.now()).evidence_hash
    decide(number, "refuse", "户口不在本市，请向户口所在地申请。", seen, {}, actor=town.clerk.actor, at=clock.now())
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "可以改申请这些" in page
    assert '<a href="/services/emergency-help/">' in page
    assert f"<small>{catalogue.published('emergency-help').service.summary.zh}</small>" in page
    assert "nobody-publishes-this" not in page


def test_mother_and_daughter_see_it_and_a_stranger_does_not(town: Town) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    stranger = city.resident("汪云生", "990101197911030116", "19900000116")
    assert [one.title.zh for one in city.case(number).papers if one.kind == "receipt"] == ["受理回执"]
    [benefit] = benefits.benefits_of(town.daughter.actor)
    assert benefit.person == Case.objects.get(number=number).applicant_id
    page = town.daughter.client.get(f"/mine/benefits/{benefit.id}").content.decode()
    assert "下一笔 12月25日（星期五）前到账，120 元。" in page
    assert "社保卡" in page
    assert f"/mine/benefits/{benefit.id}" in town.daughter.client.get(f"/cases/{number}/").content.decode()
    for path in ("", "/account", "/account/check"):
        assert stranger.client.get(f"/mine/benefits/{benefit.id}{path}").status_code == 404
        assert town.clerk.client.get(f"/mine/benefits/{benefit.id}{path}").status_code in (403, 404)
    with pytest.raises(NotFound):
        benefits.give_account(benefit.id, actor=stranger.actor, at=clock.now())
    assert benefits.benefits_of(stranger.actor) == ()


def test_whoever_begins_again_is_told_what_there_is_already(town: Town) -> None:
    """23 November 2026: the mother's case waits for a register that is down; a day later she is paid 120 yuan."""
    start = reverse("portal.start", args=["old-age-allowance"])

    def page() -> str:
        return town.daughter.client.get(start).content.decode()

    assert "notice" not in page()
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    town.register.behave("down")
    number = submit(draft.id, actor=town.daughter.actor, at=clock.now())
    city.settle()
    assert "王桂兰的这件事正在办。" in page()
    assert "11月23日（星期一）交的。给同一个人办，不用再交一次" in page()
    assert f'href="/cases/{number}/"' in page()
    town.register.behave()
    city.make_due()
    city.settle()
    [benefit] = benefits.benefits_of(town.daughter.actor)
    assert "王桂兰已经在领了。" in page()
    assert "每月 120 元，到日子自动发，不用再申请。" in page()
    assert "正在办" not in page()
    assert f'href="/mine/benefits/{benefit.id}"' in page()


def test_who_applied_for_a_stranger_does_not_reach_their_money(town: Town) -> None:
    """A name and a number are easily known: the one who typed them is no helper of the benefit."""
    city.send(town.daughter.actor, city.other("孙玉兰", "990101193501200428"))
    city.settle()
    assert benefits.benefits_of(town.daughter.actor) == ()
    [row] = benefits.roll(town.clerk.actor, at=clock.now()).entitlements
    assert (row.person_name, row.helper) == ("孙玉兰", "")
