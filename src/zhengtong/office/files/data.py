from dataclasses import dataclass
from datetime import datetime

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class FileData:
    """A stored file. `size` in bytes; `sha256` of the clear content, 64 hex digits."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew. `taken_at` is what the camera wrote, None where it wrote nothing."""

    content: bytes
    media_type: str
    taken_at: datetime | None


class PictureRefused(Refusal):
    """The bytes are no picture we can draw, or one too large to."""

    code = "picture_refused"
    status = 415
    text = Text(
        "这张照片打不开。请用 JPEG 或 PNG 的照片再传一次。", "This picture cannot be opened. Send a JPEG or PNG."
    )


class MediaTypeRefused(Refusal):
    """The bytes are no PDF, PNG or JPEG, or not what the sender called them."""

    code = "media_type_refused"
    status = 415
    text = Text(
        "这个文件不是 PDF、PNG 或 JPEG，收不了。", "This file is not a PDF, PNG or JPEG, so it cannot be taken."
    )


class FileTooLarge(Refusal):
    """More bytes than a file may have."""

    code = "file_too_large"
    status = 413
    text = Text(
        "文件太大了，最多 {megabytes} MB。是照片的话，拍小一点再传。",
        "The file is over {megabytes} MB. Please make it smaller.",
    )


class FileMissing(Refusal):
    """The row is there, the content is not: the folder lost it."""

    code = "file_missing"
    status = 500
    text = Text(
        "这份文件不见了，是我们的问题。请打电话告诉我们编号 {file_id}，我们从备份里找回来。",
        "The content of file {file_id} is missing. That is our fault. Tell us its number: we have a backup.",
    )


class FileChanged(Refusal):
    """The content is not what was stored: changed on the disk, or sealed by another key."""

    code = "file_changed"
    status = 500
    text = Text(
        "这份文件被改动过，不能用了，是我们的问题。请打电话告诉我们编号 {file_id}。",
        "The content of file {file_id} was changed and cannot be used, which is our fault. Please tell us its number.",
    )
