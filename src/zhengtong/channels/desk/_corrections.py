"""What departments are asked to check, as a decider and the department's own clerk read it."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhengtong.channels.desk._evidence import said
from zhengtong.channels.desk._words import lamp_of
from zhengtong.channels.ui.api import day, moment, short_day
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.corrections.data import CorrectionData, CorrectionState
from zhengtong.sharing.resources.data import ResourceData

DISPUTED = Text("“{label}”有人说不对", "“{label}” is said to be wrong")
CHECKING = Text(
    "{provider}在核对，最晚{day}回。要先定，就按现在的记录定；改了会提醒您再看。",
    "{provider} is checking, by {day}. You may decide on the record as it is; you are told if it is corrected.",
)
CORRECTED, CORRECTED_NOTE = (
    Text("“{label}”改过来了", "“{label}” was corrected"),
    Text("{provider}改的", "By {provider}"),
)
SAYS_SO, SAYS_SO_NOTE = (
    Text("“{label}”说是改好了", "“{label}” is said to be corrected"),
    Text("{provider}说的，还没有再查到", "{provider} says so; it has not been asked again yet"),
)
SAME, SAME_NOTE = (
    Text("“{label}”说改好了，再查还是原来那样", "“{label}”: said to be corrected, yet the answer is as before"),
    Text("请再问一次{provider}，本人也知道了", "Please ask {provider} once more; the person was told too"),
)
_ANEW = {
    "": (SAYS_SO, SAYS_SO_NOTE, "info"),
    "changed": (CORRECTED, CORRECTED_NOTE, "done"),
    "same": (SAME, SAME_NOTE, "warn"),
}
UPHELD, UPHELD_NOTE = Text("“{label}”没有错", "“{label}” is right"), Text("{provider}：{words}", "{provider}: {words}")
NAME, NUMBER = Text("姓名", "Name"), Text("身份证号", "Resident ID")
TOLD, CLAIMED, REASON = Text("现在的记录", "The record says"), Text("提出改为", "It should be"), Text("为什么", "Why")
MORE = Text("{when}又提出改为", "On {when}, it should be")
OUTCOME = Text("核对的结果", "What came of it")
YES, YES_HINT = Text("改过来了", "Corrected"), Text("记录已经改好，办件会重新查一次", "The case asks again")
NO, NO_HINT = (
    Text("记录没有错", "Right as it stands"),
    Text("要写明为什么，本人看得到", "Say why; the person reads it"),
)
WORDS, WORDS_HINT = Text("说明", "In words"), Text("没有错的，写明依据什么", "Where it is right, what that rests on")
WHICH, SHOULD_BE = Text("哪一项不对", "Which item is wrong"), Text("应该是", "It should be")
WHY, WHY_HINT = Text("为什么这样看", "Why you think so"), Text("部门看得到", "The department reads it")
PICK, OF = Text("选一项", "Choose one"), Text("{who}{resource}：{label} {value}", "{who}{resource}: {label} {value}")


def correction_rows(found: Iterable[CorrectionState]) -> list[dict[str, Any]]:
    """A sentence for each request of a case."""
    return [_row(one) for one in found]


def _row(one: CorrectionState) -> dict[str, Any]:
    if one.state == "open":
        note = CHECKING.format(provider=one.provider, day=day(one.due))
        return {"title": DISPUTED.format(label=one.label), "note": note, "kind": "warn"}
    if one.state == "corrected":
        title, words, kind = _ANEW[one.anew]
        return {"title": title.format(label=one.label), "note": words.format(provider=one.provider), "kind": kind}
    note = UPHELD_NOTE.format(provider=one.provider, words=one.words)
    return {"title": UPHELD.format(label=one.label), "note": note, "kind": "info"}


def list_rows(found: Iterable[CorrectionState]) -> list[dict[str, Any]]:
    """The open requests of a post; whom they are about stands on their own pages alone."""
    return [
        {"one": one, "due": short_day(one.due), "lamp": lamp_of_check(one), "tail": one.reference[-16:]}
        for one in found
    ]


def lamp_of_check(one: CorrectionState) -> tuple[Text, str]:
    """How urgent it is to check; the limit is in working days, and what is left of it is told in them."""
    return lamp_of(one.due, clock.today(), by_working_days=True)


def told_rows(found: CorrectionData) -> list[dict[str, Any]]:
    """Whom it is about, what the record says and what it should say."""
    rows = [
        (NAME, found.stands.name),
        (NUMBER, found.id_number),
        (found.stands.resource_name, found.stands.label),
        (TOLD, found.told),
        (CLAIMED, found.claimed),
        (REASON, found.reason),
    ]
    for one in found.more:
        rows += [(MORE.format(when=moment(one.at)), one.claimed), (REASON, one.reason)]
    return [{"label": label, "value": value, "source": "", "href": "", "verb": ""} for label, value in rows if value]


def conclude_fields(typed: Mapping[str, str], problems: Mapping[str, Text]) -> list[FieldView]:
    """What the clerk of the department fills in."""
    choices = (Choice("corrected", YES, YES_HINT), Choice("upheld", NO, NO_HINT))
    outcome = FieldView(
        name="outcome",
        label=OUTCOME,
        kind="radio",
        value=typed.get("outcome", ""),
        choices=choices,
        error=problems.get("outcome", ""),
    )
    words = FieldView(
        name="words",
        label=WORDS,
        kind="textarea",
        value=typed.get("words", ""),
        hint=WORDS_HINT,
        error=problems.get("words", ""),
        required=False,
    )
    return [outcome, words]


def ask_fields(
    case: CaseData, catalogue: Mapping[str, ResourceData], typed: Mapping[str, str], problems: Mapping[str, Text]
) -> list[FieldView]:
    """What a clerk fills in who says that an item is wrong: which one of all that was told, and what it should be."""
    which = FieldView(
        name="which",
        label=WHICH,
        kind="select",
        value=typed.get("which", ""),
        choices=[Choice("", PICK), *_items(case, catalogue)],
        error=problems.get("which", ""),
    )
    claimed = FieldView(
        name="claimed", label=SHOULD_BE, value=typed.get("claimed", ""), error=problems.get("claimed", "")
    )
    reason = FieldView(
        name="reason",
        label=WHY,
        kind="textarea",
        value=typed.get("reason", ""),
        hint=WHY_HINT,
        error=problems.get("reason", ""),
        required=False,
    )
    return [which, claimed, reason]


def _items(case: CaseData, catalogue: Mapping[str, ResourceData]) -> list[Choice]:
    """Every value departments told, as a question and a field."""
    items = []
    for need in case.needs:
        entry = catalogue.get(need.resource)
        who = forms.person_named(case.fields["answers"], need.party)
        shown = said(need, entry, False)
        names = [name for name, value in (need.values or {}).items() if value not in (None, "")]
        for name, (label, value) in zip(names, shown, strict=True):
            words = OF.format(
                who=f"{who} " if who else "", resource=entry.name if entry else need.resource, label=label, value=value
            )
            items.append(Choice(f"{need.question}.{name}", words))
    return items
