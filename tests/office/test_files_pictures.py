"""Pictures people send are drawn anew: nothing a camera wrote beside them stays, and nothing else than a picture is."""

import io
import struct
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from PIL import Image

from zhengtong.office.files import api as files
from zhengtong.office.files.data import FileTooLarge, PictureRefused

PLACE, OWN, MAKE = 0x8825, 0x8769, 0x010F
TAKEN, OFFSET, TURNED = 0x9003, 0x9011, 0x0112


def photograph(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **tags: object) -> bytes:
    """A picture, red on its left half, with a place, a device and what else a camera writes."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKE] = "Telephone of somebody"
    if "turned" in tags:
        exif[TURNED] = tags["turned"]
    own = {tag: value for tag, value in ((TAKEN, tags.get("taken")), (OFFSET, tags.get("offset"))) if value}
    exif._ifds[OWN] = own
    exif._ifds[PLACE] = {1: "N", 2: (39.0, 54.0, 20.0)}
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_place_and_device_are_gone_and_the_time_is_kept_beside() -> None:
    sent = photograph(taken="2026:11:23 09:05:00")
    assert seen(sent).getexif().get_ifd(PLACE)  # it was there
    picture = files.clean_picture(sent)
    assert dict(seen(picture.content).getexif()) == {}
    assert b"Telephone" not in picture.content
    assert picture.media_type == "image/jpeg"
    # a camera that names no zone is taken to be in China, eight hours before UTC
    assert picture.taken_at == datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


def test_a_zone_the_camera_names_is_believed() -> None:
    picture = files.clean_picture(photograph(taken="2026:11:23 09:05:00", offset="+06:00"))
    assert picture.taken_at == datetime(2026, 11, 23, 9, 5, tzinfo=timezone(timedelta(hours=6)))


@pytest.mark.parametrize("taken", ["", "yesterday", "0000:00:00 00:00:00"])
def test_a_camera_that_does_not_know_the_time_says_nothing(taken: str) -> None:
    assert files.clean_picture(photograph(taken=taken)).taken_at is None


def test_a_picture_held_sideways_stands_upright() -> None:
    # orientation 6: to be turned a quarter to the right, so that the left half becomes the upper half
    upright = seen(files.clean_picture(photograph(turned=6)).content)
    assert upright.size == (40, 60)
    red, green, _ = upright.getpixel((20, 10))  # type: ignore[misc]  # RGB
    assert red > 200
    assert green < 60


def test_a_large_picture_becomes_small_enough_to_read() -> None:
    assert seen(files.clean_picture(photograph((4000, 3000))).content).size == (2400, 1800)


def test_a_png_that_is_see_through_is_on_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert seen(files.clean_picture(out.getvalue()).content).getpixel((5, 5)) == (255, 255, 255)


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be `side` wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_100, 60_000])
def test_what_claims_too_many_pixels_is_refused_before_it_is_drawn(side: int) -> None:
    with pytest.raises(PictureRefused):
        files.clean_picture(bomb(side))


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0 no more", photograph()[:300]],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        files.clean_picture(content)


def test_another_format_is_refused_though_it_could_be_drawn() -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "GIF")
    with pytest.raises(PictureRefused):
        files.clean_picture(out.getvalue())


def test_more_bytes_than_a_file_may_have_are_refused_unread() -> None:
    with pytest.raises(FileTooLarge):
        files.clean_picture(photograph() + bytes(files.LARGEST_BYTES))
