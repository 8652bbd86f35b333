"""Electronic seals on PDF files."""

from zhengtong.trust.seals._authority import DEMO_NOTE
from zhengtong.trust.seals._seal import seal
from zhengtong.trust.seals._verify import verify

__all__ = ["DEMO_NOTE", "seal", "verify"]
