"""Electronic seals on PDF files."""

from zhengtong.trust.seals._authority import DEMO_NOTE, CertificateData, certificates
from zhengtong.trust.seals._seal import seal
from zhengtong.trust.seals._verify import verify

__all__ = ["DEMO_NOTE", "CertificateData", "certificates", "seal", "verify"]
