"""What proves a step: photographs and papers, kept one by one from the moment they come, though the step itself is
not done yet. Nothing that was sent is lost when the step is refused."""

import hashlib
from datetime import datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._step_rows import locked, named, open_row, record
from zhengtong.delivery.cases._policy import leaves_trace, require_open_step, require_proof
from zhengtong.delivery.cases.data import NewProof, ProofData, StepKey
from zhengtong.delivery.cases.models import Case, ProcessStep, StepProof
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.files import api as files
from zhengtong.office.files.data import Picture

MOST_PROOFS = 40
PDF = "application/pdf"
ENDINGS = {PDF: "pdf", "image/jpeg": "jpg"}


class TooManyProofs(Refusal):
    """A step holds no more files than a clerk can look through."""

    code = "too_many_proofs"
    status = 409
    text = Text("一步最多传 {most} 个文件。先删掉用不着的。", "A step takes {most} files at most. Delete some first.")


class SentBefore(Refusal):
    """A file counts once for what it proves."""

    code = "proof_sent_before"
    status = 409
    text = Text(
        "这个文件已经传过了，不用再传。要几张，就传几张不一样的。", "This file is here already; send a different one."
    )


def add_proof(number: str, key: StepKey, new: NewProof, *, actor: Actor, at: datetime) -> str:
    """Keep a photograph, or a PDF where `new` allows one, as proof of an open step; returns its id.

    By whom the step is given to. A photograph is drawn anew without what the camera wrote; when it was taken is kept
    beside it. PictureRefused, FileTooLarge, TooManyProofs, SentBefore; Conflict when the step is done, HeldByAnother.
    """
    found = _require_room(number, key, actor)
    is_pdf = new.may_be_pdf and files.media_type_of(new.content) == PDF
    clean = Picture(new.content, PDF, None) if is_pdf else files.clean_picture(new.content)
    sha256 = hashlib.sha256(clean.content).hexdigest()
    _require_new(found, new.purpose, sha256)
    name = f"{key.step}-{new.purpose}.{ENDINGS[clean.media_type]}"
    stored = files.store(
        clean.content, name=name, media_type=clean.media_type, owner=("case", number), actor=actor, at=at
    )
    with atomic():
        case = locked(number)
        row = open_row(case, key, actor)
        _require_new(row, new.purpose, sha256)  # the same again in another window, a moment ago
        proof = StepProof.objects.create(
            step=row,
            purpose=new.purpose,
            file=stored.id,
            sha256=sha256,
            media_type=clean.media_type,
            taken_at=clean.taken_at,
            added_at=at,
            added_by=actor.id,
            added_by_name=f"{actor.post} {actor.name}" if actor.kind == "staff" else "",
        )
        told = {**named(row), "proof": proof.id, "purpose": new.purpose, "sha256": stored.sha256}
        record(case, _actions.PROOF_ADDED, actor, at, detail=told)
    return proof.id


def remove_proof(number: str, proof: str, *, actor: Actor, at: datetime) -> None:
    """Take back a file of a step that is not done yet. The file itself stays, for the record. NotFound, Conflict."""
    with atomic():
        case = locked(number)
        row = StepProof.objects.filter(pk=proof, step__case=case, removed_at=None).select_related("step").first()
        if row is None:
            require_proof(actor, case, None)
            raise NotFound()
        require_proof(actor, case, row)
        open_row(case, StepKey(row.step.step, row.step.occurrence), actor)
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        record(case, _actions.PROOF_REMOVED, actor, at, detail={**named(row.step), "proof": proof})


def proof_file(number: str, proof: str, *, actor: Actor, at: datetime) -> tuple[ProofData, bytes]:
    """A file of a step, for who may see the case whole, and for who was there and is asked to confirm the step.

    The look of staff is recorded. NotFound.
    """
    case = Case.objects.defer("fields", "decision").filter(number=number).first()
    row = StepProof.objects.filter(pk=proof, step__case__number=number, removed_at=None).select_related("step").first()
    found = require_proof(actor, case, row)
    if leaves_trace(actor, found.step.case):
        with atomic():
            record(found.step.case, _actions.PROOF_LOOKED, actor, at, detail={"proof": proof})
    return proof_data(found), files.read(found.file)


def proofs(number: str) -> tuple[ProofData, ...]:
    """Every file of the steps of a case, oldest first. For callers that have read the case. One statement."""
    rows = StepProof.objects.filter(step__case__number=number, removed_at=None).select_related("step")
    return tuple(proof_data(row) for row in rows.order_by("added_at", "id"))


def proof_data(row: StepProof) -> ProofData:
    return ProofData(
        id=row.id,
        key=StepKey(row.step.step, row.step.occurrence),
        purpose=row.purpose,
        media_type=row.media_type,
        taken_at=row.taken_at,
        added_at=row.added_at,
        added_by=row.added_by,
        added_by_name=row.added_by_name,
    )


def _require_room(number: str, key: StepKey, actor: Actor) -> ProcessStep:
    """Asked before anything is drawn or written: whose step it is, and whether it takes another file."""
    row = ProcessStep.objects.filter(case__number=number, step=key.step, occurrence=key.occurrence)
    found = require_open_step(actor, Case.objects.filter(number=number).first(), row.first())
    if StepProof.objects.filter(step=found, removed_at=None).count() >= MOST_PROOFS:
        raise TooManyProofs(most=MOST_PROOFS)
    return found


def _require_new(step: ProcessStep, purpose: str, sha256: str) -> None:
    """SentBefore where the very same file proves the very same thing already."""
    if StepProof.objects.filter(step=step, purpose=purpose, sha256=sha256, removed_at=None).exists():
        raise SentBefore()
