"""The states of a question: what citizens read, and whether it is asked again."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import State
from zhengtong.sharing.resources.data import Use


@dataclass(frozen=True, slots=True)
class StateRule:
    """`text` has the marks {provider} and {time}; `unasked` is read when nobody will ask again by themselves."""

    text: Text
    is_retried: bool = False
    unasked: Text | None = None


_NOT_AGAIN = Text(
    "{provider}现在答不了。这几项请您先自己填，我们之后再核对。",
    "{provider} cannot answer now. Please fill in these items yourself; we check them later.",
)

STATES: dict[State, StateRule] = {
    "waiting": StateRule(
        Text("正在等{provider}回话。不用您做什么。", "Waiting for {provider}. Nothing for you to do."),
        is_retried=True,
    ),
    "down": StateRule(
        Text(
            "{provider}现在连不上，我们 {time} 再问。不用您做什么。",
            "{provider} cannot be reached now. We ask again at {time}. Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "slow": StateRule(
        Text(
            "{provider}迟迟没有回话，我们 {time} 再问。不用您做什么。",
            "{provider} is slow to answer. We ask again at {time}. Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "garbled": StateRule(
        Text(
            "{provider}的回话读不懂，我们 {time} 再问。不用您做什么。",
            "The answer of {provider} cannot be read. We ask again at {time}. Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "another_person": StateRule(
        Text(
            "{provider}给错了人的资料，我们没有留下，{time} 再问。不用您做什么。",
            "{provider} answered about somebody else. We kept nothing and ask again at {time}. Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "refused": StateRule(
        Text(
            "{provider}没有同意提供资料，我们在和他们商量。不用您做什么。",
            "{provider} did not agree to give the data. We are talking to them. Nothing for you to do.",
        ),
        unasked=_NOT_AGAIN,
    ),
    "lapsed": StateRule(
        Text(
            "查这项资料的许可到期了，我们在重新办。不用您做什么。",
            "Our permission to ask {provider} has ended. We are renewing it. Nothing for you to do.",
        ),
    ),
    "not_found": StateRule(
        Text(
            "{provider}没有查到这个人。看看姓名和身份证号对不对。",
            "{provider} knows no such person. Please check the name and the ID number.",
        ),
    ),
    "answered": StateRule(Text("{provider}已经回话。", "{provider} has answered.")),
}

RETRIED = tuple(name for name, rule in STATES.items() if rule.is_retried)


def text_of(state: str, provider: Text, next_at: datetime | None, use: Use) -> Text:
    """What a citizen reads about a question in a state. `next_at` is real time; people read legal time.

    Only before sending can somebody be asked to fill in by hand what a department does not tell.
    """
    rule = STATES[cast(State, state)]
    text = rule.unasked if rule.unasked is not None and next_at is None and use == "prefill" else rule.text
    time = (next_at + clock.offset()).astimezone(clock.CHINA).strftime("%H:%M") if next_at else ""
    return Text(
        text.zh.format(provider=provider.zh, time=time),
        text.en.format(provider=provider.in_("en"), time=time),
    )
