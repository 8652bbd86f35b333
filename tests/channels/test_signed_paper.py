"""What is signed on paper: printed for the one who signs, photographed where the folder wants it, seen by who decides.

The service is tests/journeys/services/rent-help with `paper: {photo: required}`.
"""

import re
import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

import care
import rent
import town as city
from papers import words_of
from town import Town
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.files import api as files
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIGNED = {"way": "paper", "witness": "赵德福"}


@pytest.fixture
def number(town: Town, tmp_path: Path) -> str:
    """A case whose signatures on paper must be photographed."""
    rent.load()
    folder = Path(shutil.copytree(rent.FOLDER, tmp_path / rent.SERVICE))
    file = folder / "authorisation.yaml"
    file.write_text(file.read_text("utf-8") + "paper: {photo: required}\n", "utf-8")
    catalogue.load(folder, actor=city.SYSTEM, at=clock.now())
    return rent.send(town.daughter.actor)


def at(name: str, number: str, who: str) -> str:
    return reverse(name, args=[number, rent.signer(number, who).id])


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.jpg", content or care.picture(), content_type="image/jpeg")


def test_without_the_photograph_nothing_is_signed(town: Town, number: str) -> None:
    url = at("desk.sign", number, "王磊")
    bare = town.clerk.client.post(url, SIGNED)
    assert bare.status_code == 422 and "拍一张签好的授权书" in bare.content.decode()
    broken = town.clerk.client.post(url, {**SIGNED, "photo_file": photo(b"<script>")})
    assert broken.status_code == 422 and "这张照片打不开" in broken.content.decode()
    assert rent.signer(number, "王磊").state == "asked"
    assert town.clerk.client.post(url, {**SIGNED, "photo_file": photo()}).status_code == 302
    assert rent.signer(number, "王磊").has_photo


def test_where_the_folder_does_not_want_it_it_may_be_left_out(town: Town) -> None:
    rent.load()
    number = rent.send(town.daughter.actor)
    assert town.clerk.client.post(at("desk.sign", number, "王磊"), SIGNED).status_code == 302
    assert not rent.signer(number, "王磊").has_photo
    assert town.clerk.client.get(at("desk.sign_photo", number, "王磊")).status_code == 404


def test_who_decides_sees_it_every_look_is_written_and_the_signer_reads_that(town: Town, number: str) -> None:
    with_place = care.picture(exif=_exif())
    town.clerk.client.post(at("desk.sign", number, "王磊"), {**SIGNED, "photo_file": photo(with_place)})
    url = at("desk.sign_photo", number, "王磊")
    case = town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    row = case[case.index("<b>王磊</b>") : case.index(url)]
    assert re.search(r'class="lamp lamp-done">\s*签了', row)  # the state beside the link, as of everybody else
    answer = town.clerk.client.get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"Exif" in with_place and b"Exif" not in answer.content  # drawn anew
    person = rent.signer(number, "王磊").person
    looks = [one.action.name for one in audit.entries_about(person)]
    assert looks.count("authorisations.paper_looked") == 1
    elsewhere = town.staff("wanglin", "王林", "11990101MB0000006Q", "民政窗口经办").client
    for client in (elsewhere, town.daughter.client):
        assert client.get(url).status_code == 404
    other = rent.send(town.daughter.actor)
    wrong = reverse("desk.sign_photo", args=[other, rent.signer(number, "王磊").id])
    assert town.clerk.client.get(wrong).status_code == 404


def test_the_photograph_is_kept_encrypted(town: Town, number: str, settings: object) -> None:
    town.clerk.client.post(at("desk.sign", number, "王磊"), {**SIGNED, "photo_file": photo()})
    row = Authorisation.objects.get(pk=rent.signer(number, "王磊").id)
    content = files.read(row.file)
    home = Path(settings.ZHENGTONG_HOME)  # type: ignore[attr-defined]  # pytest-django's settings
    assert not any(content in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_clerk_prints_what_is_to_be_signed_and_the_look_is_written(town: Town, number: str) -> None:
    answer = town.clerk.client.get(at("desk.sign_print", number, "王磊"))
    words = words_of(answer.content)
    assert "我叫王磊" in words and rent.LEI[1] in words and "家里写的情况是真的、全的。" in words
    assert "见证人签名" in words and "第 2 版" in words and "1/1" in words
    assert rent.FANG[1] not in words
    person = rent.signer(number, "王磊").person
    assert "authorisations.printed" in [one.action.name for one in audit.entries_about(person)]
    assert town.daughter.client.get(at("desk.sign_print", number, "王磊")).status_code == 404


def test_the_signer_prints_their_own_and_nobody_elses(town: Town, number: str) -> None:
    own = reverse("portal.own_authorisation", args=[number])
    assert "我叫李敏" in words_of(town.daughter.client.get(own).content)
    wife = city.resident(*rent.FANG, "19900000079")
    words = words_of(wife.client.get(own).content)
    assert "我叫刘芳" in words and "我叫李敏" not in words
    stranger = city.resident("赵德福", "990101194702100110", "19900000080")
    assert stranger.client.get(own).status_code == 404


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    return exif.tobytes()
