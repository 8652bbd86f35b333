"""Where a case stands in its process, for whoever looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, OwnTurn, ProcessStepData, StepKey, WaitingStep
from zhengtong.journeys._judgement import cited
from zhengtong.journeys._process import process_of
from zhengtong.journeys.inspection import mends_of
from zhengtong.journeys.visits import visit_of
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Language, Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Diagram, Done, Step, Word
from zhengtong.office.appointments.data import Visit
from zhengtong.trust.organisations import api as organisations


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """An open step with its definition and, where an office does it, that office's name."""

    row: ProcessStepData
    step: Step
    office: Text

    @property
    def at_any_time(self) -> bool:
        """Whether it may be done at any time and nobody waits for it."""
        return not self.step.stage

    def late_article(self, today: date) -> Text | None:
        """By which article accepting counts from the day the step opened, now that its last day is past; else None."""
        articles = [one.late_from_received for one in self.step.outcomes if one.late_from_received]
        return cited(*articles) if articles and self.row.is_late(today) else None


@dataclass(frozen=True, slots=True)
class Standing:
    """The timeline in words, the map, what is open, what was done in order, and the stage of every step.

    `mends` is what the last visit found is to be mended, `visit` the one that is booked. `outcomes` are the names of
    what steps end with, by step and outcome.
    """

    words: tuple[Word, ...]
    diagram: Diagram
    sentence: Text
    open: tuple[OpenTurn, ...]
    done: tuple[ProcessStepData, ...]
    stages: Mapping[str, str]
    outcomes: Mapping[tuple[str, str], Text]
    mends: tuple[tuple[Text, str], ...]
    visit: Visit | None

    @property
    def waits_for(self) -> tuple[OpenTurn, ...]:
        """What the case waits for: not what may happen at any time."""
        return tuple(turn for turn in self.open if not turn.at_any_time)

    def came_of(self, row: ProcessStepData) -> Text | None:
        """What a step ended with, in the folder's words; None where it can end in one way only."""
        return self.outcomes.get((row.key.step, row.outcome))

    def is_done(self, key: StepKey) -> bool:
        """Whether a step has been done."""
        return any(row.key == key for row in self.done)

    def turns_of_applicant(self, *, whole: bool = True) -> tuple[OpenTurn, ...]:
        """What the applicant's side may do now; who does not see the case `whole` ends nothing at any time."""
        return tuple(turn for turn in self.open if turn.row.by_applicant and (whole or not turn.at_any_time))

    def done_by_post_of(self, actor: Actor) -> tuple[ProcessStepData, ...]:
        """What was done by a clerk's post."""
        return tuple(row for row in self.done if is_for(row, actor))

    def turns_of(self, actor: Actor) -> tuple[OpenTurn, ...]:
        """What a clerk's post may do now."""
        return tuple(turn for turn in self.open if is_for(turn.row, actor))


def standing(case: CaseData, language: Language) -> Standing | None:
    """Where a case stands, its map in a language; None for one without a process. At most four statements."""
    version = catalogue.version(case.service_hash)
    if workflow.process_of(version) is None:
        return None
    process = process_of(version)
    number = case.summary.number
    position = workflow.position(process, tuple(Done.read(entry) for entry in cases.process_log(number)))
    rows = cases.process_steps(number)
    names = _offices(rows)
    done = tuple(row for row in rows if row.state == "done")
    has_visits = any(step.visits for step in process.steps.values())
    return Standing(
        words=workflow.words(process, position),
        diagram=workflow.diagram(process, position, language),
        sentence=workflow.sentence(position),
        open=tuple(
            OpenTurn(row, process.steps[row.key.step], names.get(row.organisation, Text("", "")))
            for row in rows
            if row.state == "open"
        ),
        done=done,
        stages={id: step.stage for id, step in process.steps.items()},
        outcomes={(id, one.id): one.label for id, step in process.steps.items() for one in step.outcomes},
        mends=mends_of(process.steps, done),
        visit=visit_of(number) if has_visits else None,
    )


def turns_waiting(actor: Actor) -> frozenset[str]:
    """The numbers of the actor's own cases that wait for the actor's side. One statement."""
    return frozenset(one.number for one in cases.own_turns(actor) if _is_awaited(one))


def in_working_days(one: WaitingStep) -> bool:
    """Whether the limit a step of the queue goes by counts working days; the promise of its case does."""
    step = process_of(catalogue.version(one.service_hash)).steps[one.step.key.step]
    limit = step.start_limit if one.step.not_begun else step.limit if one.step.due else None
    return limit is None or limit.working


def _is_awaited(one: OwnTurn) -> bool:
    return bool(process_of(catalogue.version(one.service_hash)).steps[one.step].stage)


def _offices(rows: tuple[ProcessStepData, ...]) -> Mapping[str, Text]:
    wanted = {row.organisation for row in rows if row.state == "open" and row.organisation}
    return {one.code: one.name for one in organisations.organisations() if one.code in wanted}


def is_for(row: ProcessStepData, actor: Actor) -> bool:
    """Whether a step is for the actor's post."""
    return row.organisation == actor.organisation and actor.may(row.permission)
