"""What forms and rules may look at, gathered from the contexts that hold it."""

from datetime import date
from typing import Any

from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases.data import CaseData, NeedData
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import PART, Facts
from zhengtong.offer.rules import api as rules
from zhengtong.trust.identity.data import PersonData


def facts_of(application: ApplicationData, applicant: PersonData, today: date) -> Facts:
    """The facts of a form: answers, what departments told, who is applying, the legal date; entries worked out."""
    facts: Facts = {
        "answers": dict(application.answers),
        "known": application.known_values(),
        "applicant": {"name": applicant.name, "id_number": applicant.id_number},
        "today": today,
    }
    return forms.derived(forms.form_of(catalogue.version(application.service_hash)), facts)


def process_evidence_of(case: CaseData) -> dict[str, Any]:
    """The evidence a process may look at: what is here whole, people's as records that name their persons.

    What has not come, of anybody it is asked about, is left out, and so is what a department knows nothing of.
    """
    found: dict[str, Any] = {}
    for id in dict.fromkeys(need.need for need in case.needs):
        asked = [need for need in case.needs if need.need == id]
        if all(need.answered_at for need in asked):
            people = [_record(case, need) for need in asked if PART in need.party]
            values = people or asked[0].values
            if values:
                found[id] = values
    return found


def _record(case: CaseData, need: NeedData) -> dict[str, Any]:
    name = forms.person_named(case.fields["answers"], need.party)
    return {**(need.values or {}), "person": need.party.partition(PART)[2], "name": name}


def rule_facts_of(case: CaseData, applicant: PersonData) -> dict[str, Any]:
    """The facts of the rules: each answered need (None where the department knows no such person) and the answers.

    The answers about several people stand under their need by the key of the person.
    """
    evidence: dict[str, Any] = {
        need.id: {} for need in rules.needs_of(catalogue.version(case.service_hash)) if need.each
    }
    for need in case.needs:
        if need.answered_at:
            key = need.party.partition(PART)[2]
            if key:
                evidence[need.need][key] = need.values or None
            else:
                evidence[need.need] = need.values or None
    return {
        "answers": dict(case.fields["answers"]),
        "applicant": {"name": applicant.name, "id_number": applicant.id_number},
        "evidence": evidence,
    }
