"""The states of a question: what citizens read, and whether it is asked again."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import Progress, State
from zhengtong.sharing.resources.data import Use


@dataclass(frozen=True, slots=True)
class StateRule:
    """`text` has the marks {provider} and {time}, and those of `_progress` once the provider has taken the question.

    `unasked` is read when nobody will ask again by themselves.
    """

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
    "accepted": StateRule(
        Text(
            "{provider}收下了，要向 {of} 家单位问，{answered} 家已回，还差 {missing} 家，最晚{day}回齐。不用您做什么。",
            "{provider} has taken it and asks {of} institutions: {answered} have answered, {missing} have not; all will"
            " have by {day}. Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "overdue": StateRule(
        Text(
            "{provider}说好{day}回齐，现在 {of} 家单位还差 {missing} 家。我们在催。不用您做什么。",
            "{provider} was to answer by {day}; {missing} of {of} institutions are still missing. We are pressing them."
            " Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
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
    "stale": StateRule(
        Text(
            "{provider}还没有送来新的数据，旧的不能用，我们 {time} 再看。不用您做什么。",
            "{provider} has not sent new data and the old are out of date. We look again at {time}."
            " Nothing for you to do.",
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
            "查这项资料的许可到期了，正在续办，{time} 再看办好没有。不用您做什么。",
            "Our permission to ask {provider} has ended and is being renewed. We look again at {time}."
            " Nothing for you to do.",
        ),
        is_retried=True,
        unasked=_NOT_AGAIN,
    ),
    "ended": StateRule(
        Text(
            "{provider}没有答。这件事已经了结，不再问了。",
            "{provider} has not answered. The case has ended, and it is not asked any more.",
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


def text_of(state: str, provider: Text, next_at: datetime | None, use: Use, progress: Progress | None) -> Text:
    """What a citizen reads about a question in a state. `next_at` is real time; people read legal time.

    Only before sending can somebody be asked to fill in by hand what a department does not tell.
    """
    rule = STATES[cast(State, state)]
    text = rule.unasked if rule.unasked is not None and next_at is None and use == "prefill" else rule.text
    time = (next_at + clock.offset()).astimezone(clock.CHINA).strftime("%H:%M") if next_at else ""
    zh, en = _progress(progress)
    return Text(
        text.zh.format(provider=provider.zh, time=time, **zh),
        text.en.format(provider=provider.in_("en"), time=time, **en),
    )


def _progress(progress: Progress | None) -> tuple[dict[str, object], dict[str, object]]:
    """The marks that tell how far a provider is, in both languages."""
    if progress is None:
        return {}, {}
    day = progress.expected
    counts = {"of": progress.parts_of, "answered": progress.parts_in, "missing": progress.parts_of - progress.parts_in}
    zh_day = f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
    return {**counts, "day": zh_day}, {**counts, "day": f"{day:%A, %-d %B}"}
