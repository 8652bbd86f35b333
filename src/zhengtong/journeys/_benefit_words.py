"""Letters about a benefit: to the person, and to who applied for them from the same household."""

from datetime import date, datetime

from zhengtong.delivery.benefits.data import EntitlementData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.money import yuan
from zhengtong.kernel.text import Text
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.trust.identity import api as identity

HANDLE = "benefits.handle"
UNNAMED = Text("您领的钱", "Your payments")


def tell_people(benefit: EntitlementData, subject: Text, body: Text, *, actor: Actor, at: datetime) -> None:
    """Write to everybody of a benefit, once each; `{benefit}` in the subject is filled. What others may read on
    the way names no benefit."""
    for person in dict.fromkeys(one for one in (benefit.person, benefit.helper) if one):
        reach = identity.reach_of(person)
        notices.tell(
            person=person,
            subject=subject.format(benefit=benefit.name),
            body=body,
            link=f"/mine/benefits/{benefit.id}",
            about=("benefit", benefit.id),
            outside=Outside(subject.format(benefit=UNNAMED), reach.email, reach.phone),
            actor=actor,
            at=at,
        )


def filled(text: Text, **params: Text | date | int) -> Text:
    """A text with its marks filled in each language: dates with weekday, whole numbers as money in fen."""
    zh = {name: _in_chinese(value) for name, value in params.items()}
    en = {name: _in_english(value) for name, value in params.items()}
    return Text(text.zh.format(**zh), text.en.format(**en))


def _in_chinese(value: Text | date | int) -> str:
    if isinstance(value, date):
        return f"{value.month}月{value.day}日（星期{'一二三四五六日'[value.weekday()]}）"
    return yuan(value, "zh-Hans") if isinstance(value, int) else value.zh


def _in_english(value: Text | date | int) -> str:
    if isinstance(value, date):
        return f"{value:%A %-d %B}"
    return yuan(value, "en") if isinstance(value, int) else value.in_("en")


def month_words(month: date) -> Text:
    """A month as people say it."""
    return Text(f"{month.year}年{month.month}月", f"{month:%B %Y}")
