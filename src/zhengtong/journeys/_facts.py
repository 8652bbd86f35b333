"""What forms and rules may look at, gathered from the contexts that hold it."""

from datetime import date
from typing import Any

from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases.data import CaseData
from zhengtong.offer.forms.data import Facts
from zhengtong.trust.identity.data import PersonData


def facts_of(application: ApplicationData, applicant: PersonData, today: date) -> Facts:
    """The facts of a form: answers, what departments told, who is applying, the legal date."""
    return {
        "answers": dict(application.answers),
        "known": application.known_values(),
        "applicant": {"name": applicant.name, "id_number": applicant.id_number},
        "today": today,
    }


def rule_facts_of(case: CaseData, applicant: PersonData) -> dict[str, Any]:
    """The facts of the rules: each answered need (None where the department knows no such person) and the answers."""
    evidence = {need.need: need.values or None for need in case.needs if need.answered_at}
    return {
        "answers": dict(case.fields["answers"]),
        "applicant": {"name": applicant.name, "id_number": applicant.id_number},
        "evidence": evidence,
    }
