"""Whoever is signed in and refused leaves a trace: on pages, at the desk and by the API, and not without end."""

import pytest
from api_world import city, get, opened, post
from django.urls import reverse

import actors
from zhengtong.kernel import clock
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Entry
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity._operations import refused as operation
from zhengtong.trust.identity.data import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(legal_time: object) -> dict[str, actors.Role]:
    return city()


def noted(address: str) -> list[Entry]:
    """Oldest first."""
    rows = audit.entries_on("address", address)
    assert all(row.action.name == "identity.refused" for row in rows)
    return list(reversed(rows))


def test_a_neighbour_at_somebody_elses_case_is_written_down(cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    address = reverse("portal.case", args=[number])
    assert cast["other_resident"].client.get(address).status_code == 404
    (row,) = noted("portal.case")
    assert (row.actor_kind, row.actor_name) == ("resident", cast["other_resident"].actor.name)
    assert row.at == clock.now()
    assert row.detail == {"how": "GET", "of": {"number": number}, "status": 404, "times": 1, "tries": 1}
    assert cast["resident"].client.get(address).status_code == 200
    assert len(noted("portal.case")) == 1


def test_a_number_nobody_has_is_written_down_alike(cast: dict[str, actors.Role]) -> None:
    """Else the time it takes would tell which numbers there are."""
    assert cast["other_resident"].client.get(reverse("portal.case", args=["1" * 39])).status_code == 404
    (row,) = noted("portal.case")
    assert row.detail["of"] == {"number": "1" * 39}


def test_the_desk_names_the_post_and_who_has_none(cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    address = reverse("desk.case", args=[number])
    assert [cast[role].client.get(address).status_code for role in ("other_clerk", "resident")] == [404, 404]
    clerk, resident = noted("desk.case")
    assert (clerk.post, clerk.organisation) == ("民政窗口经办", actors.STREET)
    assert (resident.actor_kind, resident.post) == ("resident", "")
    assert cast["other_clerk"].client.post(reverse("desk.decide", args=[number])).status_code == 404
    (act,) = noted("desk.decide")
    assert act.detail["how"] == "POST"


def test_an_office_that_may_not_apply_is_written_down(cast: dict[str, actors.Role]) -> None:
    assert cast["staff"].client.get(reverse("portal.mine")).status_code == 403
    (row,) = noted("portal.mine")
    assert row.detail["status"] == 403


def test_calls_are_written_down_as_pages_are(cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    assert get(cast["other_resident"].client, f"cases/{number}").status_code == 404
    refused = post(cast["other_resident"].client, f"cases/{number}/rating", {"grade": 5, "comment": ""})
    assert refused.status_code in (403, 404), refused.content
    assert [row.detail["of"] for row in noted("api:one") + noted("api:rated")] == [{"number": number}] * 2


def test_open_pages_and_strangers_are_nobodys_refusal(cast: dict[str, actors.Role]) -> None:
    asked = [
        (cast["resident"], reverse("portal.guide", args=["nothing"])),
        (cast["resident"], reverse("portal.verified", args=["A" * 26])),
        (cast["resident"], "/no/such/page"),
        (cast["anonymous"], "/no/such/page"),
    ]
    before = len(audit.entries_on("address", "portal.guide")) + len(audit.entries_on("address", ""))
    assert [role.client.get(url).status_code for role, url in asked] == [404] * 4
    assert cast["anonymous"].client.get(reverse("portal.mine")).status_code == 302
    names = ("portal.guide", "portal.verified", "portal.mine", "")
    assert sum(len(audit.entries_on("address", name)) for name in names) == before == 0


def test_the_same_again_is_a_row_at_1_10_and_100(cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    for _ in range(101):
        cast["other_resident"].client.get(reverse("portal.case", args=[number]))
    assert [row.detail["times"] for row in noted("portal.case")] == [1, 10, 100]


def test_a_flood_over_many_things_is_told_by_its_size(
    cast: dict[str, actors.Role], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operation, "_EACH", 20)
    actor = cast["other_resident"].actor
    for number in range(1000):
        asked = Asked("GET", "portal.case", {"number": str(number)}, 404)
        identity.refused(asked, actor=actor, at=clock.now())
    assert [row.detail["tries"] for row in noted("portal.case")] == [*range(1, 21), 100, 1000]


def test_the_next_hour_counts_anew(cast: dict[str, actors.Role], monkeypatch: pytest.MonkeyPatch) -> None:
    number = opened(cast["resident"].client)
    address, now = reverse("portal.case", args=[number]), clock.real_now()
    cast["other_resident"].client.get(address)
    monkeypatch.setattr(clock, "real_now", lambda: now + clock.timedelta(hours=1))
    cast["other_resident"].client.get(address)
    assert [row.detail["times"] for row in noted("portal.case")] == [1, 1]


def test_what_was_refused_is_not_undone_and_the_note_stays(cast: dict[str, actors.Role]) -> None:
    """The act of who is refused is taken back as a whole; the note has a transaction of its own and can be proven."""
    number = opened(cast["resident"].client)
    cast["other_resident"].client.get(reverse("portal.case", args=[number]))
    (row,) = noted("portal.case")
    audit.sequence_batch()
    assert audit.prove(row=row.row) is not None
    assert audit.verify().good
