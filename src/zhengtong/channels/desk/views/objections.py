"""What the public says to a notice of a case: read, answered, and written down for who comes or calls."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.ui.api import moment
from zhengtong.channels.ui.data import Choice, FieldView, Words
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import TAKEN_WAYS, ObjectionData, Said, TakenWay
from zhengtong.journeys.objections_page import objections_page
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid
from zhengtong.kernel.identifiers import new_code
from zhengtong.kernel.text import Text
from zhengtong.trust.keys import api as keys

WAYS: Mapping[str, Text] = {
    "page": Text("网页上写的", "on the page"),
    "in_person": Text("当面说的", "in person"),
    "phone": Text("打电话说的", "by telephone"),
    "paper": Text("写在纸上的", "on paper"),
}
WAY, REASON = Text("怎么说的", "How"), Text("说了什么", "What they say")
REASON_HINT = Text("照原话记", "In their own words")
NAME, PHONE = Text("姓名", "Name"), Text("电话", "Telephone")
NAME_HINT = Text("不愿意说就空着", "Leave empty if they would rather not say")
ANSWER = Text("给他的回话", "Your answer")
ANSWER_HINT = Text("提意见的人凭收条号看得到，申请人看不到", "Read with the receipt number; not by the applicant")
NAMELESS = Text("没有写姓名", "gave no name")
CHOOSE = Text("选一项：怎么说的", "Choose how")
ONCE = "_once"  # which drawing of the form it was sent from
FIELDS = ("way", "reason", "name", "phone", ONCE)
TAKEN = "objection_taken"  # where the session holds a receipt number between the form and the page after it
ANSWERED = "objections_answered"  # and here how many got the answer, and how many had one before
SEVERAL, CHOSEN = "several", "objections"
WHICH = Text("回给哪几条", "Answer which")
NTH = Text("第 {nth} 条：{reason}", "Objection {nth}: {reason}")
SHORT = 40  # characters of a reason, to tell one from another
SAME = Text("给他们的回话", "Your answer to them")
SAME_HINT = Text(
    "选上的每一条都收到这段话，各自凭收条号看得到，申请人看不到",
    "Each of those chosen gets these words, read with its receipt number; not by the applicant",
)
DONE = Text("回了 {done} 条，各自凭收条号看得到。", "{done} answered; each reads it with its receipt number.")
DONE_BUT = Text(
    "回了 {done} 条。另外 {before} 条同事刚才已经回过，没有再回。",
    "{done} answered. {before} had just been answered by a colleague and keep that answer.",
)
BEFORE = Text("同事刚才已经回过了，没有再回。", "A colleague has just answered; that answer stays.")


@require_GET
@for_clerks
def objections(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Every objection, and once what came of what was just done; the look is on the record.

    `?choose=all` ticks all that wait for an answer: nobody ticks dozens one by one.
    """
    sealed = request.session.pop(f"{TAKEN} {number}", "")
    answered = request.session.pop(f"{ANSWERED} {number}", ())
    after = {
        "receipt": keys.decrypt(sealed, TAKEN) if sealed else "",
        "answered": _told(*answered) if answered else "",
    }
    return _show(request, number, actor, after=after)


