"""What a step left, row by row: files, what was written into it, and what the applicant answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from zhengtong.channels.desk._case_rows import answer_row, told_rows
from zhengtong.channels.desk._words import filled
from zhengtong.channels.ui.api import file_rows, moment
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, ProofData, StepKey
from zhengtong.journeys.hand_over import TO, WORD
from zhengtong.journeys.standing import Standing
from zhengtong.journeys.step_page import Written, answered, items_of, written
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.trust.identity.data import StaffData

REASON = Text("理由", "Reason")
STEP, STEP_CAME = Text("{step}（{by}）", "{step} ({by})"), Text("{step}：{came}（{by}）", "{step}: {came} ({by})")

TO_WHOM, ANYBODY = Text("转给谁", "To whom"), Text("放回岗位，谁有空谁办", "Whoever of the post is free")
A_WORD, WORD_HINT = Text("交代一句", "A word to them"), Text("接着办的同事在这一页看得到", "They read it on this page")
COLLEAGUE = Text("{name}（{post}）", "{name} ({post})")


def hand_over_fields(
    colleagues: Sequence[StaffData], typed: Mapping[str, str], problems: Sequence[FieldProblem]
) -> list[FieldView]:
    """Whom to give the step to, where there is anybody to choose, and a word to them; as typed, with what is wrong."""
    wrong = {one.field: one.text for one in problems}
    named = [Choice(one.account, COLLEAGUE.format(name=one.name, post=one.post)) for one in colleagues]
    choices = [Choice("", ANYBODY), *named]
    said, error = typed.get(WORD, ""), wrong.get(WORD, "")
    word = FieldView(name=WORD, label=A_WORD, kind="textarea", value=said, hint=WORD_HINT, error=error, required=False)
    if not named:
        return [word]
    chosen, error = typed.get(TO, ""), wrong.get(TO, "")
    return [
        FieldView(name=TO, label=TO_WHOM, kind="select", choices=choices, value=chosen, error=error, required=False),
        word,
    ]


def step_files(number: str, proofs: tuple[ProofData, ...], key: StepKey) -> list[dict[str, Any]]:
    """The files of an open step, each with the button that takes it back."""
    return file_rows(
        proofs,
        lambda proof: reverse("desk.file", args=[number, proof]),
        lambda proof: reverse("desk.take_back", args=[number, key.step, key.occurrence, proof]),
    )


def answered_rows(case: CaseData, where: Standing) -> list[dict[str, Any]]:
    """What the applicant answered last to a list of what was missing; a statement only where they did."""
    if case.in_part or not any(row.said for row in where.done):
        return []
    number = case.summary.number
    return [
        {
            "item": one.item,
            "said": one.said,
            "files": file_rows(one.proofs, lambda proof: reverse("desk.file", args=[number, proof])),
        }
        for one in answered(where.done, cases.proofs(number))
    ]


def left_rows(case: CaseData, where: Standing, actor: Actor) -> list[dict[str, Any]]:
    """The files of the steps that are done, under the name of their step."""
    number = case.summary.number
    found = cases.proofs(number)
    return [
        {
            "step": row.name,
            "files": file_rows(own, lambda proof: reverse("desk.file", args=[number, proof])),
        }
        for row in _shown(case, where, actor)
        if (own := [one for one in found if one.key == row.key and not row.said])
    ]


def written_rows(case: CaseData, where: Standing, actor: Actor) -> list[dict[str, Any]]:
    """What was written into the steps that are done, each under its name, what came of it, who did it and when."""
    return [{"title": _title(one, where), "rows": _written(one)} for one in written(case, _shown(case, where, actor))]


def _shown(case: CaseData, where: Standing, actor: Actor) -> tuple[ProcessStepData, ...]:
    """The steps that are done whose writings and files this reader of the case sees."""
    return where.done_by_post_of(actor) if case.in_part else where.done


def _title(one: Written, where: Standing) -> Text:
    came = where.came_of(one.row)
    by = "，".join(part for part in (one.row.done_by, moment(one.row.done_at) if one.row.done_at else "") if part)
    told = {"step": one.row.name, "by": by}
    return filled(STEP_CAME, came=came, **told) if came else filled(STEP, **told)


def _written(one: Written) -> list[dict[str, Any]]:
    reason = [answer_row(REASON, "；".join(items_of(one.reason)))] if one.reason else []
    return [*told_rows(one.told), *reason]
