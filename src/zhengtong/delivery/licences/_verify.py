"""Judging a file someone shows."""

import hashlib
from dataclasses import replace

from zhengtong.delivery.licences._mask import mask_name
from zhengtong.delivery.licences._queries import IN_FORCE, as_public, status_of
from zhengtong.delivery.licences.data import FileReport, PublicLicence
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel.text import Text
from zhengtong.trust.seals.data import SealReport

_NOT_OURS = Text("这不是我们发出的证照文件。", "This is not a licence file we issued.")
_OTHER_BYTES = Text("文件和当初发出的不一样。", "The file is not the one that was issued.")
_OTHER_ISSUER = Text("盖章的单位不是发证的单位。", "The seal is not the issuer's.")
_NOT_IN_FORCE = Text("证照{zh}。", "The licence is: {en}.")


def verify_file(pdf: bytes) -> FileReport:
    """Whether a file is a licence of ours, as issued and in force; names everything that is wrong.

    Of issued bytes the seal's certificate is judged at the (real) time our own row says they were sealed, so a licence
    does not lose its worth when the certificate expires. A licence is told of only when the bytes are those issued or
    the seal on other bytes is good: a made-up file with a guessed identifier learns nothing.
    """
    row = Licence.objects.filter(file_sha256=hashlib.sha256(pdf).hexdigest(), making="made").first()
    from zhengtong.trust.seals import api as seals  # read when first needed: a second that no start should wait

    seal = seals.verify(pdf, at=row.sealed_at if row else None)
    if row is None and seal.good:
        row = Licence.objects.filter(identifier=seal.reason).first()
    problems = (*((seal.problem,) if seal.problem else ()), *_problems(pdf, seal, row))
    licence = _as_told(row) if row else None
    return FileReport(good=not problems and seal.good, seal=seal, licence=licence, problems=problems)


def _as_told(row: Licence) -> PublicLicence:
    """As a stranger sees it, with what anyone who holds the file has read in it: its kind, and the name, masked."""
    shown = as_public(row, full=not row.sensitive, clear_numbers=False)
    return replace(shown, kind=Text.read(row.kind), holder=shown.holder or mask_name(row.holder_name))


def _problems(pdf: bytes, seal: SealReport, row: Licence | None) -> tuple[Text, ...]:
    if row is None:
        return (_NOT_OURS,)
    status = status_of(row)
    checks = (
        (row.file_sha256 != hashlib.sha256(pdf).hexdigest(), _OTHER_BYTES),
        (seal.organisation != row.issuer_code, _OTHER_ISSUER),
        (status is not IN_FORCE, _NOT_IN_FORCE.format(zh=status.text.zh, en=status.text.en)),
    )
    return tuple(text for wrong, text in checks if wrong)
