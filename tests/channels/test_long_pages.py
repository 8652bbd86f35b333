"""What would make a page of a long service endless on a phone is told once or folded; nothing of it is left out."""

import re
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

import actors
import town as city
from town import Town
from zhengtong.channels.portal._evidence import evidence_rows, look_rows
from zhengtong.delivery.cases._actions import LOOKED
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.audit import api as audit

LONG = "demo/services/civil-affairs/minimum-living-allowance"


def asked(*bases: str) -> list[str]:
    """The small print of each row, of departments that were asked on these bases."""
    at = clock.now()
    needs = [
        SimpleNamespace(
            resource=f"r{n}", question=str(n), values=None, party="applicant", answered_at=None, after_decision=False
        )
        for n in range(len(bases))
    ]
    questions = [
        SimpleNamespace(
            id=str(n),
            resource_name=Text(f"数据{n}", ""),
            provider=Text("某局", ""),
            basis=basis,
            asked_at=at,
            state="waiting",
            text=Text("还没有问", ""),
        )
        for n, basis in enumerate(bases)
    ]
    case = SimpleNamespace(needs=needs, fields={"answers": {}}, whole=True)
    return [row["source"].zh.split("依据：")[-1] for row in evidence_rows(cast(Any, case), cast(Any, tuple(questions)))]


@pytest.mark.django_db
def test_a_basis_is_written_out_once_for_rows_that_follow_each_other() -> None:
    assert asked("甲", "甲", "甲", "乙", "甲") == ["甲", "同上一条", "同上一条", "乙", "甲"]
    after_none = asked("甲", "", "", "甲")
    assert (after_none[0], after_none[3]) == ("甲", "甲")
    assert all("许可正在续办" in one for one in after_none[1:3])


def look(post: str, reason: str, minute: int) -> Any:
    """A look at a case from a post."""
    at, action = datetime(2026, 11, 23, 9, minute, tzinfo=clock.CHINA), SimpleNamespace(text=Text("查看了办件", ""))
    return SimpleNamespace(organisation="bureau", post=post, reason=reason, action=action, at=at)


def test_the_looks_of_a_post_are_one_row_with_all_reasons() -> None:
    looks = (look("窗口", "打开办件", 1), look("科长", "", 2), look("窗口", "办这一步", 3), look("窗口", "打开办件", 4))
    window, head = look_rows(looks, {"bureau": Text("某局", "")})
    assert window["source"].zh == "3 次，最近一次 11月23日 9:04，窗口，打开办件、办这一步"
    assert head["source"].zh == "11月23日 9:02，科长"


@pytest.mark.django_db
def test_a_long_law_is_folded_and_whole(town: Town, client: Client) -> None:
    version = catalogue.load(city.REPOSITORY / LONG, actor=city.SYSTEM, at=clock.now())
    quotes = [cite.quote for cite in version.service.basis if cite.quote]
    page = client.get(f"/services/{version.service.id}/").content.decode()
    open_part, folded = page.split(f"再看 {len(quotes) - 3} 条", 1)
    assert [part.count('<blockquote class="law">') for part in (open_part, folded)] == [3, len(quotes) - 3]
    assert page.count('<blockquote class="law"><span lang="zh-Hans">') == len(quotes)


@pytest.mark.django_db
def test_a_short_law_is_not_folded(town: Town, client: Client) -> None:
    page = client.get("/services/old-age-allowance/").content.decode()
    assert '<h2 id="law">' in page
    assert "再看" not in page


@pytest.mark.django_db
def test_every_look_at_a_person_is_reached_and_those_alike_are_one_row(legal_time: object) -> None:
    """103 looks: a hundred on the first page, of which the 99 alike are one row, the three oldest on the second."""
    account = actors.resident("李敏", actors.LI_MIN, "19900000028")
    me, person = actors.signed_in(account), actors.actor_of(account).person
    for nth in range(103):
        with atomic():
            post = "科长" if nth == 50 else "窗口"
            clerk = Actor(kind="staff", id="user:9", name="周敏", organisation="bureau", post=post)
            audit.record(actor=clerk, at=clock.now(), action=LOOKED, on=("case", "1"), subjects=(person,))
    first = me.get(reverse("portal.looks")).content.decode()
    assert first.count("<li><div>") == 2
    assert "99 次，最近一次" in first
    older = re.search(r'href="\?before=(\d+)"', first)
    assert older
    second = me.get(reverse("portal.looks"), {"before": older[1]}).content.decode()
    assert (second.count("<li><div>"), "3 次，最近一次" in second) == (1, True)
    assert ">更早的<" in first and ">更早的<" not in second
    assert "99 次" in me.get(reverse("portal.looks"), {"before": "x' OR 1"}).content.decode()
