"""A case of the test's care at home that is put up in public, and the address on its sheet."""

import care
from zhengtong.delivery.cases.models import Paper
from zhengtong.kernel.actor import Actor


def put_up(applicant: Actor, clerk: Actor, visitor: Actor, colleague: Actor) -> str:
    """A case whose publicity has begun; its number."""
    care.load()
    number = care.send(applicant)
    care.do(number, "accept", clerk, outcome="accept")
    care.seen(number, visitor, colleague)
    return number


def code(number: str) -> str:
    """The code in the address on the sheet of a case."""
    return str(Paper.objects.get(case__number=number, kind="publicity").data["verify"]).rsplit("/", 1)[1]
