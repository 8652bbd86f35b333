"""For whom: oneself, somebody of the household the register knows, or another person."""

from collections.abc import Mapping
from typing import Any, cast

from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms.data import PART, Facts, Option, Party, PartyKind, Question
from zhengtong.trust.keys import api as keys

_SELF = Option("self", Text("我自己", "Myself"))
_OTHER = Option("other", Text("别人", "Somebody else"))
_KEY_DIGITS = 20
_NAME_LONGEST = 50
_EMPTY_NAME = Text("写上姓名，和身份证上一样。", "Write the name as on the ID card.")
_EMPTY_NUMBER = Text("写上身份证号，18 位。", "Write the resident ID number, 18 characters.")
CHOOSE = Text("选一个。", "Choose one.")


def party_options(question: Question, facts: Facts) -> tuple[Option, ...]:
    """Whom one may choose; a member's key is a keyed hash, so that no resident ID stands in a page."""
    options = [_SELF] if "self" in question.allow else []
    if "member" in question.allow:
        options += [_member_option(member) for member in _members(question, facts)]
    if "other" in question.allow:
        options.append(_OTHER)
    return tuple(options)


def household(question: Question, facts: Facts) -> tuple[Mapping[str, Any], ...]:
    """Everybody the register knows of the household but the one who applies for themselves, as it named them. Who
    applies for a member is of the household too.

    Nobody where the people are the household of somebody else: the applicant's family is no business of theirs.
    """
    party = facts.get("answers", {}).get(question.repeat.party if question.repeat else "")
    kind = party["kind"] if party else "self"
    if kind == "other":
        return ()
    members = tuple(_members(question, facts))
    return (*members, facts["applicant"]) if kind == "member" and members else members


def read_party(question: Question, raw: Mapping[str, str], facts: Facts) -> dict[str, str]:
    """The clean answer: kind, name, id_number, relation. Raises PartyError with one problem per wrong field."""
    key = raw.get(question.id, "")
    if key not in {option.key for option in party_options(question, facts)}:
        raise PartyError([FieldProblem(question.id, "choice", CHOOSE)])
    if key == "self":
        return _plain("self", facts["applicant"])
    if key == "other":
        return _other(question, raw)
    return _plain("member", next(m for m in _members(question, facts) if member_key(m) == key))


class PartyError(Exception):
    """What is wrong with the fields of one party question."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(str(problems))
        self.problems = problems


def party_of(facts: Facts, question: str) -> Party:
    """The party a question was answered with, or the applicant for `applicant`; `people.2` is one of several people.

    KeyError when not answered, or when nobody has that key.
    """
    question, _, key = question.partition(PART)
    if key:
        person = {one["key"]: one for one in facts["answers"][question]}[key]
        return Party(_kind_of(person), person["name"], person["id_number"])
    answer = _plain("self", facts["applicant"]) if question == "applicant" else facts["answers"][question]
    return Party(cast(PartyKind, answer["kind"]), answer["name"], answer["id_number"], answer.get("relation", ""))


def person_of(answers: Mapping[str, Any], party: str) -> Mapping[str, Any] | None:
    """What was said of one of several people (`people.2`); None for any other party."""
    question, _, key = party.partition(PART)
    return next((one for one in answers.get(question, ()) if one["key"] == key), None) if key else None


def person_named(answers: Mapping[str, Any], party: str) -> str:
    """The name of one of several people; empty for any other party, who needs no name to be told apart."""
    person = person_of(answers, party)
    return str(person["name"]) if person else ""


def _kind_of(person: Mapping[str, Any]) -> PartyKind:
    """The register vouches for those it named; anybody else was typed in."""
    return "member" if person.get("known") else "other"


def _members(question: Question, facts: Facts) -> list[Mapping[str, Any]]:
    members = facts.get("known", {}).get(question.members_of, {}).get("members", ())
    own = facts.get("applicant", {}).get("id_number")
    return [member for member in members if member["id_number"] != own]


def _member_option(member: Mapping[str, Any]) -> Option:
    relation = str(member.get("relation", ""))
    label = f"{member['name']}（{relation}）" if relation else str(member["name"])
    return Option(member_key(member), Text(label, label))


def member_key(member: Mapping[str, Any]) -> str:
    """The opaque key by which a page names a member of the household."""
    return keys.lookup("party_option", str(member["id_number"])).rsplit(":", 1)[1][:_KEY_DIGITS]


def _plain(kind: str, person: Mapping[str, Any]) -> dict[str, str]:
    relation = str(person.get("relation", "")) if kind == "member" else ""
    return {"kind": kind, "name": str(person["name"]), "id_number": str(person["id_number"]), "relation": relation}


def _other(question: Question, raw: Mapping[str, str]) -> dict[str, str]:
    person, problems = {}, []
    for field, kind, empty in (("name", "person_name", _EMPTY_NAME), ("id_number", "resident_id", _EMPTY_NUMBER)):
        name = f"{question.id}.{field}"
        typed = raw.get(name, "").strip()
        try:
            person[field] = read_answer(kind, typed, _NAME_LONGEST) if typed else None
        except AnswerError as error:
            problems.append(FieldProblem(name, error.code, error.text))
        if not typed:
            problems.append(FieldProblem(name, "required", empty))
    if problems:
        raise PartyError(problems)
    return _plain("other", person)
