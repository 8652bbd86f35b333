"""What a clerk fills in to decide: the outcome, the reason, and the values nobody could work out."""

from collections.abc import Mapping
from typing import Any

from zhengtong.channels.desk._evidence import source_words
from zhengtong.channels.desk._words import APPROVED, REFUSED
from zhengtong.channels.ui.data import Choice, FieldView, Kind
from zhengtong.journeys.decide import CONFIRMED, Judgement, NeededValue
from zhengtong.kernel.text import Text
from zhengtong.offer.rules import api as rules

OUTCOME, OPINION = Text("批不批", "Approve or refuse"), Text("理由", "Reason")
OPINION_HINT = Text("申请人看得到，至少 10 个字", "The applicant reads it; at least 10 characters")
CONFIRM = Text("我核实过，有这个人", "I have made sure that this person exists")
CONFIRM_HINT = Text("{who}没有查到。批准才要勾", "{who} knows nobody of this name and number. Needed to approve only")
TYPED_HINT = Text("批准才要写，规则没算出来", "Only to approve; the rules could not work it out")
YES, NO = Text("是", "Yes"), Text("否", "No")
UNIT = Text("元", "yuan")
KINDS: dict[str, Kind] = {"money": "money", "date": "date", "int": "number", "bool": "radio"}


def decision_fields(
    judged: Judgement, typed: Mapping[str, str], problems: Mapping[str, Text]
) -> tuple[list[FieldView], list[FieldView]]:
    """The fields about the decision, and those about the missing values."""
    choices = (Choice("approve", APPROVED), Choice("refuse", REFUSED))
    about = [
        FieldView(
            name="outcome",
            label=OUTCOME,
            kind="radio",
            value=typed.get("outcome", ""),
            choices=choices,
            error=problems.get("outcome", ""),
        ),
        FieldView(
            name="opinion",
            label=OPINION,
            kind="textarea",
            value=typed.get("opinion", ""),
            hint=OPINION_HINT,
            error=problems.get("opinion", ""),
        ),
    ]
    if judged.nobody_at:
        about.append(
            FieldView(
                name=CONFIRMED,
                label=CONFIRM,
                kind="tick",
                value=typed.get(CONFIRMED, ""),
                hint=CONFIRM_HINT.format(who="、".join(judged.nobody_at)),
                error=problems.get(CONFIRMED, ""),
            )
        )
    missing = [one for one in judged.needed if one.value is None]
    return about, [_field(one, typed.get(one.field, ""), problems.get(one.field, "")) for one in missing]


def _field(needed: NeededValue, value: str, error: Text | str) -> FieldView:
    kind = KINDS.get(needed.kind, "text")
    return FieldView(
        name=needed.field,
        label=needed.label,
        kind=kind,
        value=value,
        hint=TYPED_HINT,
        error=error,
        choices=(Choice("yes", YES), Choice("no", NO)) if kind == "radio" else (),
        unit=UNIT if kind == "money" else "",
    )


def known_values(judged: Judgement) -> list[dict[str, Any]]:
    """The values worked out, each with where it comes from."""
    return [
        {
            "label": one.label,
            "value": rules.shown(one.kind, one.value),
            "source": source_words(one.sources),
            "href": "",
            "verb": "",
        }
        for one in judged.needed
        if one.value is not None
    ]
