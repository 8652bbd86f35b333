"""What a step left, row by row: files, and what the applicant answered."""

from typing import Any

from django.urls import reverse

from zhengtong.channels.ui.api import file_rows
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProofData, StepKey
from zhengtong.journeys.standing import Standing
from zhengtong.journeys.step_page import answered


def step_files(number: str, proofs: tuple[ProofData, ...], key: StepKey) -> list[dict[str, Any]]:
    """The files of an open step, each with the button that takes it back."""
    return file_rows(
        proofs,
        lambda proof: reverse("desk.file", args=[number, proof]),
        lambda proof: reverse("desk.take_back", args=[number, key.step, key.occurrence, proof]),
    )


def answered_rows(number: str, where: Standing) -> list[dict[str, Any]]:
    """What the applicant answered last to a list of what was missing; a statement only where they did."""
    if not any(row.said for row in where.done):
        return []
    return [
        {
            "item": one.item,
            "said": one.said,
            "files": file_rows(one.proofs, lambda proof: reverse("desk.file", args=[number, proof])),
        }
        for one in answered(where.done, cases.proofs(number))
    ]


def left_rows(number: str, where: Standing) -> list[dict[str, Any]]:
    """The files of the steps that are done, under the name of their step."""
    found = cases.proofs(number)
    return [
        {
            "step": row.name,
            "files": file_rows(own, lambda proof: reverse("desk.file", args=[number, proof])),
        }
        for row in where.done
        if (own := [one for one in found if one.key == row.key and not row.said])
    ]
