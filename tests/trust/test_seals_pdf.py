"""Seals: accepted by us and by poppler, every change named, nothing else trusted."""

import asyncio
import random
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from zhengtong.kernel import clock
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.office.documents.api import SEAL_PLACE, render, seal_picture
from zhengtong.trust.seals import _authority
from zhengtong.trust.seals.api import DEMO_NOTE, seal, verify
from zhengtong.trust.seals.data import NotSealable, SealExpired, SealPlace

CODE, NAME = "11100000MB03271699", "演示市清河区民政局"
PLACE = SealPlace(SEAL_PLACE)


def sealed_by(code: str = CODE, name: str = NAME) -> bytes:
    paper = render(
        '#import "base.typ": paper\n#show: paper.with(title: "确认书")\n正文', {}, at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    return seal(
        paper,
        organisation=code,
        organisation_name=name,
        reason="1.2.156.3005.2.X",
        picture=seal_picture(name, DEMO_NOTE),
        place=PLACE,
    )


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return sealed_by()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with no authority yet."""
    monkeypatch.setattr(settings, "ZHENGTONG_HOME", tmp_path)
    yield tmp_path


def test_a_sealed_paper_is_good(sealed: bytes) -> None:
    report = verify(sealed)
    assert report.good
    assert (report.intact, report.trusted, report.covers_whole, report.problem) == (True, True, True, None)
    assert (report.signer, report.organisation, report.reason) == (NAME, CODE, "1.2.156.3005.2.X")
    assert report.signed_at is not None
    assert abs(report.signed_at - clock.real_now()) < timedelta(minutes=5)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
def test_poppler_says_the_signature_is_valid(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_the_seal_is_seen_and_says_demo(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "演示 无法律效力" in text


def test_certificates_say_demo(sealed: bytes) -> None:
    for identity in (_authority.root(), _authority.issuing(), _authority.seal_identity(CODE, NAME)):
        assert "演示 无法律效力" in identity.certificate.subject.rfc4514_string()


def test_sealing_keeps_every_byte_before_it(sealed: bytes) -> None:
    paper = render(
        '#import "base.typ": paper\n#show: paper.with(title: "确认书")\n正文', {}, at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    assert sealed.startswith(paper)


@pytest.mark.slow
def test_any_changed_byte_is_named(sealed: bytes) -> None:
    """Every 97th byte of the file, each byte of the seal's frame, and a sample of the certificate data and padding."""
    contents = sealed.index(b"/Contents <")
    sample = random.Random(1).sample(range(contents, sealed.index(b">", contents)), 60)
    positions = {*range(0, len(sealed), 97), *range(contents, contents + 60), *sample}
    for position in sorted(positions):
        changed = bytearray(sealed)
        changed[position] ^= 1
        report = verify(bytes(changed))
        assert not report.good, position
        assert report.problem is not None and report.problem.zh and report.problem.en


def test_changed_padding_and_spelling_are_named(sealed: bytes) -> None:
    """The gap of the byte range is signed by nobody; it may hold only what sealing wrote."""
    contents = sealed.index(b"/Contents <") + len(b"/Contents <")
    padding = bytearray(sealed)
    last = sealed.index(b">", contents) - 1
    assert padding[last - 100 : last + 1] == b"0" * 101
    padding[last - 50] = ord("7")
    lower = sealed[:contents] + sealed[contents : contents + 200].lower() + sealed[contents + 200 :]
    for changed in (bytes(padding), lower):
        problem = verify(changed).problem
        assert problem is not None and problem.zh == "印章数据被改过。"


def test_something_added_is_named(sealed: bytes) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/ZhengtongTest"] = writer.add_object(writer.root.raw_get("/Pages").get_object())
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    report = verify(out.getvalue())
    assert not report.good
    assert not report.covers_whole


def test_trailing_bytes_are_named(sealed: bytes) -> None:
    assert not verify(sealed + b"\n% more").good


def test_an_unsealed_paper_is_named() -> None:
    problem = verify(render("= 一", {})).problem
    assert problem is not None and problem.en == "There is no electronic seal on this file."


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 nothing", b"%PDF-" + b"[" * 5000])
def test_what_is_no_pdf_is_named_and_never_raises(content: bytes) -> None:
    assert verify(content).problem is not None


def test_the_seal_of_another_authority_is_not_trusted(sealed: bytes, home: Path) -> None:
    report = verify(sealed)
    assert report.intact and not report.trusted and not report.good
    assert report.problem is not None and report.problem.zh == "印章不是本平台的认证机构签发的。"


def test_an_expired_certificate_is_named(sealed: bytes) -> None:
    report = verify(sealed, at=clock.real_now() + timedelta(days=4 * 365))
    assert report.intact and not report.trusted
    assert report.problem is not None and "有效期" in report.problem.zh


def test_a_certificate_made_while_the_clock_was_ahead_holds_once_it_is_right(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = clock.real_now
    with monkeypatch.context() as wrong:
        wrong.setattr(clock, "real_now", lambda: right() + timedelta(hours=3))
        sealed_by()
    assert verify(sealed_by()).good


def test_an_expired_seal_does_not_seal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_authority, "_SEAL_DAYS", 0)
    monkeypatch.setattr(_authority, "_BACKDATED", timedelta(minutes=1))
    with pytest.raises(SealExpired) as caught:
        sealed_by()
    assert NAME in caught.value.message("zh-Hans")


def test_what_is_no_pdf_cannot_be_sealed() -> None:
    picture = seal_picture(NAME, DEMO_NOTE)
    with pytest.raises(NotSealable):
        seal(b"hello", organisation=CODE, organisation_name=NAME, reason="", picture=picture, place=PLACE)


def test_keys_are_private_and_made_once(home: Path) -> None:
    first = _authority.seal_identity(CODE, NAME).certificate
    assert _authority.seal_identity(CODE, NAME).certificate == first
    for path in (home / "keys" / "seals").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_long_names_and_every_byte_of_a_common_name() -> None:
    name = "演示市清河区民族宗教事务与社会救助综合服务管理中心（街道）"
    assert verify(sealed_by("12370202MB0327100A", name)).signer == name


def test_a_code_cannot_leave_the_folder() -> None:
    with pytest.raises(ValueError, match="organisation's code"):
        _authority.seal_identity("../../x", "x")


@pytest.mark.django_db(transaction=True)
def test_no_sealing_inside_a_transaction() -> None:
    with pytest.raises(SlowInsideTransactionError), transaction.atomic():
        seal(b"", organisation=CODE, organisation_name=NAME, reason="", picture=b"", place=PLACE)


def test_a_renamed_organisation_has_a_new_certificate(home: Path) -> None:
    report = verify(sealed_by(CODE, "演示市清河区民政局"))
    renamed = verify(sealed_by(CODE, "演示市清河区民政和退役军人事务局"))
    assert report.good and renamed.good
    assert (report.signer, renamed.signer) == ("演示市清河区民政局", "演示市清河区民政和退役军人事务局")


def test_sealing_and_verifying_work_where_an_event_loop_runs() -> None:
    async def in_a_loop() -> bool:
        return verify(sealed_by()).good

    assert asyncio.run(in_a_loop())
