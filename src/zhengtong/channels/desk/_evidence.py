"""What departments said, in rows: trouble first, only granted fields, identifiers masked until asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhengtong.channels.desk._words import ANSWERS, FAILING, UNSIGNED, next_time
from zhengtong.channels.ui.api import full_day, moment, moments, people_named
from zhengtong.delivery.cases.data import CaseData, NeedData
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Compared as Pair
from zhengtong.sharing.gateway.data import QuestionData
from zhengtong.sharing.resources.data import FieldData, ResourceData

NOBODY = Text("他们没有查到这个人", "They know no such person")
ASKED, FOUND_BY = Text("{when} 问的", "asked {when}"), Text("{provider}，{when}", "{provider}, {when}")
LATE = Text("决定以后才到", "Came after the decision")
RECORDS = Text("{count} 条", "{count} records")
SAME, OTHER = Text("一致", "Agrees"), Text("不一样", "Differs")
NOTHING, WAITING = Text("没有查这一项", "Not asked"), Text("等答复", "Waiting")
DISPUTED = Text("申请人说记录不对", "The applicant says the record is wrong")
AN_IDENTIFIER = "resident_id"


Said = tuple[tuple[Text | str, Text | str], ...]
"""The fields of an answer in the catalogue's words, each with its value."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One department's answer, or why there is none. `ask` is the question that may be asked again now.

    `about` names the people where the rules ask about several, and `said` holds what was said of each.
    """

    provider: Text | str
    about: str
    resource: Text | str
    state: Text
    lamp: str
    said: tuple[tuple[str, Said], ...]
    note: Text | str
    when: Text | str
    ask: str


def evidence_rows(
    case: CaseData,
    questions: tuple[QuestionData, ...],
    catalogue: Mapping[str, ResourceData],
    whole: bool,
) -> list[EvidenceRow]:
    """A row for what each department did; alike for several people, they stand together."""
    asked = {question.id: question for question in questions}
    alike: dict[tuple[str, str, Text | str], list[NeedData]] = {}
    for need in case.needs:
        question = asked.get(need.question)
        own = need.question if question and question.state in FAILING else ""
        alike.setdefault((need.resource, _state(need, question) + own, _note(need, question)), []).append(need)
    rows = [
        _row(case, same, asked.get(same[0].question), catalogue.get(same[0].resource), whole) for same in alike.values()
    ]
    order = {"late": 0, "near": 1, "done": 2}
    return sorted(rows, key=lambda row: order[row.lamp])


def _state(need: NeedData, question: QuestionData | None) -> str:
    if question:
        return question.state
    if need.answered_at:
        return "answered"
    return "waiting" if need.question else "unsigned"


def _row(
    case: CaseData, needs: Sequence[NeedData], question: QuestionData | None, entry: ResourceData | None, whole: bool
) -> EvidenceRow:
    """What a department did alike for one person or several; a failing question stands alone, to be asked again."""
    first, state = needs[0], _state(needs[0], question)
    words, lamp = UNSIGNED if state == "unsigned" else ANSWERS[state]
    names = [forms.person_named(case.fields["answers"], need.party) for need in needs]
    answered = [need.answered_at for need in needs if need.answered_at]
    return EvidenceRow(
        provider=question.provider if question else first.provider or (entry.provider.name if entry else ""),
        about="、".join(name for name in names if name),
        resource=entry.name if entry else first.resource,
        state=words,
        lamp=lamp,
        said=tuple((name, said(need, entry, whole)) for name, need in zip(names, needs, strict=True)),
        note=_note(first, question),
        when=moments(answered) if answered else ASKED.format(when=moment(question.asked_at)) if question else "",
        ask=question.id if question and state in FAILING else "",
    )


def _note(need: NeedData, question: QuestionData | None) -> Text | str:
    if need.after_decision:
        return LATE
    if need.answered_at:
        return "" if need.values else NOBODY
    return next_time(question) if question and question.state in FAILING else ""


def said(need: NeedData, entry: ResourceData | None, whole: bool) -> Said:
    """Each field an answer holds, in the catalogue's words."""
    fields = {field.name: field for field in entry.fields} if entry else {}
    return tuple(
        (fields[name].label if name in fields else name, value_words(fields.get(name), value, whole))
        for name, value in (need.values or {}).items()
        if value not in (None, "")
    )


