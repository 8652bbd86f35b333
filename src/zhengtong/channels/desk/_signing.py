"""Who has signed that their data may be asked for, and where a clerk writes down what was signed before them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from zhengtong.channels.ui.api import FILE, PICTURES, moment
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import Signer
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue

STATES = {
    "asked": (Text("还没签", "Not signed yet"), "near"),
    "signed": (Text("签了", "Signed"), "done"),
    "refused": (Text("不同意", "Refuses"), "late"),
    "lapsed": (Text("没签就办完了", "Ended without it"), "none"),
}
IN_PERSON = Text("记当面签的", "Signed in person")
NOTES = {
    "account": Text("{when}，登录签的", "{when}, signed in"),
    "link": Text("{when}，用链接签的", "{when}, by the link"),
    "paper": Text("{when}，纸上签的，{witness}见证", "{when}, on paper, seen by {witness}"),
    "guardian": Text(
        "{when}，监护人{by}（{relation}，凭{ground}），{witness}见证",
        "{when}, guardian {by} ({relation}, by {ground}), {witness} saw it",
    ),
    "agent": Text(
        "{when}，代理人{by}（{relation}，凭{ground}），{witness}见证",
        "{when}, agent {by} ({relation}, by {ground}), {witness} saw it",
    ),
}
WAY, WITNESS = Text("怎么签的", "How was it signed"), Text("见证人", "Witness")
WITNESS_HINT = Text("当时在场的另一个人", "Another person who was there")
BY_NAME, RELATION = Text("谁替他签的", "Who signed for them"), Text("是他的什么人", "What are they to the person")
GROUND = Text("凭什么替他签", "What lets them sign")
GROUND_HINT = Text(
    "您看过的那一份：户口簿、法院的判决、委托书，写上哪天、哪里出的。本人签的不用写",
    "The paper you saw and its day: household booklet, judgment, mandate. Leave empty where the person signed",
)
PHOTO = "photo"
PAPER, PAPER_HINT = (
    Text("签好的授权书，拍一张", "Photograph of the signed authorisation"),
    Text("字和签名都要看得清", "Words and signature must be legible"),
)
SEE_PHOTO = Text("看签字的照片", "See the photograph")
ONLY_FOR_OTHERS = Text("本人签的不用写", "Leave empty where the person signed")
CHOICES = (
    Choice("paper", Text("本人在纸上签的", "By the person, on paper")),
    Choice("guardian", Text("监护人替他签的", "By a guardian"), Text("本人自己签不了", "Who cannot sign")),
    Choice("agent", Text("代理人签的", "By an agent"), Text("看过委托书", "Whose mandate was seen")),
)


def signature_rows(data: CaseData, actor: Actor) -> list[dict[str, Any]]:
    """A row for each signer, with the way to write a signature down for whoever works on the case; empty for a service
    that wants none. One statement, and two more while somebody has not signed."""
    if authorisations.definition_of(catalogue.version(data.service_hash)) is None:
        return []
    signers = authorisations.signers(data.summary.number)
    is_open = any(one.may_sign for one in signers)
    may_record = is_open and cases.works_on(data.summary.number, actor)
    return [_with_photo(data.summary.number, one, may_record) for one in signers]


def rows_to_take(number: str, signers: Sequence[Signer]) -> list[dict[str, Any]]:
    """A row for each signer, with the way to write a signature down, for whoever may do no more than that."""
    return [_row(number, one, may_record=True) for one in signers]


def _row(number: str, signer: Signer, *, may_record: bool) -> dict[str, Any]:
    words, lamp = STATES[signer.state]
    row = {"name": signer.name, "did": "", "source": _note(signer), "state": words, "lamp": lamp}
    if may_record and signer.may_sign:
        return {**row, "href": reverse("desk.sign", args=[number, signer.id]), "verb": IN_PERSON}
    return row


def _with_photo(number: str, signer: Signer, may_record: bool) -> dict[str, Any]:
    row = _row(number, signer, may_record=may_record)
    if signer.has_photo and "href" not in row:
        return {**row, "href": reverse("desk.sign_photo", args=[number, signer.id]), "verb": SEE_PHOTO}
    return row


def _note(signer: Signer) -> Text | str:
    if signer.signed_at is None:
        return ""
    marks = {"by": signer.by_name, "relation": signer.relation, "witness": signer.witness, "ground": signer.ground}
    return NOTES[signer.way].format(when=moment(signer.signed_at), **marks)


def in_person_fields(typed: dict[str, str], problems: dict[str, Text], *, photo_required: bool) -> list[FieldView]:
    """The form in which a clerk writes down how somebody signed before them, with the photograph of the paper."""
    return [
        FieldView(
            name="way", label=WAY, kind="radio", choices=CHOICES, value=typed["way"], error=problems.get("way", "")
        ),
        _text("by_name", BY_NAME, ONLY_FOR_OTHERS, typed, problems, required=False),
        _text("relation", RELATION, ONLY_FOR_OTHERS, typed, problems, required=False),
        _text("ground", GROUND, GROUND_HINT, typed, problems, required=False),
        _text("witness", WITNESS, WITNESS_HINT, typed, problems, required=True),
        FieldView(
            name=PHOTO + FILE,
            label=PAPER,
            kind="file",
            hint=PAPER_HINT,
            error=problems.get(PHOTO, ""),
            required=photo_required,
            accept=PICTURES,
            camera=True,
        ),
    ]


def _text(
    name: str, label: Text, hint: Text, typed: dict[str, str], problems: dict[str, Text], *, required: bool
) -> FieldView:
    error = problems.get(name, "")
    return FieldView(
        name=name, label=label, hint=hint, value=typed[name], error=error, required=required, autocomplete="off"
    )
