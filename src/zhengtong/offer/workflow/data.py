"""What goes in and out of workflow: a process as people know it, its log, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from zhengtong.kernel.expressions import Expression, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation
from zhengtong.offer.workflow._graph import Graph, Trigger
from zhengtong.offer.workflow._inspection import FAIL as FAIL
from zhengtong.offer.workflow._inspection import MEND as MEND
from zhengtong.offer.workflow._public_notice import Objections as Objections
from zhengtong.offer.workflow._public_notice import ShownLine as ShownLine
from zhengtong.offer.workflow._refusals import CannotTell as CannotTell
from zhengtong.offer.workflow._refusals import StepNotOpen as StepNotOpen
from zhengtong.offer.workflow._refusals import UnknownOutcome as UnknownOutcome
from zhengtong.offer.workflow._refusals import WrongResult as WrongResult
from zhengtong.offer.workflow._told import Diagram as Diagram
from zhengtong.offer.workflow._told import Station as Station
from zhengtong.offer.workflow._told import Word as Word
from zhengtong.offer.workflow._told import WordState as WordState

StepKind = Literal["person", "wait", "evidence", "system"]
"""Who ends a step: somebody, a day or a message, the answers of departments, or the platform itself."""

EndKind = Literal["approved", "refused", "not_accepted", "withdrawn", "terminated"]

WEIGHS_RULES = "rules"
"""What a button weighs besides steps: what the rules say of the case."""

Facts = Mapping[str, Any]
"""What conditions may look at besides the log: `answers` {question: answer}, `evidence` {need: {field: value}},
`parameters` {name: value in force}. A part that is missing counts as not known yet."""


@dataclass(frozen=True, slots=True)
class Days:
    """A length of time by law, in working or calendar days."""

    count: int
    working: bool
    cite: Citation


@dataclass(frozen=True, slots=True)
class Outcome:
    """A button that ends a step. `bad` goes against the applicant; with `accepts` the legal limit begins to run; the
    reason of one that `lists` names an item a line. `papers` are made when it is pressed. One that `weighs` steps, or
    `WEIGHS_RULES`, needs a reason where what came of them goes against it.

    With `mends` something of the checklist is to be mended and looked at again: at most so many times, 0 for others.
    With `calls_off` the visit does not take place, and nothing is asked about it. With `late_from_received`, the
    article, one that accepts after the last day of its step counts the limits from the day the papers came.
    """

    id: str
    label: Text
    bad: bool
    needs_reason: bool
    accepts: bool
    lists: bool
    papers: tuple[str, ...]
    weighs: tuple[str, ...] = ()
    mends: int = 0
    calls_off: bool = False
    late_from_received: Citation | None = None


@dataclass(frozen=True, slots=True)
class StopsClock:
    """Why the legal clock stands while a step is open, and for how many working days at most."""

    reason: Text
    cite: Citation
    most: int


@dataclass(frozen=True, slots=True)
class Who:
    """Who does the steps of a lane: the applicant, or posts that carry `permission`.

    The posts belong to the region of `level` the applicant lives in (GB/T 39046: 4 county, 5 township, 6 village), or,
    where `level` is None, to the organisation of the service.
    """

    permission: str
    level: int | None
    applicant: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the process."""

    id: str
    name: Text
    who: Who


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots an applicant may choose from: who comes, on which weekdays (1 is Monday) and times of working days.

    `each` is how many visits a slot holds for that office, all its services together; `earliest` and `latest` are
    working days from the day of choosing; `address` is the form's question that says where.
    """

    lane: Lane
    weekdays: frozenset[int]
    times: tuple[str, ...]
    each: int
    earliest: int
    latest: int
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step as process.yaml has it. `questions` are written as in form.yaml; `result` gives every field's type.

    A step that may be done at any time may be so `until` a stage begins. `needs` are the ids of the evidence that is
    asked for when this step opens, and not before. `papers_first` are made when its turn comes, `papers` when it is
    done. In one that `completes` another the applicant answers the items listed there.
    `checklist` are the ids of the items it goes through, `slots` what an applicant chooses a visit from, and a step
    that `visits` is that visit. Where the `limit_goes_on`, the step's second turn has what its first left of it. Its
    `reason_hint` says who reads the reason, where others do than of any step.
    """

    id: str
    name: Text
    hint: Text | None
    kind: StepKind
    lane: Lane | None
    stage: str
    until: str
    trigger: Trigger
    attached_to: str
    questions: tuple[Mapping[str, Any], ...]
    result: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    limit: Days | None
    start_limit: Days | None
    people: int
    photos: int
    stops_clock: StopsClock | None
    papers_first: tuple[str, ...]
    papers: tuple[str, ...]
    completes: str
    needs: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    slots: Slots | None = None
    visits: bool = False
    objections: Objections | None = None
    limit_goes_on: bool = False
    reason_hint: Text | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        """Every paper it may leave, whichever button ends it."""
        return (*self.papers_first, *self.papers, *(use for each in self.outcomes for use in each.papers))


