"""What government knows already, and what was answered, as rows of a page."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from zhengtong.channels.ui.api import people_named
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.codes import masks
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, KnownItem, Page, Question, Told
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.organisations import api as organisations

CHANGE = Text("改", "Change")
MEMBERS, HOUSEHOLD = "members", Text("户口本上同户的人", "Others in your household booklet")
TELL = Text("记下来", "Note it")
THEN = Text(
    "跟申请一起交，我们请{provider}核对，不用您跑。现在先按他们的记录办。",
    "It goes with your application and we ask {provider} to check. For now their record counts.",
)
SAID_WRONG = Text(
    "您说应该是“{said}”。记下了，跟申请一起交", "You say it should be “{said}”. Noted; it goes with your application"
)

_NOTICES = {
    "down": Text(
        "{provider}现在连不上，先请您自己写，交了以后我们再核对。",
        "{provider} cannot be reached. Please fill in yourself; we check later.",
    ),
    "slow": Text(
        "{provider}这会儿答得慢，先请您自己写，交了以后我们再核对。",
        "{provider} is slow just now. Please fill in yourself; we check later.",
    ),
    "not_found": Text(
        "{provider}那里没查到您，请您自己写。", "{provider} has no record of you. Please fill in yourself."
    ),
}
_OTHERWISE = Text(
    "{provider}的答复用不了，先请您自己写，交了以后我们再核对。",
    "The answer of {provider} cannot be used. Please fill in yourself; we check later.",
)


def known_rows(page: Page, facts: Facts, data: ApplicationData) -> list[dict[str, Any]]:
    """The known values of a page with source and time, and 这不对 beside each."""
    return [_row(item, data) for item in forms.known_for(page, facts) if item.problem is None]


def members_rows(question: Question, facts: Facts, data: ApplicationData) -> list[dict[str, Any]]:
    """Who the register says belongs to the household, with its source and 这不对; nothing where it has not answered,
    or where the people are the household of somebody else."""
    known = data.known.get(question.members_of)
    members = forms.household(question, facts)
    if known is None or not members:
        return []
    field = (question.members_of, MEMBERS)
    said = next((d.said for d in data.disputes if (d.resource, d.field) == field), "")
    provider = known.provider
    return [
        {
            "name": ".".join(field),
            "label": HOUSEHOLD,
            "value": people_named(members),
            "source": _filled(SAID_WRONG, provider, said=said) if said else _source(provider, known.at),
            "tell": TELL,
            "then": _filled(THEN, provider),
        }
    ]


def correctable(page: Page) -> set[str]:
    """The names of the known values a page shows, each of which may be called wrong."""
    shown = {f"{known.resource}.{known.field}" for known in page.known}
    return shown | {f"{question.members_of}.{MEMBERS}" for question in page.questions if question.members_of}


def _row(item: KnownItem, data: ApplicationData) -> dict[str, Any]:
    source = data.known[item.known.resource]
    said = next((d.said for d in data.disputes if (d.resource, d.field) == (item.known.resource, item.known.field)), "")
    provider = source.provider
    told = _filled(SAID_WRONG, provider, said=said) if said else _source(provider, source.at)
    return {
        "name": f"{item.known.resource}.{item.known.field}",
        "label": item.known.label,
        "value": _shown(item),
        "source": told,
        "tell": TELL,
        "then": _filled(THEN, provider),
    }


def _source(provider: Text, at: datetime) -> Text:
    local = at.astimezone(clock.CHINA)
    return Text(
        f"{provider.zh}，{local.month}月{local.day}日 {local:%-H:%M} 查到",
        f"{provider.in_('en')}, {local:%-d %b %-H:%M}",
    )


def _filled(text: Text, provider: Text, **params: str) -> Text:
    """A text with the provider's name in its own language; 部门 where none is known."""
    zh, en = provider.zh or "部门", provider.in_("en") or "the department"
    return Text(text.zh.format(provider=zh, **params), text.en.format(provider=en, **params))


def _shown(item: KnownItem) -> Text | str:
    value = str(item.value)
    if item.known.kind == "region":
        return _place(value)
    return masks.mask_resident_id(value) if item.known.kind == "resident_id" else value


def _place(code: str) -> Text | str:
    """The name of a region; its code where departments know one that we do not."""
    try:
        return organisations.region(code).name
    except NotFound:
        return code


def unknown_notices(page: Page, data: ApplicationData) -> list[Text]:
    """For each resource a page wanted and did not get: why, and what now."""
    wanted = {known.resource for known in page.known} | {q.members_of for q in page.questions if q.members_of}
    texts = []
    for resource in sorted(wanted & set(data.known)):
        known = data.known[resource]
        if known.state != "answered":
            texts.append(_filled(_NOTICES.get(known.state, _OTHERWISE), known.provider))
    return texts


def answer_rows(form: Form, facts: Facts, data: ApplicationData) -> list[dict[str, Any]]:
    """Everything answered, with the way to change it; the answers about one person stand together."""
    return [_answer(told, data) for told in with_places(forms.told(form, facts))]


def _answer(told: Told, data: ApplicationData) -> dict[str, Any]:
    href = reverse("portal.page", args=[data.id, told.page])
    if told.entry:
        href = reverse("portal.entry", args=[data.id, told.page, told.entry, told.part]) if told.part else ""
    return {
        "label": told.label,
        "value": told.said,
        "source": "",
        "href": href,
        "verb": CHANGE if href else "",
        "group": told.group or "",
        "entry": f"{told.page}.{told.entry}" if told.entry else "",
    }


def start_rows(form: Form) -> dict[str, list[dict[str, Any]]]:
    """Before the form: what will be asked, and what is known already and from whom."""
    asked = [
        {"words": question.label, "note": ""} for page in form.pages for question in page.questions if not question.when
    ]
    sources = {known.resource: resources.resource(known.resource) for page in form.pages for known in page.known}
    known = [
        {"words": known.label, "note": sources[known.resource].provider.short}
        for page in form.pages
        for known in page.known
    ]
    return {"asked": asked, "known": known}
