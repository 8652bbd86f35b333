"""Pictures people send: looked at by their content, drawn anew, and freed of what a camera writes beside them."""

import io
from datetime import datetime

from PIL import Image, ImageOps, UnidentifiedImageError

from zhengtong.kernel import clock
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.files._store import refuse_too_large
from zhengtong.office.files.data import Picture, PictureRefused

MOST_PIXELS = 64_000_000
"""More than a telephone takes at its finest (50 million); a small file that claims more is made to fill memory."""
LONGEST_SIDE = 2400
"""Pixels: enough to read a page of A4 that fills the picture at 200 a inch."""

_FORMATS = ("JPEG", "PNG")
_QUALITY = 85
_EXIF, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
_JPEG = "image/jpeg"


def clean_picture(content: bytes) -> Picture:
    """A JPEG of the same picture, upright, at most LONGEST_SIDE wide and high, without place, device or anything else
    the camera wrote; when it was taken is read before that is dropped.

    PictureRefused for what is no JPEG or PNG, is broken, or claims more than MOST_PIXELS; FileTooLarge over 20 MB.
    """
    forbid_in_transaction("drawing a picture anew")
    refuse_too_large(content)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused()
            taken = _taken_at(image)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return Picture(_drawn(image), _JPEG, taken)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise PictureRefused() from error


def _drawn(image: Image.Image) -> bytes:
    """The pixels alone, as a JPEG. What was see-through becomes white, as on paper."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = upright.convert("RGBA")
    page = Image.new("RGB", seen.size, "white")
    page.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _taken_at(image: Image.Image) -> datetime | None:
    """When the camera says the picture was taken; a camera that names no time zone is taken to be in China."""
    written = image.getexif().get_ifd(_EXIF)
    moment, offset = str(written.get(_TAKEN, "")), str(written.get(_OFFSET, ""))
    for text, pattern in ((f"{moment} {offset}", "%Y:%m:%d %H:%M:%S %z"), (moment, "%Y:%m:%d %H:%M:%S")):
        try:
            read = datetime.strptime(text.strip("\0 "), pattern)  # noqa: DTZ007 - the zone is given below
        except ValueError:
            continue
        return read if read.tzinfo else read.replace(tzinfo=clock.CHINA)
    return None
