"""Runs a story at the level of forms and rules: given → fill → submit → what the rules say."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from story_fill import boxes, evidence_of
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Decision, MissingEvidence


def read_story(path: Path) -> dict[str, Any]:
    return whole_numbers(yaml.load(path.read_text(), yaml.BaseLoader))


def whole_numbers(story: dict[str, Any]) -> dict[str, Any]:
    """The story with what departments say of amounts and numbers as numbers; everything else stays text."""
    for by_id in story["given"]["people"].values():
        for values in by_id.values():
            for field in NUMBERS & set(values):
                values[field] = int(values[field])
    return story


NUMBERS = frozenset(
    {
        *("total", "yearly", "monthly", "count", "pension", "income_year"),
        *("vehicle_count", "title_count", "business_count"),
        *("deposits_total", "securities_total", "policies_total"),
    }
)


def run_story(version: ServiceVersion, story: dict[str, Any]) -> Decision | MissingEvidence:
    """The decision, or the missing evidence it waits for."""
    given = story["given"]
    today = date.fromisoformat(given["today"])
    form = forms.form_of(version)
    facts = _fill(version, story, {"applicant": given["applicant"], "today": today, "answers": {}})
    assert forms.missing(form, facts) == ()
    facts = {**facts, "answers": forms.asked_answers(form, facts)}
    asked = [one for one in rules.asked_of(version, facts, today) if not _down(given, one.need.resource)]
    try:
        return rules.decide(version, {**facts, "evidence": evidence_of(asked, given["people"], facts)}, today)
    except MissingEvidence as waiting:
        return waiting


def _fill(version: ServiceVersion, story: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    form, own = forms.form_of(version), story["given"]["applicant"]["id_number"]
    people = story["given"]["people"]
    known = {r: by_id[own] for r, by_id in people.items() if own in by_id and not _down(story["given"], r)}
    facts = {**facts, "known": known}
    for page in form.pages:
        if page in forms.pages_for(form, facts):
            typed = boxes(form, page.id, story["fill"].get(page.id, {}), facts)
            answers = {**facts["answers"], **forms.read_page(form, page.id, typed, facts)}
            facts = dict(forms.derived(form, {**facts, "answers": answers}))
    return facts


def _down(given: dict[str, Any], resource: str) -> bool:
    return given.get("departments", {}).get(resource) == "down"
