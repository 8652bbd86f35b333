"""What somebody who begins has of this service already: a case under way, money that is being paid."""

from typing import Any

from django.urls import reverse

from zhengtong.channels.portal._benefit_words import AMOUNT
from zhengtong.channels.ui.api import day, yuan
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.data import EntitlementData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue

UNDER_WAY = Text("{name}的这件事正在办。", "This is under way for {name}.")
UNDER_WAY_NOTE = Text(
    "{day}交的。给同一个人办，不用再交一次；给别人办，接着填就行。",
    "Sent on {day}. For the same person nothing has to be sent again; for somebody else just go on.",
)
PAID = Text("{name}已经在领了。", "{name} is being paid already.")
PAID_NOTE = Text(
    "{amount}，到日子自动发，不用再申请。给别人办，接着填就行。",
    "{amount}, paid on its day without another application. For somebody else just go on.",
)
SEE_CASE, SEE_BENEFIT = Text("看办到哪了", "See where it stands"), Text("看每个月的钱", "See the monthly payments")
_SHOWN = 3


def already_rows(actor: Actor, service: str) -> list[dict[str, Any]]:
    """Notices before the first page, the newest three; the actor’s own and their household’s. Two statements."""
    open_cases = [_case(one) for one in cases.cases_of(actor) if one.service == service and not one.closed_at]
    paid = [_benefit(one) for one in benefits.benefits_of(actor) if one.state != "stopped" and _is_of(one, service)]
    return [*paid, *open_cases][:_SHOWN]


def _is_of(benefit: EntitlementData, service: str) -> bool:
    return catalogue.version(benefit.service_hash).service.id == service


def _case(one: CaseSummary) -> dict[str, Any]:
    return {
        "title": UNDER_WAY.format(name=one.applicant_name),
        "note": UNDER_WAY_NOTE.format(day=day(clock.china_date(one.opened_at))),
        "href": reverse("portal.case", args=[one.number]),
        "verb": SEE_CASE,
    }


def _benefit(one: EntitlementData) -> dict[str, Any]:
    return {
        "title": PAID.format(name=one.person_name),
        "note": PAID_NOTE.format(amount=AMOUNT.format(amount=yuan(one.amount_fen))),
        "href": reverse("portal.benefit", args=[one.id]),
        "verb": SEE_BENEFIT,
    }