def value_words(field: FieldData | None, value: Any, whole: bool) -> Text | str:
    """One value as a clerk reads it."""
    kind = field.type if field else "text"
    if isinstance(value, list):
        return people_named(value) or RECORDS.format(count=len(value))
    if kind == AN_IDENTIFIER and whole:
        return str(value)
    return rules.shown(kind, value)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was said against what was found."""

    label: Text | str
    said: Text | str
    found: Text | str
    source: Text | str
    verdict: Text
    lamp: str


def comparisons(case: CaseData, catalogue: Mapping[str, ResourceData], whole: bool) -> list[Compared]:
    """Every known value the applicant called wrong, then who was named in the form, beside the evidence."""
    return [*_disputed(case, catalogue, whole), *_named(case, catalogue, whole)]


def paired(found: Sequence[Pair]) -> list[Compared]:
    """What the service itself pairs: all departments together, so no one source is named."""
    return [
        Compared(one.label, one.said, one.found, "", SAME if one.agrees else OTHER, "done" if one.agrees else "near")
        for one in found
    ]


def _named(case: CaseData, catalogue: Mapping[str, ResourceData], whole: bool) -> list[Compared]:
    rows: list[Compared] = []
    for need in case.needs:
        party = case.fields["answers"].get(need.party)
        person = forms.person_of(case.fields["answers"], need.party)
        if person:
            rows += _of_person(need, person, catalogue, whole)
        elif isinstance(party, dict):
            names = [name for name in ("name", "id_number") if not need.values or name in need.values]
            rows += [_compared(need, name, str(party[name]), catalogue, whole) for name in names]
    return rows


def _of_person(
    need: NeedData, person: Mapping[str, Any], catalogue: Mapping[str, ResourceData], whole: bool
) -> list[Compared]:
    """What was said of one of several people and a department speaks of too; their name alone until it answers."""
    names = [name for name in person if name in (need.values or {})] if need.values else ["name"]
    rows = [_compared(need, name, str(person[name]), catalogue, whole) for name in names]
    who = str(person["name"])
    return [replace(row, label=Text(f"{who}：{_zh(row.label)}", f"{who}: {_en(row.label)}")) for row in rows]


def _zh(label: Text | str) -> str:
    return label.zh if isinstance(label, Text) else label


def _en(label: Text | str) -> str:
    return label.in_("en") if isinstance(label, Text) else label


def _disputed(case: CaseData, catalogue: Mapping[str, ResourceData], whole: bool) -> list[Compared]:
    """A correction is about the one who applied; it is compared when the evidence is about them too."""
    own = [need for need in case.needs if _is_about_operator(case, need)]
    rows = []
    for dispute in case.fields.get("disputes", ()):
        need = next((one for one in own if one.resource == dispute["resource"]), None)
        field = _field(catalogue.get(dispute["resource"]), dispute["field"])
        if need:
            found = _compared(need, dispute["field"], dispute["said"], catalogue, whole)
            rows.append(found if found.lamp == "done" else replace(found, verdict=DISPUTED, lamp="near"))
        else:
            label = field.label if field else dispute["field"]
            said_words = _masked(field, dispute["said"], whole)
            rows.append(Compared(label, said_words, NOTHING, "", DISPUTED, "near"))
    return rows


def _is_about_operator(case: CaseData, need: NeedData) -> bool:
    party = case.fields["answers"].get(need.party)
    return need.party == "applicant" or (isinstance(party, dict) and party.get("kind") == "self")


def _compared(
    need: NeedData, name: str, said_value: str, catalogue: Mapping[str, ResourceData], whole: bool
) -> Compared:
    field = _field(catalogue.get(need.resource), name)
    label: Text | str = field.label if field else name
    words = _masked(field, said_value, whole)
    found = (need.values or {}).get(name)
    if found is None:
        missing = NOBODY if need.answered_at else WAITING
        return Compared(label, words, missing, _found_by(need), missing, "none")
    same = str(found).strip() == said_value.strip()
    return Compared(
        label,
        words,
        value_words(field, found, whole),
        _found_by(need),
        SAME if same else OTHER,
        "done" if same else "near",
    )


def _found_by(need: NeedData) -> Text | str:
    """Who told it, and when."""
    return FOUND_BY.format(provider=need.provider, when=moment(need.answered_at)) if need.answered_at else need.provider


def _field(entry: ResourceData | None, name: str) -> FieldData | None:
    return next((field for field in entry.fields if field.name == name), None) if entry else None


def _masked(field: FieldData | None, value: str, whole: bool) -> str:
    if field and field.type == AN_IDENTIFIER and not whole:
        return masks.mask_resident_id(value)
    return value


def source_words(sources: tuple[NeedData, ...]) -> str:
    """Where a value comes from: the department and the day of its answer."""
    return "，".join(f"{need.provider} {full_day(need.answered_at)}" for need in sources if need.answered_at)
