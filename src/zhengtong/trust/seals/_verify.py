"""What the seal of a PDF proves."""

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, core
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.seals import _authority
from zhengtong.trust.seals._loop import outside_any_loop
from zhengtong.trust.seals._seal import _asn1
from zhengtong.trust.seals.data import SealReport

LARGEST_BYTES = 20 * 1024 * 1024

_TOO_LARGE = Text("文件太大，不能核对。", "The file is too large to be checked.")
_NOT_READABLE = Text("文件打不开，或者已经损坏。", "The file cannot be read, or is damaged.")
_NO_SEAL = Text("这个文件上没有电子印章。", "There is no electronic seal on this file.")
_CHANGED = Text("盖章之后，文件内容被改过。", "The content was changed after it was sealed.")
_ADDED = Text("盖章之后，文件里又加了东西。", "Something was added to the file after it was sealed.")
_ODD = Text("印章数据被改过。", "The data of the seal were changed.")
_STRANGER = Text("印章不是本平台的认证机构签发的。", "The seal was not issued by our authority.")
_OUT_OF_FORCE = Text(
    "盖章时证书不在有效期内，或者现在已经到期。", "The seal's certificate is not in force at that time."
)


def verify(pdf: bytes, *, at: datetime | None = None) -> SealReport:
    """A report on the newest seal of a PDF; it never raises for what is in the file.

    `at` is when the certificate must have been in force (default: real time now); give it only where the time of
    sealing is known from a better source than the file, such as our own log.
    """
    forbid_in_transaction("verifying a seal")
    if len(pdf) > LARGEST_BYTES:
        return _nothing(_TOO_LARGE)
    if not pdf.startswith(b"%PDF-"):
        return _nothing(_NOT_READABLE)
    try:
        return outside_any_loop(lambda: _report(pdf, at or clock.real_now()))
    except Exception:  # noqa: BLE001 - a hostile or damaged file may raise anything in the parser; all mean the same
        return _nothing(_NOT_READABLE)


def _nothing(problem: Text) -> SealReport:
    return SealReport(intact=False, trusted=False, covers_whole=False, problem=problem)


def _report(pdf: bytes, at: datetime) -> SealReport:
    found = PdfFileReader(BytesIO(pdf), strict=True).embedded_signatures
    if not found:
        return _nothing(_NO_SEAL)
    embedded = found[-1]
    status = validate_pdf_signature(embedded, signer_validation_context=_context(at))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    subject = embedded.signer_cert.subject.native
    return SealReport(
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        covers_whole=whole,
        signer=str(subject.get("organization_name", "")),
        organisation=str(subject.get("organization_identifier", "")),
        reason=str(embedded.sig_object.get("/Reason", "")),
        signed_at=embedded.self_reported_timestamp,
        problem=_problem(pdf, embedded, status, whole=whole, at=at),
    )


def _problem(pdf: bytes, embedded: Any, status: Any, *, whole: bool, at: datetime) -> Text | None:
    if not (status.intact and status.valid):
        return _CHANGED
    if not whole:
        return _ADDED
    if not status.trusted:
        certificate = embedded.signer_cert
        return _STRANGER if certificate.not_valid_before <= at <= certificate.not_valid_after else _OUT_OF_FORCE
    if not (status.bottom_line and _container_is_plain(pdf, embedded)):
        return _ODD
    return None


def _context(at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[_asn1(_authority.root().certificate)],
        allow_fetching=False,
        moment=at,
        best_signature_time=at,
        revocation_mode="soft-fail",
    )


def _container_is_plain(pdf: bytes, embedded: Any) -> bool:
    """Whether the bytes the signature itself does not cover are exactly what sealing writes there.

    They are the gap of the byte range: hexadecimal as the library writes it, of the CMS object and zeros after it. The
    object is built anew from its signed parts and must come out the same.
    """
    start, length, rest, _ = (int(number) for number in embedded.byte_range)
    contents = bytes(embedded.pkcs7_content)
    spelled = pdf[start + length : rest] == b"<" + contents.hex().upper().encode() + b">"
    return spelled and contents.rstrip(b"\0") == _built_anew(contents).rstrip(b"\0")


def _built_anew(contents: bytes) -> bytes:
    signed = cms.ContentInfo.load(contents)["content"]
    (info,) = signed["signer_infos"]
    signer = next(item.chosen for item in signed["certificates"] if item.chosen.ca is not True)
    signer_info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": signer.issuer, "serial_number": signer.serial_number}},
        "digest_algorithm": {"algorithm": "sha256", "parameters": core.Null()},
        "signed_attrs": info["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": info["signature"].native,
    }
    anew = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256", "parameters": core.Null()}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [_asn1(_authority.issuing().certificate), signer],
        "signer_infos": [signer_info],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(anew)}).dump())
