"""Sessions: the database knows none by its key, sign-out ends them, and the staff's end when left alone."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

import actors
from sign_in import MINE, is_in
from zhengtong.channels.portal.accounts import guard
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.trust.identity.sessions import SessionStore, kept_under
from zhengtong.trust.organisations import api as organisations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def resident() -> Client:
    return actors.signed_in(actors.resident("李敏", actors.LI_MIN, "19900000028"))


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_what_stands_in_the_database_opens_nothing(resident: Client) -> None:
    (row,) = Session.objects.all()
    assert row.session_key == kept_under(key_of(resident))
    assert key_of(resident) not in row.session_data
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert is_in(resident)
    assert not is_in(thief)


def test_a_stolen_key_is_worth_nothing_after_sign_out(resident: Client) -> None:
    thief = Client()
    thief.cookies["sessionid"] = key_of(resident)
    assert is_in(thief)
    resident.post("/account/logout")
    assert not is_in(thief)
    assert Session.objects.count() == 0


def test_an_invented_key_is_not_taken_over() -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get(MINE).status_code == 302
    assert not SessionStore().exists("a" * 32)


def test_it_ends_after_eight_hours(resident: Client) -> None:
    Session.objects.update(expire_date=clock.real_now() - timedelta(seconds=1))
    assert not is_in(resident)


def test_open_sessions_stay_open_through_the_upgrade(resident: Client) -> None:
    step = import_module("zhengtong.trust.identity.migrations.0003_sessions_by_hash")
    Session.objects.update(session_key=key_of(resident))  # as it stood before
    assert not is_in(resident)
    resident.cookies["sessionid"] = Session.objects.get().session_key
    step.hash_keys(apps, None)
    assert is_in(resident)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Real time goes on by so many minutes."""
    begin = clock.real_now()

    def go(minutes: float) -> None:
        monkeypatch.setattr(clock, "real_now", lambda: begin + timedelta(minutes=minutes))

    return go


def at_work(repository: Any) -> Client:
    """A clerk of the demo city, signed in."""
    organisations.load(repository / "demo" / "organisations.yaml", actor=system("test"), at=clock.now())
    return actors.signed_in(actors.staff("zhoumin", "周敏", actors.CIVIL_AFFAIRS, "救助科经办"))


def at_desk(client: Client) -> bool:
    return client.get(reverse("desk.queue")).status_code == 200


def test_the_staff_left_alone_sign_in_again(later: Any, repository: Any) -> None:
    client = at_work(repository)
    assert at_desk(client)
    later(29)
    assert at_desk(client)
    later(29 + 29)  # each page counts as being there
    assert at_desk(client)
    later(29 + 29 + 31)
    answer = client.get(reverse("desk.queue"))
    assert (answer.status_code, answer["Location"].startswith("/account/login?next=")) == (302, True)
    later(0)
    assert not at_desk(client)


def test_what_is_sent_after_the_session_is_given_back_to_be_copied(resident: Client, repository: Any) -> None:
    clerk = at_work(repository)
    said = "年满 80 岁，<b>户口</b>在本市。"
    sent = {reverse("desk.decide", args=["9901-1"]): clerk, reverse("portal.rate", args=["9901-1"]): resident}
    for address, client in sent.items():
        client.cookies.clear()
        answer = client.post(address, {"reason": said, "csrfmiddlewaretoken": "x"})
        page = answer.content.decode()
        assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
        assert "年满 80 岁，&lt;b&gt;户口&lt;/b&gt;在本市。" in page
        assert "刚才这一步没有做，登录后再做一次。" in page


_LEFT_TO_THEIR_PAGES = {"next", "proof"}  # no sign-in before them


def test_a_box_nobody_writes_in_is_named_so(repository: Any) -> None:
    """`_` before its name, which no question begins with: else what was written would be mixed with it."""
    templates = [path.read_text("utf-8") for path in (repository / "src").rglob("*.html")]
    hidden = {name for text in templates for name in re.findall(r'type="hidden" name="(\w+)"', text)}
    assert len(hidden) >= 8
    assert {name for name in hidden if name[0] != "_"} == _LEFT_TO_THEIR_PAGES


def test_where_nothing_was_written_they_only_sign_in(resident: Client) -> None:
    resident.cookies.clear()
    answer = resident.post(reverse("desk.gap_done"), {"_query": "9", "csrfmiddlewaretoken": "x"})
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


def test_a_password_is_never_given_back(resident: Client) -> None:
    resident.cookies.clear()
    answer = resident.post(reverse("account_change_password"), {"oldpassword": "qinghe-2026-old"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_a_clock_that_ran_ahead_keeps_no_session_open(later: Any, repository: Any) -> None:
    """Seen, or come in, hours after now: else nobody would be called idle until then, or off duty for longer still."""
    client = at_work(repository)
    later(25)
    assert at_desk(client)
    later(0)
    assert at_desk(client)  # minutes are no matter
    later(28)
    assert at_desk(client)  # and being there is noted anew
    for noted in (guard.SEEN, guard.CAME):
        session = SessionStore(key_of(client))
        session[guard.CAME] = session[guard.SEEN] = int(clock.real_now().timestamp())
        session[noted] += 3 * 3600
        session.save()
        assert not at_desk(client), noted
        client = actors.signed_in(actors.staff(f"clerk-{noted}", "周敏", actors.CIVIL_AFFAIRS, "救助科经办"))
        assert at_desk(client)


def test_a_day_of_work_ends_whoever_is_at_it(later: Any, repository: Any) -> None:
    """Each page moves the end of the row in the database; what counts is when they came in."""
    client = at_work(repository)
    for minutes in range(19, 8 * 60 + 20, 20):  # the last but one a minute before the end
        later(minutes)
        Session.objects.update(expire_date=clock.real_now() + timedelta(hours=8))  # as each write does
        assert at_desk(client) is (minutes < 8 * 60), minutes


def test_what_they_were_sending_is_given_back(later: Any, repository: Any) -> None:
    client = at_work(repository)
    assert at_desk(client)
    later(31)
    answer = client.post(reverse("desk.queue"), {"reason": "第一行\n第二行 <b>", "csrfmiddlewaretoken": "secret"})
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "离开超过 30 分钟，或者登录满 8 小时" in said
    assert "<bdi>第一行</bdi><br><bdi>第二行 &lt;b&gt;</bdi>" in said
    assert "secret" not in said


def test_residents_are_not_sent_away_while_they_look_for_papers(resident: Client, later: Any) -> None:
    assert is_in(resident)
    later(90)
    assert is_in(resident)
