"""What came of an objection, for whoever holds its receipt number: of the case only whether it goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import Followed
from zhengtong.journeys._process import step_of
from zhengtong.kernel.actor import system

ACTOR = system("objections")
CameOf = Literal["up", "over", "again", "decided", "decided_again"]


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """An objection and how far the matter is: the notice is `up` or `over`, the case is looked into `again` because
    somebody objected, or it is decided, with or without that."""

    objection: Followed
    came_of: CameOf


def objection_followed(receipt: str, *, at: datetime) -> FollowedPage:
    """By its receipt number, for anybody who holds it. NotFound. Two statements while the notice is up."""
    found = publicity.followed(receipt)
    return FollowedPage(found, _came_of(found, at))


def _came_of(found: Followed, at: datetime) -> CameOf:
    steps = cases.process_steps(found.case)
    shown = [one for one in steps if one.key.step == found.step and one.opened_at <= found.made_at]
    notice = max(shown, key=lambda one: one.key.occurrence)
    if notice.state == "open":
        return "up"
    case = cases.case(found.case, actor=ACTOR, at=at)
    takes = step_of(case, notice.key).objections
    said = [one for one in steps if takes and one.key.step == takes.leads_to and one.state == "done"]
    ended_by_it = any(one.done_at and one.done_at >= found.made_at for one in said)
    if case.decided_at:
        return "decided_again" if ended_by_it else "decided"
    return "again" if ended_by_it else "over"