@dataclass(frozen=True, slots=True)
class Extension:
    """To how many working days from acceptance the whole may be put off in special cases, by the posts of a lane, and
    which papers tell of it."""

    days: Days
    lane: Lane
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """How a process can end."""

    id: str
    name: Text
    kind: EndKind

    @property
    def bad(self) -> bool:
        """Whether the applicant did not get what was applied for."""
        return self.kind != "approved"


@dataclass(frozen=True, slots=True)
class Stage:
    """One of at most five words on the applicant's timeline."""

    id: str
    word: Text


@dataclass(frozen=True, slots=True)
class Process:
    """The process of one published version; `extension` is how long the whole may take in special cases.

    `graph`, `conditions`, `scripts` and `shape` serve this context alone.
    """

    hash: str
    steps: Mapping[str, Step]
    lanes: tuple[Lane, ...]
    ends: Mapping[str, End]
    timeline: tuple[Stage, ...]
    options: Mapping[str, bool]
    extension: Extension | None
    graph: Graph = field(repr=False)
    conditions: Mapping[str, Expression] = field(repr=False)
    scripts: Mapping[str, tuple[str, Expression]] = field(repr=False)
    shape: Shape = field(repr=False)

    @property
    def needs(self) -> frozenset[str]:
        """Every piece of evidence that waits for a step; all others are asked for when the application is sent."""
        return frozenset(need for step in self.steps.values() for need in step.needs)

    def weighs(self, lane: Lane) -> bool:
        """Whether the posts of a lane conclude anything or look at objections, and so must read what was said; who only
        visits, puts up or hands over need not (个人信息保护法 art. 6)."""
        led_to = {step.objections.leads_to for step in self.steps.values() if step.objections}
        own = [step for step in self.steps.values() if step.lane == lane]
        return any(step.kind == "evidence" or step.outcomes or step.id in led_to for step in own)


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody or something does to an open step."""

    step: str
    occurrence: int = 1
    outcome: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the log. `took` are the flows chosen at gateways behind the step, `values` what scripts worked out:
    written down once, so that no later law, answer or day changes the past.
    """

    step: str
    occurrence: int
    outcome: str
    result: Mapping[str, Any]
    at: datetime
    took: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As stored in JSON; `read` is its inverse."""
        return {
            "step": self.step,
            "occurrence": self.occurrence,
            "outcome": self.outcome,
            "result": dict(self.result),
            "at": self.at.isoformat(),
            "took": list(self.took),
            "values": dict(self.values),
        }

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Done":
        """From what `plain` gave."""
        at = datetime.fromisoformat(raw["at"])
        took = tuple(raw["took"])
        return cls(raw["step"], raw["occurrence"], raw["outcome"], raw["result"], at, took, raw["values"])


Log = tuple[Done, ...]
"""The first entry is the start event's, made by `begin`."""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step somebody or something must end. `occurrence` counts from 1 how often it was opened; `since` is when."""

    definition: Step
    occurrence: int
    since: datetime

    @property
    def step(self) -> str:
        """Its id."""
        return self.definition.id


@dataclass(frozen=True, slots=True)
class Position:
    """Where a process stands after a log. `passed` are the nodes and flows behind us; the rest serves this context."""

    open: tuple[OpenStep, ...]
    end: End | None
    passed: frozenset[str]
    results: Mapping[str, Mapping[str, Any]]
    values: Mapping[str, Any]
    times: Mapping[str, int]
    tokens: Mapping[str, tuple[int, datetime]] = field(repr=False)
    arrived: frozenset[str] = field(repr=False)
    last: datetime

    @property
    def ended(self) -> bool:
        """Whether nothing more happens."""
        return self.end is not None

    def find(self, step: str, occurrence: int) -> OpenStep | None:
        """The open step of an id and occurrence, if it is open."""
        return next((each for each in self.open if (each.step, each.occurrence) == (step, occurrence)), None)
