"""Applications: one draft, offered back, keeping what is right; sent they never change, discarded they are empty."""

import pytest
from django.db import connection

import town as city
from town import Town
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import AlreadySent
from zhengtong.delivery.applications.models import Application
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.submit import Unfinished, submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.offer.forms.data import PageInvalid
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit

pytestmark = pytest.mark.django_db


def test_a_draft_is_offered_back_after_signing_out(town: Town) -> None:
    draft = city.begin(town.daughter.actor)
    city.fill(draft, town.daughter.actor, {"money": {"pay_to": "social_card"}})
    client = town.daughter.client
    client.logout()
    assert client.get(f"/applications/{draft.id}/money").status_code == 302
    client = city.signed_in_again(town.daughter)
    page = client.get(f"/services/{city.SERVICE}/apply").content.decode()
    assert "接着填" in page
    again = client.post(f"/services/{city.SERVICE}/apply")
    assert again.headers["Location"] == f"/applications/{draft.id}/whom"
    [kept] = applications.drafts_of(town.daughter.actor)
    assert (kept.id, dict(kept.answers)) == (draft.id, {"pay_to": "social_card"})


def test_what_is_known_is_not_asked_twice(town: Town) -> None:
    city.begin(town.daughter.actor)
    city.begin(town.daughter.actor)
    assert len(town.register.log()) == 1
    assert Application.objects.count() == 1


def test_a_register_that_was_down_is_asked_again_when_one_comes_back(town: Town) -> None:
    town.register.kill()
    assert city.begin(town.daughter.actor).known[city.RESOURCE].state == "down"
    town.register.start()
    draft = city.begin(town.daughter.actor)
    assert draft.known[city.RESOURCE].state == "answered"
    assert Question.objects.count() == 2


def test_right_answers_stay_when_others_are_wrong(town: Town) -> None:
    draft = city.begin(town.daughter.actor)
    raw = {"pay_to": "bank", "account_name": "王桂兰", "account": "12"}
    with pytest.raises(PageInvalid) as wrong:
        answer_page(draft.id, "money", raw, actor=town.daughter.actor, at=clock.now())
    assert [problem.field for problem in wrong.value.problems] == ["account"]
    kept = applications.application(draft.id, actor=town.daughter.actor)
    assert dict(kept.answers) == {"pay_to": "bank", "account_name": "王桂兰"}


def test_an_unfinished_application_opens_nothing(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor, {"money": {"pay_to": "social_card"}})
    with pytest.raises(Unfinished) as missing:
        submit(draft.id, actor=town.daughter.actor, at=clock.now())
    assert {one.page for one in missing.value.missing} == {"whom", "contact"}
    kept = applications.application(draft.id, actor=town.daughter.actor)
    assert (kept.sent_at, kept.case) == (None, "")


def test_a_dispute_reaches_the_clerk(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    for said in ("桥头街 19 号", "桥头街 20 号"):
        body = {"do": "wrong", "_wrong": f"{city.RESOURCE}.address", "should_be": said}
        town.daughter.client.post(f"/applications/{draft.id}/whom", body)
    town.daughter.client.post(
        f"/applications/{draft.id}/whom", {"do": "wrong", "_wrong": f"{city.RESOURCE}.birth_date", "should_be": "x"}
    )  # a value that the page does not show cannot be disputed from it
    page = town.daughter.client.get(f"/applications/{draft.id}/whom").content.decode()
    assert "您说应该是“桥头街 20 号”" in page
    number = submit(draft.id, actor=town.daughter.actor, at=clock.now())
    seen = city.cases.case(number, actor=town.clerk.actor, at=clock.now(), reason="decide")
    assert seen.fields["disputes"] == [{"resource": city.RESOURCE, "field": "address", "said": "桥头街 20 号"}]


def test_what_was_sent_never_changes(town: Town) -> None:
    actor, at = town.daughter.actor, clock.now()
    number = city.send(actor)
    row = Application.objects.get()
    before = Application.objects.filter(pk=row.pk).values().get()
    known = applications.application(row.pk, actor=actor).known[city.RESOURCE]
    for change in (
        lambda: applications.save_answers(row.pk, {"phone": "13900000000"}, actor=actor, at=at),
        lambda: applications.keep_known(row.pk, known, actor=actor, at=at),
        lambda: applications.dispute(row.pk, city.RESOURCE, "address", "x", actor=actor, at=at),
        lambda: applications.discard(row.pk, actor=actor, at=at),
        lambda: applications.send(row.pk, "another", row.operator_id, actor=actor, at=at),
        lambda: submit(row.pk, actor=actor, at=at),
    ):
        with pytest.raises(AlreadySent):
            change()
    assert Application.objects.filter(pk=row.pk).values().get() == before
    for page in ("whom", "check"):  # the browser's back button leads to the case, not to a form
        answer = town.daughter.client.post(f"/applications/{row.pk}/{page}", {"phone": "13900000000"})
        assert answer.headers["Location"].startswith(f"/cases/{number}/")


def test_a_sent_application_leaves_room_for_a_new_draft(town: Town) -> None:
    city.send(town.daughter.actor)
    draft = city.begin(town.daughter.actor)
    assert dict(draft.answers) == {}
    assert [one.id for one in applications.drafts_of(town.daughter.actor)] == [draft.id]


def test_a_discarded_draft_is_wiped(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    answer = town.daughter.client.post(f"/applications/{draft.id}/discard")
    assert answer.headers["Location"] == f"/services/{city.SERVICE}/apply"  # to fill in anew, or go elsewhere
    row = Application.objects.get()
    assert (row.answers, row.known, row.disputes) == ({}, {}, [])
    assert town.daughter.client.get(f"/applications/{draft.id}/whom").status_code == 404
    assert applications.drafts_of(town.daughter.actor) == ()
    acts = [entry.action.name for entry in audit.entries_on("application", draft.id)]
    assert acts[0] == "applications.discarded"
    assert city.begin(town.daughter.actor).id != draft.id


def test_other_peoples_drafts_do_not_exist(town: Town) -> None:
    draft = city.begin(town.daughter.actor)
    mother = city.resident(*city.MOTHER, "19900000046")
    for actor in (mother.actor, town.clerk.actor, ANONYMOUS):
        with pytest.raises(NotFound):
            applications.application(draft.id, actor=actor)
        with pytest.raises(NotFound):
            applications.discard(draft.id, actor=actor, at=clock.now())
        with pytest.raises(NotFound):
            submit(draft.id, actor=actor, at=clock.now())
    for path in ("whom", "check", "discard"):
        assert mother.client.get(f"/applications/{draft.id}/{path}").status_code == 404
        assert mother.client.post(f"/applications/{draft.id}/{path}").status_code == 404
    assert applications.application(draft.id, actor=town.daughter.actor) == draft


def test_an_account_without_a_person_does_not_apply(town: Town) -> None:
    version = city.catalogue.published(city.SERVICE)
    with pytest.raises(Forbidden):
        applications.begin(city.SERVICE, version.hash, actor=ANONYMOUS, at=clock.now())


def test_answers_are_encrypted_in_the_row(town: Town) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, known FROM applications_application WHERE id = %s", [draft.id])
        raw = " ".join(str(column) for column in cursor.fetchone())
    for secret in ("王桂兰", city.MOTHER[1], "19900000028"):
        assert secret not in raw
