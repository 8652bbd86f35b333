"""Files of a step: as the page sends them, as it lists them, as they are handed out."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from zhengtong.channels.ui.formats import moment
from zhengtong.channels.ui.step_fields import FILE
from zhengtong.delivery.cases.data import ProofData
from zhengtong.journeys.send_files import Sent
from zhengtong.kernel.text import Text
from zhengtong.office.files.data import FileTooLarge

PICTURE, PDF = Text("照片 {nth}", "Photograph {nth}"), Text("文件 {nth}", "File {nth}")
TAKEN, ADDED = Text("{taken}拍，{added}传", "taken {taken}, sent {added}"), Text("{added}传", "sent {added}")
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


def sent_of(request: HttpRequest) -> list[Sent]:
    """The files of a page of a step. FileTooLarge when there was so much that none was taken in."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        raise FileTooLarge(megabytes=settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1024**2)
    return [
        Sent(name.removesuffix(FILE), file.read())
        for name in request.FILES
        for file in request.FILES.getlist(name)
        if isinstance(file, UploadedFile)
    ]


def file_rows(
    proofs: Iterable[ProofData], href: Callable[[str], str], take_back: Callable[[str], str] | None = None
) -> list[dict[str, Any]]:
    """Files of a step in order: when each was taken and sent, where to see it, where to take it back."""
    return [
        {
            "title": (PICTURE if one.media_type.startswith("image/") else PDF).format(nth=nth),
            "note": _when(one),
            "href": href(one.id),
            "take_back": take_back(one.id) if take_back else "",
        }
        for nth, one in enumerate(proofs, 1)
    ]


def _when(proof: ProofData) -> Text:
    added = moment(proof.added_at)
    return TAKEN.format(taken=moment(proof.taken_at), added=added) if proof.taken_at else ADDED.format(added=added)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A paper of ours to take away."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def picture_response(content: bytes, name: str) -> HttpResponse:
    """A photograph of ours, drawn anew when it came, to look at."""
    return _inert(HttpResponse(content, content_type="image/jpeg"), "inline", name)


def file_response(proof: ProofData, content: bytes) -> HttpResponse:
    """A file somebody sent, so that nothing in it can act: no script, no frame, no guess at its type."""
    shown = "inline" if proof.media_type.startswith("image/") else "attachment"
    name = f"{proof.id}.{ENDINGS[proof.media_type]}"
    return _inert(HttpResponse(content, content_type=proof.media_type), shown, name)


def _inert(response: HttpResponse, shown: str, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'{shown}; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
