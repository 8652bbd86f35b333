"""What was signed, compared with the receipts: each signature is there once, in the log, and in the case it was for."""

from collections import Counter, defaultdict
from typing import Any

from torture_found import Found, twice


def check(told: list[dict[str, Any]], found: Found) -> None:
    """Every acknowledged signature, and nothing that nobody was told of; then log, questions and steps."""
    from zhengtong.delivery.authorisations.models import Authorisation

    rows = {(row.case, row.name): row for row in Authorisation.objects.all()}
    signed = {key: row.way for key, row in rows.items() if row.state == "signed"}
    kept = [(one["number"], one["who"]) for one in told if one["act"] == "sign"]
    ways = {(one["number"], one["who"]): one["way"] for one in told if one["act"] == "sign"}
    found.lost += [f"signature {key}" for key, way in ways.items() if signed.get(key) != way]
    found.double += twice("signed twice", kept)
    found.double += [f"nobody was told of the signature {key}" for key in sorted(signed.keys() - ways.keys())]
    for one in told:
        if one["act"] == "apply" and (signers := one.get("signers")):
            asked = sorted(name for case, name in rows if case == one["number"])
            found.lost += [] if asked == sorted(signers) else [f"{one['number']}: {asked} are to sign"]
    _logged([row for row in rows.values() if row.state == "signed"], found)
    _asked(list(rows.values()), found)
    _accepted(told, found)
    found.counts["sign"] = len(kept)


def _logged(signed: list[Any], found: Found) -> None:
    """Each signature has one entry of the log, with the digest of the words that were signed."""
    from zhengtong.trust.audit.models import AuditRow

    entries: dict[str, list[str]] = defaultdict(list)
    for number, detail in AuditRow.objects.filter(action="authorisations.signed").values_list("object_id", "detail"):
        entries[number].append(detail)
    for row in signed:
        own = entries.pop(row.number, [])
        if len(own) != 1 or row.digest not in own[0]:
            found.broken.append(f"signature {row.number} has {len(own)} entries of the log, or another's words")
    found.broken += [f"entry of the log without a signature: {number}" for number in entries]


def _asked(rows: list[Any], found: Found) -> None:
    """Of a case that has come so far each signature is named where its person was asked about; of who has not signed
    nothing was asked that wants it."""
    from zhengtong.delivery.cases.models import Need, ProcessStep
    from zhengtong.sharing.gateway.models import Question

    come = set(ProcessStep.objects.filter(step="check_information").values_list("case__number", flat=True))
    questions = Question.objects.exclude(authorisation="")
    named = Counter(questions.values_list("reference", "person", "authorisation", "authorisation_digest"))
    waiting = set(Need.objects.filter(question="").values_list("case__number", "person"))
    for row in rows:
        key, is_signed = (row.case, row.person_id), row.state == "signed"
        if is_signed and key in waiting:
            found.broken.append(f"{row.number}: signed, and not asked about")
        if not is_signed and row.case in come and key not in waiting:
            found.broken.append(f"{row.number}: not signed, and nothing waits for it")
        times = named.pop((*key, row.number, row.digest), 0)
        if bool(times) != (is_signed and row.case in come):
            found.broken.append(f"{row.number}: {row.state}, and named by {times} questions")
    found.broken += [f"a question names a signature there is not: {one}" for one in named]
    found.double += twice("asked", Question.objects.filter(use="check").values_list("reference", "person", "resource"))


def _accepted(told: list[dict[str, Any]], found: Found) -> None:
    """Each case that was accepted is past that step."""
    from zhengtong.delivery.cases.models import ProcessStep

    done = ProcessStep.objects.filter(step="accept", state="done", outcome="accept")
    accepted = set(done.values_list("case__number", flat=True))
    kept = [one["number"] for one in told if one["act"] == "accept"]
    found.lost += [f"acceptance {number}" for number in kept if number not in accepted]
    found.double += twice("accepted twice", kept)
    found.counts["accept"] = len(kept)
