"""What the reader said is wrong and how far its checking is, in one sentence each."""

from collections.abc import Iterable
from typing import Any

from zhengtong.channels.ui.api import day
from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.sharing.corrections.data import CorrectionState

OPEN = Text(
    "我们请{provider}核对{whose}{label}，最晚{day}回您，不用您跑。",
    "We have asked {provider} to check {whose} {label}, by {day}. There is nothing for you to do.",
)
LATE = Text(
    "{provider}说好{day}前核对完{whose}{label}，晚了，我们在催。",
    "{provider} was to check {whose} {label} by {day}. It is late and we are pressing them.",
)
CORRECTED = Text("{provider}把{whose}{label}改过来了。", "{provider} has corrected {whose} {label}.")
SAYS_SO = Text("{provider}说，{whose}{label}已经改好了。", "{provider} says that {whose} {label} has been corrected.")
SAME = Text(
    "{provider}说{whose}{label}改好了，再查还是原来那样。",
    "{provider} said that {whose} {label} was corrected; asked again, it is as before.",
)
SAME_NEXT = Text("可以再说一次，也可以带上证明去找{provider}。", "Tell us once more, or take your proof to {provider}.")
UPHELD = Text(
    "{provider}核对过，{whose}{label}没有错。", "{provider} has checked: {whose} {label} is right as it stands."
)
NEXT = Text(
    "{words}。不同意，可以带上证明去找{provider}，也可以打这一页上的电话。",
    "{words}. If you disagree, take your proof to {provider}, or call the number on this page.",
)
YOURS, THEIRS = Text("您的", "your"), Text("{name}的", "{name}’s")


def correction_rows(found: Iterable[CorrectionState], actor: Actor, case: CaseData) -> list[dict[str, Any]]:
    """A sentence for each request about the reader, or about the applicant of a case the reader sees whole."""
    applicant = case.summary.applicant if case.whole else ""
    return [_row(one, actor) for one in found if one.person in (actor.person, applicant)]


def _row(one: CorrectionState, actor: Actor) -> dict[str, Any]:
    whose = YOURS if one.person == actor.person else THEIRS.format(name=one.name)
    if one.state == "open":
        words = LATE if one.due < clock.today() else OPEN
        return _notice(words.format(provider=one.provider, whose=whose, label=one.label, day=day(one.due)), "", "info")
    if one.state == "corrected":
        return _corrected(one, whose)
    note = NEXT.format(words=one.words.rstrip("。."), provider=one.provider)
    return _notice(UPHELD.format(provider=one.provider, whose=whose, label=one.label), note, "info")


def _corrected(one: CorrectionState, whose: Text) -> dict[str, Any]:
    """What the department says, and what it told when it was asked again."""
    words = {"": SAYS_SO, "changed": CORRECTED, "same": SAME}[one.anew]
    title = words.format(provider=one.provider, whose=whose, label=one.label)
    is_same = one.anew == "same"
    return _notice(title, SAME_NEXT.format(provider=one.provider) if is_same else "", "warn" if is_same else "done")


def _notice(title: Text, note: Text | str, kind: str) -> dict[str, Any]:
    return {"title": title, "note": note, "kind": kind}
