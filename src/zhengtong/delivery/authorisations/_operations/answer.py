"""A signer says yes or no: signed in, or by their link; or a clerk writes down what was signed before them."""

from datetime import datetime

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import may_try, require_clerk, require_signer
from zhengtong.delivery.authorisations._proof import code_lookup, holds
from zhengtong.delivery.authorisations.data import WRITTEN, AlreadySigned, ProofOver, SignedInPerson, Way
from zhengtong.delivery.authorisations.events import Refused, Signed
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import says_something, too_little
from zhengtong.office.files import api as files
from zhengtong.office.files.data import FileTooLarge, MediaTypeRefused, PictureRefused
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action

PROMISE, PHOTO = "promise", "photo"
TICK = Text("先勾上这一句，再签字", "Tick this sentence before you sign")
LONGEST_NAME, LONGEST_GROUND = 50, 200
SHORTEST_GROUND = 3  # 户口簿
WHO_SAW = Text("写上在场见证的人", "Say who was there as a witness")
WHO_SIGNED = Text("写上谁替他签的", "Say who signed for them")
WHAT_ARE_THEY = Text("写上是他的什么人", "Say what they are to the person")
# desk only
ON_WHAT = Text("写上凭什么替他签：看过哪一份证明", "Say what lets them sign: which paper you saw")
ANOTHER = Text("见证人要是另一个人，不能是签字的人自己", "A witness is somebody else than who signs")
# desk only
NOT_YOU = Text("见证人要是您以外的人", "A witness is somebody else than you")
TAKE_ONE = Text("拍一张签好的授权书", "Photograph the signed authorisation")
TOO_LONG = Text("最多 {most} 个字", "At most {most} characters")


def answer_own(case: str, *, agrees: bool, promised: bool, actor: Actor, at: datetime) -> None:
    """The signer, signed in, agrees and promises, or does not agree. NotFound to all but the signer; Invalid without
    the promise; AlreadySigned."""
    with atomic():
        row = require_signer(actor, _held(case=case, person=actor.person or None))
        _answer(row, "account", agrees, promised, actor, at)


def answer_by_link(code: str, proof: str, *, agrees: bool, promised: bool, actor: Actor, at: datetime) -> None:
    """As `answer_own`, for whoever was shown the text by its link. NotFound for no such link, ProofOver."""
    may_try(actor)
    with atomic():
        row = _held(code_lookup=code_lookup(code))
        if row is None:
            raise NotFound()
        if not holds(row, proof, at):
            raise ProofOver()
        _answer(row, "link", agrees, promised, actor, at)


def record_signed(id: str, signed: SignedInPerson, *, actor: Actor, at: datetime) -> None:
    """A clerk who works on the case writes down that somebody signed before them, with the photograph of the paper.

    NotFound to all others; Invalid names what is missing, the photograph too where the folder wants one or where it
    cannot be read; AlreadySigned. The photograph is drawn anew before the transaction.
    """
    waiting = require_clerk(actor, Authorisation.objects.exclude(state="lapsed").filter(pk=id).first())
    _require_unsigned(waiting)
    _require_whole(signed, waiting, actor)
    file = _kept_photo(waiting, signed.photo, actor, at)
    with atomic():
        row = require_clerk(actor, _held(pk=id))
        row.file = file
        for name in WRITTEN if signed.way != "paper" else ("witness",):
            setattr(row, name, getattr(signed, name).strip())
        _sign(row, signed.way, _actions.RECORDED, actor, at)


def _held(**key: str | None) -> Authorisation | None:
    """The row, held: of two answers at one moment the second sees the first."""
    return Authorisation.objects.select_for_update().exclude(state="lapsed").filter(**key).first()


def _answer(row: Authorisation, way: Way, agrees: bool, promised: bool, actor: Actor, at: datetime) -> None:
    if agrees and not promised:
        raise Invalid([FieldProblem(PROMISE, "required", TICK)])
    if agrees:
        _sign(row, way, _actions.SIGNED, actor, at)
    else:
        _refuse(row, way, actor, at)


def _sign(row: Authorisation, way: Way, action: Action, actor: Actor, at: datetime) -> None:
    _require_unsigned(row)
    row.state, row.way, row.signed_at = "signed", way, at
    row.save(update_fields=["state", "way", "signed_at", *WRITTEN, "file"])
    _record(row, action, actor, at)
    events.announce(Signed(row.case, row.person_id, row.number))


def _refuse(row: Authorisation, way: Way, actor: Actor, at: datetime) -> None:
    _require_unsigned(row)
    row.state, row.way = "refused", way
    row.save(update_fields=["state", "way"])
    _record(row, _actions.REFUSED, actor, at)
    events.announce(Refused(row.case, row.person_id, row.number))


def _require_unsigned(row: Authorisation) -> None:
    if row.state == "signed":
        raise AlreadySigned()


def _record(row: Authorisation, action: Action, actor: Actor, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        on=("authorisation", row.number),
        subjects=(row.person_id,),
        detail={"case": row.case, "way": row.way, "digest": row.digest},
    )


def _kept_photo(row: Authorisation, content: bytes, actor: Actor, at: datetime) -> str:
    """The id of the photograph, drawn anew without what the camera wrote; empty for none."""
    if not content:
        return ""
    try:
        clean = files.clean_picture(content)
    except (FileTooLarge, MediaTypeRefused, PictureRefused) as refusal:
        words = Text(refusal.message("zh-Hans"), refusal.message("en"))
        raise Invalid([FieldProblem(PHOTO, refusal.code, words)]) from refusal
    name, owner = f"{row.number}.jpg", ("authorisation", row.number)
    stored = files.store(clean.content, name=name, media_type=clean.media_type, owner=owner, actor=actor, at=at)
    return stored.id


def _require_whole(signed: SignedInPerson, row: Authorisation, actor: Actor) -> None:
    wanted = [("witness", signed.witness, WHO_SAW)]
    if signed.way != "paper":
        wanted += [("by_name", signed.by_name, WHO_SIGNED), ("relation", signed.relation, WHAT_ARE_THEY)]
        wanted += [("ground", signed.ground, ON_WHAT)]
    problems = [FieldProblem(name, "required", why) for name, written, why in wanted if not says_something(written)]
    if signed.way != "paper" and says_something(signed.ground) and too_little(signed.ground.strip(), SHORTEST_GROUND):
        problems.append(FieldProblem("ground", "too_short", ON_WHAT))
    problems += _too_long(signed)
    if (witness := signed.witness.strip()) and witness in (row.name, signed.by_name.strip()):
        problems.append(FieldProblem("witness", "not_another", ANOTHER))
    elif witness and witness == actor.name:
        problems.append(FieldProblem("witness", "not_another", NOT_YOU))
    if row.words.get("photo_required", False) and not signed.photo:
        problems.append(FieldProblem(PHOTO, "required", TAKE_ONE))
    if problems:
        raise Invalid(problems)


def _too_long(signed: SignedInPerson) -> list[FieldProblem]:
    most = {name: LONGEST_GROUND if name == "ground" else LONGEST_NAME for name in WRITTEN}
    return [
        FieldProblem(name, "too_long", TOO_LONG.format(most=longest))
        for name, longest in most.items()
        if len(getattr(signed, name).strip()) > longest
    ]
