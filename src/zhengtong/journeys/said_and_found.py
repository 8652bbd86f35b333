"""What the applicant said beside what departments told, as the service pairs them."""

from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Compared
from zhengtong.trust.identity.data import PersonData


def said_and_found(case: CaseData, operator: PersonData) -> tuple[Compared, ...]:
    """The pairs of a case for who decides it, on the law of the day it was opened; none while answers are missing."""
    version = catalogue.version(case.service_hash)
    return rules.compared(version, rule_facts_of(case, operator), clock.china_date(case.summary.opened_at))
