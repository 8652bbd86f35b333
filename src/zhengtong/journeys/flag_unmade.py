"""A paper or a licence cannot be made: whoever handles the case is told, until it is."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.events import PaperFailing, PaperMade
from zhengtong.delivery.licences.events import LicenceFailing, LicenceIssued
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties

ACTOR = system("flag_unmade")
PAPER, LICENCE = "unmade_{kind}", "unmade_licence"
# desk only
MEND = Text(
    "{service}：文书或证照一直做不出来，请找管系统的人看版式",
    "{service}: a paper or licence cannot be made; have the administrator look at its layout",
)


def flag_paper(event: PaperFailing) -> None:
    """Open a duty, due the next working day; the paper goes on being tried."""
    _open(event.number, PAPER.format(kind=event.kind), clock.now())


def flag_licence(event: LicenceFailing) -> None:
    """As `flag_paper`, for a licence."""
    _open(event.case, LICENCE, clock.now())


def settle_paper(event: PaperMade) -> None:
    """The paper was made after all: nobody need look any more."""
    _close(event.number, PAPER.format(kind=event.kind), clock.now())


def settle_licence(event: LicenceIssued) -> None:
    """As `settle_paper`, for a licence."""
    _close(event.case, LICENCE, clock.now())


def _open(number: str, kind: str, at: datetime) -> None:
    summary = cases.case(number, actor=ACTOR, at=at).summary
    name = summary.service_name
    duties.open_duty(
        kind=kind,
        organisation=summary.organisation,
        permission="cases.handle",
        title=Text(MEND.zh.format(service=name.zh), MEND.en.format(service=name.in_("en"))),
        about=("case", number),
        due=calendar.add_working_days(clock.china_date(at), 1).date,
        actor=ACTOR,
        at=at,
    )


def _close(number: str, kind: str, at: datetime) -> None:
    for duty in duties.open_about(("case", number)):
        if duty.kind == kind:
            duties.close_duty(duty.id, actor=ACTOR, at=at)
