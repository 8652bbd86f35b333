"""What the papers of a case say; their look is in the service's folder."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, CaseSummary, DecisionData, Limits, Outcome
from zhengtong.journeys._phones import phones_masked
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.money import yuan
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Remedy, ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts
from zhengtong.offer.workflow import api as workflow
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

ACCEPTED, RECEIVED = Text("受理回执", "Receipt of acceptance"), Text("收件回执", "Receipt")
"""What a receipt is called: where an office decides whether to accept, sending is not yet acceptance."""
DECISION, WITHDRAWAL = Text("决定书", "Decision"), Text("撤回确认书", "Confirmation of withdrawal")

_NEXT = "不用再跑。我们去问有记录的部门，最晚{due}告诉您结果。"
_NEXT_PROVISIONAL = "不用再跑。我们去问有记录的部门，最晚{due}（暂定，那时的放假安排还没公布）告诉您结果。"
_NEXT_INSTANT = "不用再跑。我们去问有记录的部门，一般当场就有结果，最晚{due}告诉您。"
_NEXT_INSTANT_PROVISIONAL = (
    "不用再跑。我们去问有记录的部门，一般当场就有结果，最晚{due}（暂定，那时的放假安排还没公布）告诉您。"
)
_OUTCOMES: dict[Outcome, str] = {
    "approve": "批准",
    "refuse": "不予批准",
    "not_accepted": "不予受理",
    "withdrawn": "已按您的要求撤回",
    "terminated": "终止办理",
}
# 60 days: 行政复议法 art. 20; 6 months: 行政诉讼法 art. 46 (both read as quoted in public copies).
_GENERAL_REMEDIES = "60 日内向{office}的本级人民政府申请行政复议，或者在 6 个月内向人民法院起诉"
_APPEAL = "不同意这个决定，可以在收到之日起 {remedies}。有不明白的，打 {phone} 问。"
_AGAIN = "以后要办，随时再申请。有不明白的，打 {phone} 问。"
_DECIDED, _ENDED = "决定如下", "办到这里为止"


def receipt(
    version: ServiceVersion,
    number: str,
    limits: Limits,
    facts: Facts,
    applicant: PersonData,
    unsigned: Iterable[PersonData],
    *,
    at: datetime,
) -> tuple[Text, dict[str, Any]]:
    """Title and content of the receipt of a case that is being opened: who, what, when, until when, and who has yet to
    sign."""
    data = {
        **head(version, number, facts["applicant"]["name"], at),
        "subject": applicant.name,
        "received_at": moment(at),
        "next": _following(limits) + signatures_missing([one.name for one in unsigned]).zh,
        "answers": _answers(version, facts, by_another=facts["applicant"]["id_number"] != applicant.id_number),
        "verify": f"{settings.ZHENGTONG_PUBLIC_URL}/cases/{number}/",
    }
    return _receipt_title(version), data


def _receipt_title(version: ServiceVersion) -> Text:
    process = workflow.process_of(version)
    steps = process.steps.values() if process else ()
    return RECEIVED if any(each.accepts for step in steps for each in step.outcomes) else ACCEPTED


def request_decision(
    case: CaseData, decision: DecisionData, applicant: PersonData, *, actor: Actor, at: datetime
) -> None:
    """Have the decision letter made, with its reasons, their articles and the remedies. Who withdrew has nothing to
    appeal against: theirs is no decision, confirms it and names none."""
    version = catalogue.version(case.service_hash)
    withdrawn = decision.outcome == "withdrawn"
    letter = WITHDRAWAL if withdrawn else DECISION
    total = sum(line.amount_fen for line in decision.lines)
    data = {
        **head(version, case.summary.number, addressee(case.summary), at, helper(case.summary)),
        "title": version.service.name.zh + letter.zh,
        "title_en": letter.en,
        "subject": applicant.name,
        "opening": _ENDED if withdrawn else _DECIDED,
        "outcome": _OUTCOMES[decision.outcome],
        "reasons": [{"text": r.text.zh, "cite": r.cite.zh} for r in decision.reasons],
        "lines": [
            {"label": n.label.zh, "amount": yuan(n.amount_fen, "zh-Hans"), "cite": n.source.zh} for n in decision.lines
        ],
        "total": yuan(total, "zh-Hans"),
        "appeal": _AGAIN.format(phone=version.service.phone) if withdrawn else _appeal(version),
    }
    cases.request_paper(case.summary.number, "decision", letter, data, actor=actor, at=at)


def _appeal(version: ServiceVersion) -> str:
    """What can be done against a decision: to whom and by when as the service says, else as the two acts say."""
    own = "，或者在 ".join(f"{within(one)}内向{one.body.zh}{one.way.zh}" for one in catalogue.remedies_of(version))
    remedies = own or _GENERAL_REMEDIES.format(office=version.service.organisation_name.zh)
    return _APPEAL.format(remedies=remedies, phone=version.service.phone)


def within(remedy: Remedy) -> str:
    """“60 日” or “6 个月”: how long somebody has."""
    return f"{remedy.days} 日" if remedy.days else f"{remedy.months} 个月"


def addressee(summary: CaseSummary) -> str:
    """Whom what is found and decided is written to: who applied, but for who did so for another household. What is
    known of that household is for its own eyes."""
    return identity.person(summary.operator).name if summary.in_household else summary.applicant_name


def helper(summary: CaseSummary) -> str:
    """Who applied for another household, for letters to that household: a helper's name is always on it."""
    return "" if summary.in_household else identity.person(summary.operator).name


def head(version: ServiceVersion, number: str, to: str, at: datetime, helped_by: str = "") -> dict[str, Any]:
    """What stands at the head of every paper; `to` is whom it greets, `helped_by` who applied in their place."""
    return {
        "number": number,
        "issuer": version.service.organisation_name.zh,
        "date": day(clock.china_date(at), year=True),
        "service": version.service.name.zh,
        "applicant": to,
        "helper": helped_by,
    }


def _following(limits: Limits) -> str:
    """What happens next and until when; an instant promise binds by the legal date."""
    if limits.promised_days == 0:
        text = _NEXT_INSTANT_PROVISIONAL if limits.provisional else _NEXT_INSTANT
        return text.format(due=day(limits.legal_due))
    text = _NEXT_PROVISIONAL if limits.provisional else _NEXT
    return text.format(due=day(limits.promised_due))


def signatures_missing(names: Sequence[str]) -> Text:
    """“还差王强 1 人签字。”: who has yet to sign; empty when nobody has."""
    if not names:
        return Text("", "")
    zh = f"还差{'、'.join(names)} {len(names)} 人签字。"
    return Text(zh, f"Still to sign ({len(names)}): {', '.join(names)}.")


def _answers(version: ServiceVersion, facts: Facts, *, by_another: bool) -> list[dict[str, str]]:
    told = with_places(forms.told(forms.form_of(version), facts))
    return [
        {"label": f"{one.group.zh}，{one.label.zh}" if one.group else one.label.zh, "value": one.said.zh}
        for one in (phones_masked(told) if by_another else told)
    ]


def day(on: date, *, year: bool = False) -> str:
    """A day as papers write it."""
    return f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """Day and time as papers write them."""
    local = at.astimezone(clock.CHINA)
    return f"{day(local.date(), year=True)} {local:%-H:%M} "