@require_POST
@for_clerks
def take(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Write down what somebody came or called to say; the page after it shows the receipt number to hand to them."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        said = Said(typed["reason"], typed["name"], typed["phone"], typed[ONCE])
        receipt = publicity.take_objection(number, _way(typed["way"]), said, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, actor, typed, invalid)
    except Conflict:
        return HttpResponseRedirect(reverse("desk.objections", args=[number]))  # over meanwhile: the page says so
    request.session[f"{TAKEN} {number}"] = keys.encrypt(receipt, TAKEN)
    return HttpResponseRedirect(reverse("desk.objections", args=[number]))


@require_POST
@for_clerks
def answer(request: HttpRequest, number: str, objection: str, *, actor: Actor) -> HttpResponse:
    """Say that one was looked at, to whoever made it."""
    return _answer(request, number, actor, [objection], objection)


@require_POST
@for_clerks
def answer_several(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Give all that were chosen the same answer."""
    return _answer(request, number, actor, request.POST.getlist(CHOSEN), SEVERAL)


def _answer(request: HttpRequest, number: str, actor: Actor, chosen: list[str], about: str) -> HttpResponse:
    """The page after it tells how many got the answer, and of how many a colleague was there before."""
    words = request.POST.get(_answer_of(about), "")
    try:
        done = publicity.answer_objections(number, chosen, words, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, actor, {"answer": words}, invalid, about=about, chosen=chosen)
    request.session[f"{ANSWERED} {number}"] = [done, len(set(chosen)) - done]
    return HttpResponseRedirect(reverse("desk.objections", args=[number]))


def _answer_of(objection: str) -> str:
    """The name of the box for the answer to one, or to several."""
    return f"answer_{objection}"


def _way(typed: str) -> TakenWay:
    way = next((one for one in TAKEN_WAYS if one == typed), None)
    if way is None:
        raise Invalid([FieldProblem("way", "required", CHOOSE)])
    return way


def _show(
    request: HttpRequest,
    number: str,
    actor: Actor,
    typed: Mapping[str, str] | None = None,
    invalid: Invalid | None = None,
    *,
    about: str = "",
    chosen: Sequence[str] = (),
    after: Mapping[str, Words] | None = None,
) -> HttpResponse:
    page = objections_page(number, actor=actor, at=clock.now())
    wrong = {one.field: one.text for one in invalid.problems} if invalid else {}
    written = typed or {}
    waiting = [(nth, one) for nth, one in enumerate(page.objections, start=1) if one.looked_at is None]
    if request.GET.get("choose") == "all":
        chosen = [one.id for _, one in waiting]
    context = {
        "actor": actor,
        "summary": page.case.summary,
        "title": rows.title_of(page.case),
        "objections": [_row(one, written, wrong if one.id == about else {}) for one in page.objections],
        "several": _several(waiting, chosen, written, wrong if about == SEVERAL else {}),
        "fields": _fields({} if about else written, {} if about else wrong),
        "is_up": page.is_up,
        "in_part": page.case.in_part,
        "once": written.get(ONCE) or new_code(),
        **(after or {"receipt": "", "answered": ""}),
    }
    return render(request, "desk/objections.html", context, status=422 if invalid else 200)


def _told(done: int, before: int) -> Text:
    """What came of an answer."""
    words = DONE_BUT if done and before else DONE if done else BEFORE
    return words.format(done=done, before=before)


def _several(
    waiting: Sequence[tuple[int, ObjectionData]],
    chosen: Sequence[str],
    typed: Mapping[str, str],
    wrong: Mapping[str, Text],
) -> list[FieldView]:
    """The same answer to several of those that wait; nothing where not even two do."""
    if len(waiting) < 2 and not wrong:
        return []
    choices = [Choice(one.id, NTH.format(nth=nth, reason=_short(one.reason))) for nth, one in waiting]
    which = FieldView(
        name=CHOSEN, label=WHICH, kind="checkboxes", choices=choices, value=chosen, error=wrong.get("objections", "")
    )
    return [which, _box(SEVERAL, SAME, SAME_HINT, typed, wrong)]


def _short(reason: str) -> str:
    """Enough of a reason to know it by, in one line."""
    line = " ".join(reason.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


def _row(one: ObjectionData, typed: Mapping[str, str], wrong: Mapping[str, Text]) -> dict[str, Any]:
    who = "，".join(words for words in (one.name, one.phone) if words)
    return {
        "one": one,
        "who": who or NAMELESS,
        "way": WAYS[one.way],
        "when": moment(one.made_at),
        "field": _box(one.id, ANSWER, ANSWER_HINT, typed, wrong),
    }


def _box(about: str, label: Text, hint: Text, typed: Mapping[str, str], wrong: Mapping[str, Text]) -> FieldView:
    """Where an answer is written; what was typed stands in the box that was wrong alone."""
    return FieldView(
        name=_answer_of(about),
        label=label,
        kind="textarea",
        hint=hint,
        value=typed.get("answer", "") if wrong else "",
        error=wrong.get("answer", ""),
    )


def _fields(typed: Mapping[str, str], wrong: Mapping[str, Text]) -> list[FieldView]:
    choices = [Choice(way, WAYS[way]) for way in TAKEN_WAYS]
    return [
        FieldView(
            name="way",
            label=WAY,
            kind="radio",
            choices=choices,
            value=typed.get("way", ""),
            error=wrong.get("way", ""),
        ),
        FieldView(
            name="reason",
            label=REASON,
            kind="textarea",
            hint=REASON_HINT,
            value=typed.get("reason", ""),
            error=wrong.get("reason", ""),
        ),
        _optional("name", NAME, NAME_HINT, typed, wrong),
        _optional("phone", PHONE, "", typed, wrong),
    ]


def _optional(
    name: str, label: Text, hint: Text | str, typed: Mapping[str, str], wrong: Mapping[str, Text]
) -> FieldView:
    error = wrong.get(name, "")
    return FieldView(
        name=name, label=label, hint=hint, value=typed.get(name, ""), error=error, required=False, autocomplete="off"
    )
