"""Sealing a PDF: PAdES B-B with a visible picture."""

from functools import lru_cache
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from zhengtong.kernel import clock
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.seals import _authority
from zhengtong.trust.seals._loop import outside_any_loop
from zhengtong.trust.seals.data import NotSealable, SealExpired, SealPlace

_POINTS_PER_MM = 72 / 25.4
_BESIDE_CERTIFICATES = 640
"""Bytes of a signature beside its two certificates: 519, and some to spare. What is reserved and not used is read digit
by digit whenever a seal is verified."""


class _Picture(PdfContent):
    """The first page of a PDF held in memory (the library's own class opens a file by name)."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)), page_ix=0)
        self.resources.xobject["/SealPicture"] = form
        left, bottom, right, top = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/SealPicture Do"


def seal(
    pdf: bytes, *, organisation: str, organisation_name: str, reason: str, picture: bytes, place: SealPlace
) -> bytes:
    """The PDF with the organisation's seal, appended so that everything before stays byte for byte.

    `organisation` is the credit code, `picture` a one-page PDF shown in `place`, `reason` is signed with the rest and
    comes back in the report. About 20 ms. NotSealable, SealExpired.
    """
    forbid_in_transaction("sealing a PDF")
    identity = _authority.seal_identity(organisation, organisation_name)
    _must_be_in_force(identity.certificate, organisation_name)
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=f"Seal-{organisation}",
            md_algorithm="sha256",
            reason=reason,
            name=organisation_name,
            subfilter=fields.SigSeedSubFilter.PADES,
        ),
        signer=_signer(identity),
        stamp_style=StaticStampStyle(background=_Picture(picture), border_width=0),
        new_field_spec=fields.SigFieldSpec(f"Seal-{organisation}", on_page=place.page, box=_points(place)),
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        out = outside_any_loop(lambda: signer.sign_pdf(writer, bytes_reserved=_digits_reserved(identity)))
    except PdfError as error:
        raise NotSealable() from error
    return bytes(out.getvalue())


def _digits_reserved(identity: _authority.Identity) -> int:
    """Room for the signature in the file, in hexadecimal digits as the library counts it."""
    certificates = (identity.certificate, _authority.issuing().certificate)
    return 2 * (sum(len(_der(one)) for one in certificates) + _BESIDE_CERTIFICATES)


def _points(place: SealPlace) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(edge * _POINTS_PER_MM) for edge in place.box)
    return left, bottom, right, top


def _must_be_in_force(certificate: x509.Certificate, name: str) -> None:
    if certificate.not_valid_after_utc <= clock.real_now():
        raise SealExpired(name=name, date=clock.china_date(certificate.not_valid_after_utc).isoformat())


def _signer(identity: _authority.Identity) -> signers.SimpleSigner:
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    issuing = _asn1(_authority.issuing().certificate)
    return signers.SimpleSigner(
        signing_cert=_asn1(identity.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore.from_certs([issuing]),  # type: ignore[no-untyped-call]  # pyHanko gives no type
        embed_roots=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return _parsed(_der(certificate))


@lru_cache(maxsize=64)
def _parsed(der: bytes) -> asn1_x509.Certificate:
    """Kept: the library works out the names of a certificate, at each look for who issued what, once an object."""
    return asn1_x509.Certificate.load(der)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
