from dataclasses import dataclass
from datetime import datetime

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal is shown. `page` from 0, negative from the end; `box` left, bottom, right, top in millimetres
    from the page's lower left corner."""

    box: tuple[float, float, float, float]
    page: int = -1


@dataclass(frozen=True, slots=True)
class SealReport:
    """What the seal of a PDF proves.

    `intact`: the sealed bytes are unchanged; `trusted`: the certificate leads to our authority and was in force;
    `covers_whole`: nothing was added after sealing. `signer` and `organisation` (name, credit code), `reason` and
    `signed_at` are what the seal says, to be believed only when `good`. `problem` is None when all is well.
    """

    intact: bool
    trusted: bool
    covers_whole: bool
    signer: str = ""
    organisation: str = ""
    reason: str = ""
    signed_at: datetime | None = None
    problem: Text | None = None

    @property
    def good(self) -> bool:
        """Intact, trusted, whole, and nothing odd."""
        return self.intact and self.trusted and self.covers_whole and self.problem is None


class SealExpired(Refusal):
    """The organisation's seal certificate is no longer in force; a new one is needed before it can seal."""

    code = "seal_expired"
    status = 409
    text = Text("{name}的电子印章证书已于 {date} 到期。", "The seal certificate of {name} expired on {date}.")


class NotSealable(Refusal):
    """The bytes are not a PDF that can be sealed."""

    code = "not_sealable"
    status = 422
    text = Text("这个文件不是能盖章的 PDF。", "This file is not a PDF that can be sealed.")
