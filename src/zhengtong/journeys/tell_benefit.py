"""What happens to a benefit is told to its people: begun, changed, another account."""

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.data import ChangeData, EntitlementWhole
from zhengtong.delivery.benefits.events import AccountGiven, EntitlementBegun, EntitlementChanged
from zhengtong.journeys._benefit_words import filled, month_words, tell_people
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties

ACTOR = system("tell_benefit")
BEGUN = Text("{benefit}开始发了", "{benefit}: payments begin")
BEGUN_BODY = Text(
    "从{month}起，每月 {amount}。第一笔{day}前到账。",
    "From {month} you are paid {amount} a month. The first payment arrives by {day}.",
)
CHANGED = Text("{benefit}有变动", "{benefit}: a change")
AMOUNT_BODY = Text(
    "从{month}起，每月 {amount}。因为：{why}。依据：{cite}。",
    "From {month} you are paid {amount} a month. Why: {why}. Basis: {cite}.",
)
STATE_BODIES = {
    "suspended": Text(
        "从{month}起先不发了。因为：{why}。依据：{cite}。", "Payments pause from {month}. Why: {why}. Basis: {cite}."
    ),
    "in_force": Text(
        "从{month}起照旧发。因为：{why}。依据：{cite}。", "Payments go on from {month}. Why: {why}. Basis: {cite}."
    ),
    "tapering": Text(
        "从{month}起进入渐退期，这几个月照发。因为：{why}。依据：{cite}。",
        "From {month} payments go on for some months and then end. Why: {why}. Basis: {cite}.",
    ),
    "stopped": Text(
        "从{month}起不再发。因为：{why}。依据：{cite}。",
        "From {month} nothing is paid any more. Why: {why}. Basis: {cite}.",
    ),
}
# 60 days: 行政复议法 art. 20; 6 months: 行政诉讼法 art. 46 (both read as quoted in public copies).
REMEDY = Text(
    "不同意，可以打 {phone} 问；也可以在 60 日内申请行政复议，或者在 6 个月内向人民法院起诉。",
    " If you disagree, call {phone}, ask for a review within 60 days, or go to court within 6 months.",
)
ACCOUNT = Text("{benefit}的收款账户换了", "{benefit}: another account")
ACCOUNT_BODY = Text(
    "以后打到{name}的账户 {number}。不是您换的，请马上打 {phone}。",
    "From now on it goes to {name}'s account {number}. If this was not you, call {phone} at once.",
)
RETURNED_KIND = "benefit_returned"


def tell_begun(event: EntitlementBegun) -> None:
    """Say how much, from when, and when the first payment comes."""
    at = clock.now()
    whole = benefits.benefit(event.entitlement, actor=ACTOR, at=at)
    definition = benefits.definition_of(catalogue.version(whole.entitlement.service_hash))
    day = benefits.next_payment(whole, definition, clock.china_date(at)) if definition else None
    if day is not None:
        benefit = whole.entitlement
        body = filled(BEGUN_BODY, month=month_words(benefit.since), amount=benefit.amount_fen, day=day)
        tell_people(benefit, BEGUN, body, actor=ACTOR, at=at)


def tell_changed(event: EntitlementChanged) -> None:
    """Say what changes, why, by which article, and what to do about it (a decrease or a stop must be told)."""
    at = clock.now()
    whole = benefits.benefit(event.entitlement, actor=ACTOR, at=at)
    change = next((one for one in whole.changes if one.id == event.change), None)
    if change is not None:
        tell_people(whole.entitlement, CHANGED, _said(whole, change), actor=ACTOR, at=at)


def _said(whole: EntitlementWhole, change: ChangeData) -> Text:
    month = month_words(change.month)
    if change.amount_fen is not None:
        body = filled(AMOUNT_BODY, month=month, amount=change.amount_fen, why=change.text, cite=change.cite)
    else:
        body = filled(STATE_BODIES[change.state], month=month, why=change.text, cite=change.cite)
    phone = _phone(whole)
    remedy = REMEDY.format(phone=phone)
    return Text(body.zh + remedy.zh, body.en + remedy.en)


def _phone(whole: EntitlementWhole) -> str:
    return catalogue.version(whole.entitlement.service_hash).service.phone


def account_given(event: AccountGiven) -> None:
    """Say that the account was changed, to everybody, so that a change nobody wanted is noticed; the duty is done."""
    at = clock.now()
    whole = benefits.benefit(event.entitlement, actor=ACTOR, at=at)
    benefit, phone = whole.entitlement, _phone(whole)
    number = masks.mask_account(benefit.account.number)
    with atomic():
        body = ACCOUNT_BODY.format(name=benefit.account.name, number=number, phone=phone)
        tell_people(benefit, ACCOUNT, body, actor=ACTOR, at=at)
        for duty in duties.open_about(("benefit", benefit.id)):
            if duty.kind == RETURNED_KIND:
                duties.close_duty(duty.id, actor=ACTOR, at=at)
