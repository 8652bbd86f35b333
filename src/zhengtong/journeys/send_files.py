"""Somebody sends photographs or papers for a step of a process: kept at once, the step done now or later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import NewProof, StepKey
from zhengtong.journeys._process import step_of
from zhengtong.journeys._step_form import read_result, typed_alone
from zhengtong.journeys._step_needs import accepted_files, written_hash
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.office.files.data import FileTooLarge, MediaTypeRefused, PictureRefused

WHY = "存下这一步写到一半的"
UNREADABLE = (FileTooLarge, MediaTypeRefused, PictureRefused, cases.SentBefore, cases.TooManyProofs)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came, for a field of the step's page: `photo`, or an item of a list."""

    field: str
    content: bytes


def send_files(
    number: str, key: StepKey, typed: Mapping[str, str], sent: Sequence[Sent], *, actor: Actor, at: datetime
) -> None:
    """Keep what was sent, and what was typed so far. Invalid names the fields whose file could not be kept; all else
    is."""
    keep_typed(number, key, typed, actor=actor, at=at)
    problems = keep_files(number, key, sent, actor=actor, at=at)
    if problems:
        raise Invalid(problems)


def take_back_file(
    number: str, key: StepKey, typed: Mapping[str, str], proof: str, *, actor: Actor, at: datetime
) -> None:
    """Take a file back from a step that is not done, and keep what was typed so far."""
    keep_typed(number, key, typed, actor=actor, at=at)
    cases.remove_proof(number, proof, actor=actor, at=at)


def keep_typed(number: str, key: StepKey, typed: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Keep what was typed for a step; whole, a colleague can confirm it."""
    cases.own_step(number, key, actor=actor)
    case = cases.case(number, actor=actor, at=at, reason=WHY)
    result, problems = read_result(step_of(case, key), typed)
    written = "" if problems else written_hash(result)
    cases.keep_draft(number, key, typed_alone(typed), written, actor=actor, at=at)


def keep_files(number: str, key: StepKey, sent: Sequence[Sent], *, actor: Actor, at: datetime) -> list[FieldProblem]:
    """Keep the files the step asks for, each in a transaction of its own; what is wrong with the others. A file for a
    field the step does not have is left out."""
    if not sent:
        return []
    accepted = accepted_files(number, key, actor=actor, at=at)
    problems = []
    for one in sent:
        if one.field in accepted:
            new = NewProof(one.field, one.content, may_be_pdf=accepted[one.field])
            try:
                cases.add_proof(number, key, new, actor=actor, at=at)
            except UNREADABLE as refusal:
                words = Text(refusal.message("zh-Hans"), refusal.message("en"))
                problems.append(FieldProblem(one.field, refusal.code, words))
    return problems


def keep_with_page(
    number: str, key: StepKey, sent: Sequence[Sent], *, actor: Actor, at: datetime
) -> list[FieldProblem]:
    """As `keep_files`, for files that come with a page sent again: what is kept already is no fault there."""
    problems = keep_files(number, key, sent, actor=actor, at=at)
    return [one for one in problems if one.code != cases.SentBefore.code]
