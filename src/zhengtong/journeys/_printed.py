"""A form as it stands on paper: the folder's own questions and explanations, with what was answered or with room."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhengtong.journeys._phones import phones_masked
from zhengtong.journeys.places import with_places
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, Option, Page, Question, Repeat, Told

TITLE = "{service}申请表"
VERSION = "第 {number} 版 {hash}"
PROMISE = "上面写的是真的。没写对的，我来改。"
SIGNS = ("申请人签名", "替人申请的签名")
BLANK, FILLED = "用黑色的笔写，选的打勾。不会写的，工作人员替您写。", "照网上填的打印。看一遍，对了再签。"
APPLICANT, HELPER = "申请人", "替他申请的人"
Part = tuple[str, str, str]
"""Title, name and masked number of a person the form is about."""
SOMETIMES, OPTIONAL = "用得上才写", "可以不写"
MORE = "不够写，另拿一张纸接着写。"
_ROOM_FOR_PEOPLE, _ROOM_FOR_THINGS = 4, 5
_STOPS = "？?。"
_LONG = 200
"""From so many characters an answer gets more than one line."""


def blank_data(version: ServiceVersion) -> dict[str, Any]:
    """What `documents.FORM` sets, with nothing filled in."""
    parts = [_who(APPLICANT, "", ""), *(_blank_part(page) for page in forms.form_of(version).pages)]
    return {**_head(version, ""), "lead": BLANK, "parts": parts}


def filled_data(version: ServiceVersion, number: str, people: Sequence[Part], facts: Facts) -> dict[str, Any]:
    """The same with the answers of an application that is being written; numbers masked as on the screen."""
    return _filled(version, number, people, with_places(forms.told(forms.form_of(version), facts)))


def sent_data(version: ServiceVersion, number: str, people: Sequence[Part], facts: Facts) -> dict[str, Any]:
    """The same of an application that was sent."""
    return _filled(version, number, people, with_places(forms.told_as_sent(forms.form_of(version), facts)))


def _filled(version: ServiceVersion, number: str, people: Sequence[Part], told: Sequence[Told]) -> dict[str, Any]:
    told = phones_masked(told) if len(people) > 1 else told
    parts = [*(_who(*one) for one in people), *_filled_parts(forms.form_of(version), told)]
    return {**_head(version, number), "lead": FILLED, "parts": parts}


def _head(version: ServiceVersion, number: str) -> dict[str, Any]:
    service = version.service
    return {
        "title": TITLE.format(service=service.name.zh),
        "number": number,
        "issuer": service.organisation_name.zh,
        "version": version_words(version),
        "promise": PROMISE,
        "signs": list(SIGNS),
    }


def version_words(version: ServiceVersion) -> str:
    """Which version of the service a paper was printed from."""
    return VERSION.format(number=version.number, hash=version.hash[:12])


def _who(title: str, name: str, id_number: str) -> dict[str, Any]:
    """Who applies, or who does so for them: the account knows it, the paper does not."""
    return _part(title, rows=[_row("姓名", value=name), _row("身份证号", value=id_number)])


def _part(title: str, intro: str = "", **parts: Any) -> dict[str, Any]:
    empty = {"known": [], "asked": "", "rows": [], "groups": [], "more": ""}
    part = {"title": title, "intro": intro, **empty, **parts}
    return {**part, "rows": _said_once(title, part["rows"])}


def _said_once(title: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a part; where its one question is what the title asks already, the words are not set twice."""
    same = len(rows) == 1 and rows[0]["label"].rstrip(_STOPS) == title.rstrip(_STOPS)
    return [{**rows[0], "label": ""}] if same else list(rows)


def _row(label: str, *, value: str = "", **more: Any) -> dict[str, Any]:
    empty = {"hint": "", "asked": "", "choices": [], "lines": 1, "unit": ""}
    return {"label": label, "value": value, **empty, **more}


def _blank_part(page: Page) -> dict[str, Any]:
    rows = [_blank_row(one) for one in page.questions if not one.repeat]
    repeated = next((one for one in page.questions if one.repeat), None)
    return _part(
        page.title.zh,
        page.intro.zh if page.intro else "",
        known=[one.label.zh for one in page.known],
        asked=_when_asked(page),
        rows=rows,
        groups=list(_room(repeated.repeat)) if repeated and repeated.repeat else [],
        more=MORE if repeated else "",
    )


def _room(repeat: Repeat) -> Iterator[dict[str, Any]]:
    """Room for some people or things, each with every question that may be asked of them."""
    room = min(repeat.most, _ROOM_FOR_PEOPLE if repeat.relations else _ROOM_FOR_THINGS)
    rows = [_blank_row(one, page) for page in forms.pages_named(repeat, {}) for one in page.questions]
    for nth in range(1, room + 1):
        yield {"title": f"{repeat.one.zh}（{nth}）", "rows": rows}


def _blank_row(question: Question, page: Page | None = None) -> dict[str, Any]:
    when = _when_asked(question) or (_when_asked(page) if page else "")
    return _row(
        question.label.zh,
        hint=_hint(question),
        asked=when or ("" if question.required else OPTIONAL),
        choices=[_tick(one, False) for one in _options(question)],
        lines=2 if question.kind == "text" and question.longest > _LONG else 1,
        unit=question.unit.zh if question.unit else "元" if question.kind == "money" else "",
    )


def _when_asked(one: Page | Question) -> str:
    """When a page or question is to be filled in, in the folder's words; empty for always."""
    if one.when is None:
        return ""
    return one.when_said.zh if one.when_said else SOMETIMES


def _filled_parts(form: Form, told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    """The pages that were asked, each with what was answered on it."""
    for page in form.pages:
        own = [one for one in told if one.page == page.id]
        if own:
            rows = [_filled_row(one) for one in own if not one.entry]
            yield _part(page.title.zh, page.intro.zh if page.intro else "", rows=rows, groups=list(_entries(own)))


def _entries(told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    grouped: dict[str, list[Told]] = {}
    for one in told:
        if one.entry:
            grouped.setdefault(one.entry, []).append(one)
    for found in grouped.values():
        title = found[0].group
        yield {"title": title.zh if title else "", "rows": [_filled_row(one) for one in found]}


def _filled_row(one: Told) -> dict[str, Any]:
    """What was said: a tick where the question gives choices, words everywhere else."""
    if one.label != one.question.label:  # worked out of an entry, under a name of its own
        return _row(one.label.zh, value=one.said.zh)
    chosen = {True: "yes", False: "no"}.get(one.answer, one.answer) if one.question.kind == "yes_no" else one.answer
    choices = [_tick(option, option.key == chosen) for option in _options(one.question)]
    return _row(one.label.zh, hint=_hint(one.question), choices=choices, value=one.said.zh)


def _options(question: Question) -> tuple[Option, ...]:
    """What can be ticked on paper; whose a thing is and for whom something is done are written."""
    return forms.options_for(question, {}) if question.kind in ("choice", "yes_no") else ()


def _hint(question: Question) -> str:
    return question.hint.zh if question.hint else ""


def _tick(option: Option, ticked: bool) -> Mapping[str, Any]:
    return {"label": option.label.zh, "hint": option.hint.zh if option.hint else "", "ticked": ticked}
