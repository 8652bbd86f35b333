"""What a step must leave besides answers: photographs, the word of who was there, an answer to every item of a list."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProofData, SaidItem, StepKey
from zhengtong.journeys._process import step_of
from zhengtong.journeys._step_form import items_of
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import Step

PHOTO, COMPANION = "photo", "companion"
LONGEST_SAID = 500
ONE_PHOTO = Text("要一张照片", "One photograph is needed")
MORE_PHOTOS = Text(
    "要 {count} 张不一样的照片，还差 {lacking} 张", "{count} different photographs are needed; {lacking} are missing"
)
MORE_PEOPLE = Text("要 {count} 个人一起办。还差 {lacking} 个人确认", "{count} are needed; {lacking} must confirm")
ANSWER = Text("写几句，或者传一张照片", "Write a few words, or send a photograph")
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


def accepted_files(number: str, key: StepKey, *, actor: Actor, at: datetime) -> Mapping[str, bool]:
    """The fields of a step that take files, each with whether a PDF will do."""
    case = cases.case(number, actor=actor, at=at)
    step = step_of(case, key)
    photos = {PHOTO: False} if step.photos else {}
    return {**photos, **{field: True for field, _ in listed_items(number, step)}}


def listed_items(number: str, step: Step) -> list[tuple[str, str]]:
    """What the applicant is asked to answer: the field and the words of each item, as the clerk listed them last."""
    if not step.completes:
        return []
    rows = [one for one in cases.process_steps(number) if one.key.step == step.completes and one.state == "done"]
    return [(f"item_{nth}", item) for nth, item in enumerate(items_of(rows[-1].reason) if rows else (), 1)]


def read_said(
    number: str, key: StepKey, step: Step, typed: Mapping[str, str]
) -> tuple[tuple[SaidItem, ...], list[FieldProblem]]:
    """What the applicant says to every item. An item needs words or a file."""
    items = listed_items(number, step)
    shown = {one.purpose for one in proofs_of(number, key)} if items else set()
    said = tuple(SaidItem(item, typed.get(field, "").strip()) for field, item in items)
    problems = []
    for (field, _), one in zip(items, said, strict=True):
        if not one.said and field not in shown:
            problems.append(FieldProblem(field, "required", ANSWER))
        if len(one.said) > LONGEST_SAID:
            words = TOO_LONG.format(most=LONGEST_SAID, written=len(one.said))
            problems.append(FieldProblem(field, "too_long", words))
    return said, problems


def photos_lacking(number: str, key: StepKey, step: Step) -> list[FieldProblem]:
    """Whether the step has as many photographs as its process asks for."""
    if not step.photos:
        return []
    lacking = step.photos - sum(one.purpose == PHOTO for one in proofs_of(number, key))
    words = ONE_PHOTO if step.photos == 1 else MORE_PHOTOS.format(count=step.photos, lacking=lacking)
    return [FieldProblem(PHOTO, "required", words)] if lacking > 0 else []


def companions_lacking(
    number: str, key: StepKey, step: Step, result: Mapping[str, Any], actor: Actor
) -> list[FieldProblem]:
    """Whether as many colleagues as are needed say that they were there and that just this is true, beside the actor:
    who had confirmed it and was then handed the step is one person, not two."""
    if step.people <= 1:
        return []
    seen = written_hash(result)
    said = [one for one in cases.companions(number) if one.key == key and one.confirmed_at and one.seen == seen]
    there = [one for one in said if one.who != actor.id]
    lacking = step.people - 1 - len(there)
    words = MORE_PEOPLE.format(count=step.people, lacking=lacking)
    return [FieldProblem(COMPANION, "required", words)] if lacking > 0 else []


def written_hash(result: Mapping[str, Any]) -> str:
    """A hash of the clean answers to a step's questions: what a colleague confirms."""
    return hashlib.sha256(json.dumps(dict(result), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def proofs_of(number: str, key: StepKey) -> list[ProofData]:
    return [one for one in cases.proofs(number) if one.key == key]
