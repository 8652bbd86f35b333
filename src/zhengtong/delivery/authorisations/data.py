"""What goes in and out of authorisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhengtong.kernel.errors import FieldProblem, Invalid, Refusal
from zhengtong.kernel.expressions import Expression
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation

State = Literal["asked", "signed", "refused", "lapsed"]
Way = Literal["", "account", "link", "paper", "guardian", "agent"]
UNSIGNED: tuple[State, ...] = ("asked", "refused")
"""Who may still sign: asked, or thinking a refusal over."""
InPerson = Literal["paper", "guardian", "agent"]
IN_PERSON: tuple[InPerson, ...] = ("paper", "guardian", "agent")
WRITTEN = ("witness", "by_name", "relation", "ground")
"""What a clerk writes down of a signature given before them."""
CHOOSE_WAY = Text("选一项：怎么签的", "Choose how it was signed")


@dataclass(frozen=True, slots=True)
class Nearby:
    """Posts near the applicant that may write down what was signed before them: they carry `permission`, in the office
    of the region of `level` the applicant lives in (GB/T 39046: 5 township, 6 village)."""

    permission: str
    level: int


@dataclass(frozen=True, slots=True)
class Definition:
    """authorisation.yaml of one version: who signs (`people`, a people question chosen by `when`; without it the one
    the service is for), for which needs of the rules (`covers`), which words, by which article; with
    `photo_required` what is signed on paper is photographed. `in_person` may take it down from the first day."""

    people: str
    when: Expression | None
    covers: frozenset[str]
    text: Text
    promise: Text
    cite: Citation
    photo_required: bool
    in_person: Nearby | None = None


@dataclass(frozen=True, slots=True)
class NewSigner:
    """Somebody who must sign. `party` is the form's key of who it is, name and number as the application gives them."""

    party: str
    person: str
    name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of a case are filled in with. `asked` are the data and who holds them, in words. Posts of the
    office `taken_by` that carry `taken_with` may take signatures down, nobody where it is empty."""

    case: str
    applicant: str
    operator: str
    applicant_name: str
    service: Text
    organisation: Text
    asked: Text
    on: date
    taken_by: str = ""
    taken_with: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """How far one signer is. `by_name`, `relation` and `ground` (the paper that lets them) tell of a guardian or
    agent, `witness` who saw it signed.

    `has_photo`: what was signed on paper was photographed, as it must be with `photo_required`.
    """

    id: str
    number: str
    party: str
    person: str
    name: str
    state: State
    way: Way
    by_name: str
    relation: str
    ground: str
    witness: str
    signed_at: datetime | None
    has_photo: bool
    photo_required: bool

    @property
    def may_sign(self) -> bool:
        """Whether the signature is still to come."""
        return self.state in UNSIGNED


@dataclass(frozen=True, slots=True)
class OwnText:
    """A signer's own text, for that signer alone. `proof` lets who was shown it by a link answer for half an hour;
    `is_party`: the case is the signer's own too, and they may read it."""

    number: str
    case: str
    name: str
    text: Text
    promise: Text
    digest: str
    state: State
    signed_at: datetime | None
    proof: str = ""
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """How somebody signed before a clerk: on paper, through a guardian or an agent (named, with the relation and the
    `ground`: the paper that was seen); `photo` is what a camera made of the paper, empty for none."""

    way: InPerson
    witness: str
    by_name: str = ""
    relation: str = ""
    ground: str = ""
    photo: bytes = b""

    @classmethod
    def read(cls, typed: Mapping[str, str], photo: bytes = b"") -> "SignedInPerson":
        """What was typed, and the photograph that was sent. Invalid without one of the ways."""
        way = next((one for one in IN_PERSON if one == typed.get("way")), None)
        if way is None:
            raise Invalid([FieldProblem("way", "required", CHOOSE_WAY)])
        return cls(way, photo=photo, **{name: typed.get(name, "") for name in WRITTEN})


class NotMatched(Refusal):
    """Name or number are not those of the application; which of them is not said."""

    code = "not_matched"
    status = 403
    text = Text(
        "姓名或身份证号和申请里写的对不上。看一遍再写，还不行就问问替家里申请的人。",
        "Name or number differ from those in the application. Check them, or ask whoever applied for the household.",
    )


class TooManyTries(Refusal):
    """Too many wrong tries at one link; it opens again by itself."""

    code = "too_many_tries_to_sign"
    status = 429
    text = Text(
        "试错太多次了，先停一小时。也可以到社区、村里当面签。",
        "Too many wrong tries: please wait an hour. You can also sign in person at your community office.",
    )


class AlreadySigned(Refusal):
    """It is signed: a second signature changes nothing and is not taken."""

    code = "already_signed"
    status = 409
    text = Text("已经签过了，不用再签。", "This is signed already.")


class ProofOver(Refusal):
    """The half hour after showing who one is is over, or the proof is not for this text."""

    code = "proof_over"
    status = 403
    text = Text("时间有点久了，请再写一次姓名和身份证号。", "It has been a while. Please give name and number again.")
