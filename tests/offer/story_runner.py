"""Runs a story at the level of forms and rules: given → fill → submit → what the rules say."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Decision, MissingEvidence


def read_story(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(), yaml.BaseLoader)


def run_story(version: ServiceVersion, story: dict[str, Any]) -> Decision | MissingEvidence:
    """The decision, or the missing evidence it waits for."""
    given = story["given"]
    today = date.fromisoformat(given["today"])
    facts = _fill(version, story, {"applicant": given["applicant"], "today": today, "answers": {}})
    assert forms.missing(forms.form_of(version), facts) == ()
    evidence = {}
    for need in rules.needs_of(version):
        person = forms.party_of(facts, need.party)
        if not _down(given, need.resource):
            evidence[need.id] = given["people"][need.resource].get(person.id_number)
    try:
        return rules.decide(version, {**facts, "evidence": evidence}, today)
    except MissingEvidence as waiting:
        return waiting


def _fill(version: ServiceVersion, story: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    form, own = forms.form_of(version), story["given"]["applicant"]["id_number"]
    people = story["given"]["people"]
    known = {r: by_id[own] for r, by_id in people.items() if own in by_id and not _down(story["given"], r)}
    facts = {**facts, "known": known}
    for page in forms.pages_for(form, facts):
        typed = {q: _key(version, page.id, q, text, facts) for q, text in story["fill"].get(page.id, {}).items()}
        facts = {**facts, "answers": {**facts["answers"], **forms.read_page(form, page.id, typed, facts)}}
    return facts


def _key(version: ServiceVersion, page: str, question: str, text: str, facts: dict[str, Any]) -> str:
    """`member:王桂兰` becomes the opaque key of the option with that name."""
    if not text.startswith("member:"):
        return text
    asked = next(q for q in forms.form_of(version).page(page).questions if q.id == question)
    name = text.removeprefix("member:")
    return next(o.key for o in forms.options_for(asked, facts) if o.label.zh.startswith(name))


def _down(given: dict[str, Any], resource: str) -> bool:
    return given.get("departments", {}).get(resource) == "down"
