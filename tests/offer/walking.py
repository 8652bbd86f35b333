"""Walks a process: by hand, step by step, or through every way its drawing allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from zhengtong.kernel import clock
from zhengtong.offer.catalogue import _folder
from zhengtong.offer.catalogue._typed import service_of
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Doing, Done, OpenStep, Process

AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
STALLS = Path(__file__).parent / "processes" / "market-stall"
SERVICES = Path(__file__).parents[2] / "services"
BASE = SERVICES / "civil-affairs/minimum-living-allowance"
ALLOWANCE = Path(__file__).parents[2] / "demo/services/civil-affairs/minimum-living-allowance"
FOLDERS = {"market-stall": STALLS, "minimum-living-allowance": ALLOWANCE}
STALL = {"parameters": {"days": 30, "fee_a_day": 500}}


def version_of(folder: Path) -> ServiceVersion:
    """A folder as a version, without a database."""
    content = _folder.read(folder).content()
    return ServiceVersion(str(folder), service_of(content["service.yaml"]), 1, AT, content, 0)


def process_of(name: str) -> Process:
    """One of the two processes walked in the tests."""
    process = workflow.process_of(version_of(FOLDERS[name]))
    assert process is not None
    return process


@dataclass
class Walk:
    """A case on its way: the log, and where it stands."""

    process: Process
    facts: Mapping[str, Any] = field(default_factory=dict)
    log: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.log:
            self.log.append(workflow.begin(self.process, at=AT, facts=self.facts))
        self.position = workflow.position(self.process, tuple(self.log))

    def end(self, step: str, outcome: str = "", **result: Any) -> "Walk":
        """End the open occurrence of a step."""
        opened = next(each for each in self.position.open if each.step == step)
        doing = Doing(step, opened.occurrence, outcome, result)
        at = AT + timedelta(hours=len(self.log))
        done, self.position = workflow.complete(self.process, self.position, doing, at=at, facts=self.facts)
        self.log.append(done)
        return self

    @property
    def open(self) -> list[str]:
        """What is open on the road, in the order of the drawing; `step` or `step 2` from the second time on."""
        nodes = self.process.graph.nodes
        opened = [each for each in self.position.open if nodes[each.step].kind != "trigger"]
        return [each.step if each.occurrence == 1 else f"{each.step} {each.occurrence}" for each in opened]

    @property
    def words(self) -> str:
        """The timeline: `x` done, `o` now, `!` stopped, `.` to come."""
        signs = {"done": "x", "now": "o", "stop": "!", "": "."}
        return "".join(signs[word.state] for word in workflow.words(self.process, self.position))


def ways_to_end(process: Process, opened: OpenStep) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every outcome of a step, with every combination of its yes-or-no results."""
    results: list[dict[str, Any]] = [{}]
    for name, kind in opened.definition.result.items():
        if kind == "bool":
            results = [{**result, name: value} for result in results for value in (True, False)]
    for outcome in [each.id for each in opened.definition.outcomes] or [""]:
        for result in results:
            yield outcome, result


def every_way(process: Process, facts: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Walk on, with real conditions, until every outcome of every step has led wherever it leads.

    Two cases count as one where the same is open and the same is behind them. The flows passed, and the ends reached.
    """
    begun = workflow.position(process, (workflow.begin(process, at=AT, facts=facts),))
    waiting, seen, flows, ends = [begun], set[tuple[frozenset[str], frozenset[str]]](), set[str](), set[str]()
    while waiting:
        position = waiting.pop()
        key = (frozenset(each.step for each in position.open), position.passed)
        if key in seen:
            continue
        seen.add(key)
        flows |= position.passed & process.graph.flows.keys()
        ends |= {position.end.id} if position.end else set()
        for opened in position.open:
            for outcome, result in ways_to_end(process, opened):
                doing = Doing(opened.step, opened.occurrence, outcome, result)
                waiting.append(workflow.complete(process, position, doing, at=AT, facts=facts)[1])
    return flows, ends
