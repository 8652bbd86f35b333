"""What strangers and holders are shown of a licence, and what a file proves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from test_licences_making import AT, ISSUER, KIND, NUMBER, ask

from zhengtong.delivery.licences import api
from zhengtong.delivery.licences._mask import mask_name, mask_numbers
from zhengtong.delivery.licences.data import AlreadyRevoked, TooManyTries, WrongProof
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.office.files import api as files
from zhengtong.trust.audit import api as audit
from zhengtong.trust.seals import api as seals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("legal_time")]
SENSITIVE = replace(KIND, sensitive=True)


def made_file(sensitive: bool = False) -> tuple[str, bytes]:
    licence = ask(SENSITIVE if sensitive else KIND)
    api.make_due()
    return licence.id, files.read(api.licence(licence.id).file)


def test_a_stranger_sees_a_sensitive_licence_masked() -> None:
    licence = ask(SENSITIVE)
    shown = api.look_up(licence.code)
    # its kind alone would say that the holder is poor or ill (design.md §8)
    assert (shown.kind.zh, shown.holder, shown.identifier, shown.fields, shown.full) == ("", "", "", (), False)
    assert (shown.issuer, shown.status.code, shown.in_force) == (ISSUER[1], "01", True)
    assert "桂兰" not in repr(shown) and NUMBER not in repr(shown)


def test_a_stranger_sees_an_ordinary_licence_with_numbers_masked() -> None:
    shown = api.look_up(ask().code.lower())
    assert shown.holder == "王桂兰"
    assert [field.value for field in shown.fields] == ["王桂兰", "370****0021", "100 元"]


def test_a_code_typed_by_hand_is_understood() -> None:
    from zhengtong.delivery.licences._queries import as_written

    assert as_written(" 0o1i l2ab ") == "001112AB"


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        api.look_up("0" * 26)


def test_the_holders_own_showing_shows_all() -> None:
    licence = ask(SENSITIVE)
    for way in ({"code": licence.code}, {"identifier": licence.identifier}):
        shown = api.show(**way, last_four="0021", actor=ANONYMOUS, at=AT)
        assert shown.full and shown.holder == "王桂兰"
        assert shown.fields[1].value == NUMBER
    entries = audit.entries_about(licence.person)
    assert [entry.action.name for entry in entries[:2]] == ["delivery.licences.shown"] * 2
    assert entries[0].action.is_look


def test_an_ending_x_may_be_small() -> None:
    from zhengtong.delivery.licences._showing import last_four_lookup

    assert last_four_lookup("L", "002x ") == last_four_lookup("L", "002X")
    assert last_four_lookup("L", "0021") != last_four_lookup("M", "0021")


def test_guessing_ends_after_five_wrong_tries_and_each_is_an_audit_row() -> None:
    licence = ask(SENSITIVE)
    for number in range(5):
        with pytest.raises(WrongProof):
            api.show(code=licence.code, last_four=f"999{number}", actor=ANONYMOUS, at=AT + timedelta(minutes=number))
    with pytest.raises(TooManyTries):
        api.show(code=licence.code, last_four="0021", actor=ANONYMOUS, at=AT + timedelta(minutes=6))
    tries = [e for e in audit.entries_on("licence", licence.id) if e.action.name == "delivery.licences.not_shown"]
    assert [entry.detail["outcome"] for entry in tries] == ["too_many_tries"] + ["wrong_proof"] * 5
    assert api.show(identifier=licence.identifier, last_four="0021", actor=ANONYMOUS, at=AT).full
    later = AT + timedelta(hours=1, minutes=5)
    assert api.show(code=licence.code, last_four="0021", actor=ANONYMOUS, at=later).full


def test_showing_an_unknown_licence_is_not_found() -> None:
    for way in ({"code": "0" * 26}, {"identifier": "1.2.3"}, {}):
        with pytest.raises(NotFound):
            api.show(**way, last_four="0021", actor=ANONYMOUS, at=AT)


@pytest.mark.parametrize(
    ("clear", "masked"),
    [
        ("370102193611230021", "370****0021"),
        ("13800002206", "138****2206"),
        ("1200 元", "1200 元"),
        ("王桂兰", "王桂兰"),
        ("身份证370102193611230021。", "身份证370****0021。"),
    ],
)
def test_numbers_are_masked(clear: str, masked: str) -> None:
    assert mask_numbers(clear) == masked


def test_names_are_masked_without_their_length() -> None:
    assert {mask_name("王五"), mask_name("王桂兰")} == {"王**"}


def test_an_issued_file_is_good() -> None:
    licence_id, pdf = made_file()
    report = api.verify_file(pdf)
    assert report.good and report.problems == ()
    assert report.licence is not None and report.licence.identifier == api.licence(licence_id).identifier


def test_a_changed_file_is_named() -> None:
    _, pdf = made_file()
    position = pdf.index(b"stream") + 30
    changed = pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]
    report = api.verify_file(changed)
    assert not report.good
    assert "这不是我们发出的证照文件。" in [text.zh for text in report.problems]
    assert report.seal.problem is not None and report.problems[0] == report.seal.problem


def test_a_made_up_file_with_a_guessed_identifier_learns_nothing() -> None:
    """The identifier stands readable in the file; with a broken seal it opens nothing."""
    _, pdf = made_file()
    changed = pdf.replace(b"startxref", b"startxrEf", 1)
    report = api.verify_file(changed)
    assert not report.good and report.licence is None


def test_a_licence_outlives_the_certificate_of_its_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    _, pdf = made_file()
    later = clock.real_now() + timedelta(days=4 * 365)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert not seals.verify(pdf).good
    assert api.verify_file(pdf).good


def test_a_resealed_copy_of_the_same_paper_is_not_the_issued_file() -> None:
    """Sealed by the right key, right identifier, but not the bytes that were issued."""
    licence_id, _ = made_file()
    from zhengtong.delivery.licences import _make
    from zhengtong.delivery.licences.models import Licence

    again = files.read(_make._stored(Licence.objects.get(pk=licence_id)).id)
    report = api.verify_file(again)
    assert report.seal.good and not report.good
    assert [text.zh for text in report.problems] == ["文件和当初发出的不一样。"]


def test_the_seal_of_another_organisation_is_named() -> None:
    licence_id, _ = made_file()
    from zhengtong.delivery.licences import _make
    from zhengtong.delivery.licences.models import Licence

    row = Licence.objects.get(pk=licence_id)
    row.issuer_code = "12370202MB0327100A"
    report = api.verify_file(files.read(_make._stored(row).id))
    assert "盖章的单位不是发证的单位。" in [text.zh for text in report.problems]


def test_a_strangers_file_is_named() -> None:
    for content in (b"", b"hello", b"%PDF-1.7"):
        report = api.verify_file(content)
        assert not report.good and report.licence is None
        assert "这不是我们发出的证照文件。" in [text.zh for text in report.problems]


def test_a_sensitive_licence_stays_masked_in_a_file_report() -> None:
    _, pdf = made_file(sensitive=True)
    report = api.verify_file(pdf)
    assert report.good
    assert report.licence is not None and report.licence.holder == "王**"


def test_an_expired_licence_is_named(legal_time: Any) -> None:
    _, pdf = made_file()
    legal_time.move_to(datetime(2027, 11, 24, 2, 0, tzinfo=UTC))
    report = api.verify_file(pdf)
    assert [text.zh for text in report.problems] == ["证照已过有效期。"]
    assert report.licence is not None and report.licence.status.code == "05"


def test_the_last_valid_day_is_still_valid(legal_time: Any) -> None:
    _, pdf = made_file()
    legal_time.move_to(datetime(2027, 11, 23, 15, 59, tzinfo=UTC))
    assert api.verify_file(pdf).good


def staff(organisation: str, *permissions: str) -> Actor:
    return Actor(
        kind="staff",
        id="user:9",
        name="梁伟",
        organisation=organisation,
        post="证照岗",
        permissions=frozenset(permissions),
    )


def test_a_revoked_licence_is_named_everywhere() -> None:
    licence_id, pdf = made_file()
    clerk = staff(ISSUER[0], api.REVOKE)
    revoked = api.revoke(licence_id, reason="重复发证", actor=clerk, at=AT)
    assert revoked.status == "03"
    report = api.verify_file(pdf)
    assert not report.good and [text.zh for text in report.problems] == ["证照已撤销。"]
    shown = api.look_up(revoked.code)
    assert (shown.in_force, shown.status.code) == (False, "03")
    assert OutboxEvent.objects.filter(name="delivery.licences.revoked").count() == 1
    with pytest.raises(AlreadyRevoked):
        api.revoke(licence_id, reason="再次", actor=system("x"), at=AT)


def test_only_the_issuer_may_revoke_and_others_do_not_know_it() -> None:
    licence = ask()
    with pytest.raises(NotFound):
        api.revoke(licence.id, reason="", actor=staff("12370202MB0327100A", api.REVOKE), at=AT)
    with pytest.raises(Forbidden):
        api.revoke(licence.id, reason="", actor=staff(ISSUER[0]), at=AT)
    with pytest.raises(NotFound):
        api.revoke(licence.id, reason="", actor=ANONYMOUS, at=AT)
