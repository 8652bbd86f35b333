"""The pages of a form: what was typed is saved or plainly not, survives a lost session, and is blamed only if asked."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import actors
import town as city
from town import Town
from zhengtong.channels.portal._entries import entry_rows
from zhengtong.delivery.applications import api as applications
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.begin import begin
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Page

pytestmark = [pytest.mark.django_db, pytest.mark.server]
SELF = {"_drawn": ["for_whom", "for_whom.name", "for_whom.id_number"], "for_whom": "self"}


def address(town: Town, page: str) -> str:
    return reverse("portal.page", args=[city.begin(town.daughter.actor).id, page])


def answers(town: Town) -> dict[str, object]:
    [draft] = applications.drafts_of(town.daughter.actor)
    return dict(draft.answers)


def autosave(client: Client, url: str, typed: dict[str, object]) -> object:
    return client.post(url, typed, headers={"X-Autosave": "1"})


def sign_in(browser: Client, phone: str) -> None:
    with actors.FAST:
        assert browser.post("/account/login", {"login": phone, "password": actors.PASSWORD}).status_code == 302


def test_an_autosave_says_when_it_was_kept_and_401_without_a_session(town: Town) -> None:
    url = address(town, "whom")
    kept = autosave(town.daughter.client, url, SELF)
    assert (kept.status_code, kept.headers["X-Saved-At"]) == (204, f"{clock.now().astimezone(clock.CHINA):%-H:%M}")
    assert autosave(Client(), url, SELF).status_code == 401


def test_what_was_typed_after_the_session_ended_is_there_after_signing_in(town: Town) -> None:
    url, browser = address(town, "contact"), Client()
    sent = browser.post(url, {"_drawn": "phone", "phone": "1380000"})
    assert sent["Location"] == f"/account/login?next={url.replace('/', '%2F')}&kept=1"
    assert "刚才写的替您留了半小时" in browser.get(sent["Location"]).content.decode()
    assert "1380000" not in str(dict(browser.session))  # sealed
    sign_in(browser, "19900000028")
    html = browser.get(url).content.decode()
    assert 'value="1380000"' in html
    assert "您刚才写的都在下面，还没存。" in html
    assert 'value="1380000"' not in browser.get(url).content.decode()  # shown once, then it is the page again


def test_another_person_at_the_same_browser_does_not_get_it(town: Town) -> None:
    url, browser = address(town, "contact"), Client()
    browser.post(url, {"_drawn": "phone", "phone": "1380000"})
    city.resident("汪云生", actors.WANG_YUNSHENG, "19900000116")
    sign_in(browser, "19900000116")
    assert browser.get(url).status_code == 404


def test_only_questions_that_stood_on_the_page_can_be_wrong(town: Town) -> None:
    client, url = town.daughter.client, address(town, "money")
    assert autosave(client, url, {"_drawn": "pay_to", "pay_to": "bank"}).status_code == 204
    opened = client.post(url, {"_drawn": "pay_to", "pay_to": "bank"})
    assert (opened.status_code, opened["Location"]) == (302, url)
    html = client.get(url).content.decode()
    assert 'name="account"' in html
    assert 'class="err"' not in html
    drawn = {"_drawn": ["pay_to", "account_name", "account"], "pay_to": "bank", "account_name": "李敏", "account": ""}
    again = client.post(url, drawn)
    assert again.status_code == 422
    assert '<a href="#f-account">银行卡号：这里还没填。</a>' in again.content.decode()


def test_throwing_a_draft_away_starts_a_new_one_and_nothing_sent_is_thrown_away(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    gone = town.daughter.client.post(reverse("portal.discard", args=[draft.id]))
    assert gone["Location"] == reverse("portal.start", args=[city.SERVICE])
    number = city.send(town.daughter.actor)
    sent = reverse("portal.discard", args=[city.case(number).application])
    for answer in (town.daughter.client.get(sent), town.daughter.client.post(sent)):
        assert answer["Location"] == reverse("portal.case", args=[number])


def test_the_first_row_says_whose_household_it_is(repository: Path, town: Town) -> None:
    folder = repository / "demo/services/civil-affairs/minimum-living-allowance"
    form = forms.form_of(catalogue.load(folder, actor=system("test"), at=clock.now()))
    page = form.page("household")
    own = {"kind": "self", "name": "李敏", "id_number": "990101197508200025", "relation": ""}
    stranger = {"kind": "other", "name": "李桂花", "id_number": "990101195303030068", "relation": ""}
    did = [_first_row(page, party, own)["did"].zh for party in (own, stranger)]
    assert did == ["您自己", "您替这位申请"]


def _first_row(page: Page, party: dict[str, str], applicant: dict[str, str]) -> dict[str, Any]:
    facts = {"answers": {"for_whom": party}, "applicant": applicant, "today": clock.today()}
    return entry_rows("1", page, page.questions[0], facts)[0]


def test_the_helpers_own_household_is_not_shown_when_applying_for_a_stranger(repository: Path, town: Town) -> None:
    folder = repository / "demo/services/civil-affairs/minimum-living-allowance"
    catalogue.load(folder, actor=city.SYSTEM, at=clock.now())
    draft = begin("minimum-living-allowance", actor=town.daughter.actor, at=clock.now()).id
    assert "户口本上同户的人" in _household(town, draft, {"for_whom": "self"})
    stranger = {"for_whom": "other", "for_whom.name": "李桂花", "for_whom.id_number": "990101195303030068"}
    page = _household(town, draft, stranger)
    assert "李桂花" in page
    assert "户口本上同户的人" not in page
    assert "王桂兰" not in page  # her mother


def _household(town: Town, draft: str, whom: dict[str, str]) -> str:
    answer_page(draft, "whom", whom, actor=town.daughter.actor, at=clock.now())
    return town.daughter.client.get(reverse("portal.page", args=[draft, "household"])).content.decode()
