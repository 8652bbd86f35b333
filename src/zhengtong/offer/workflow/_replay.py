"""Where a process stands: rebuilt from its log, or moved on by one more entry.

Replay evaluates nothing: the flows taken and the values of scripts stand in the log. Only `begin` and `complete`, which
write an entry, ask CEL.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from zhengtong.kernel import clock, expressions
from zhengtong.kernel.expressions import ExpressionError, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow._graph import Node
from zhengtong.offer.workflow._machine import Machine
from zhengtong.offer.workflow._shape import values_of
from zhengtong.offer.workflow.data import (
    CannotTell,
    Doing,
    Done,
    Facts,
    Log,
    OpenStep,
    Position,
    Process,
    Step,
    StepNotOpen,
    UnknownOutcome,
    WrongResult,
)

_Token = tuple[int, datetime]


def position(process: Process, log: Log) -> Position:
    """Where the process stands after a log that `begin` and `complete` made. No query, no CEL.

    StepNotOpen when an entry ends a step that was not open: the log is of another process.
    """
    run = _Run(process)
    for done in log:
        run.follow(done)
    return run.position()


def follow(process: Process, before: Position, done: Done) -> Position:
    """One more entry of the log on top of a position; the same as `position` of the whole log. StepNotOpen."""
    run = _Run(process, before)
    run.follow(done)
    return run.position()


def begin(process: Process, *, at: datetime, facts: Facts) -> Done:
    """The first entry of a log. CannotTell when a gateway before the first step needs what is not known."""
    start = process.graph.start_of("")
    return _Run(process).write(Done(start.id, 1, "", {}, at), facts)


def complete(process: Process, before: Position, doing: Doing, *, at: datetime, facts: Facts) -> tuple[Done, Position]:
    """End an open step: the entry to keep, and the position after it.

    StepNotOpen, UnknownOutcome or WrongResult when it cannot be ended so; CannotTell when a condition behind it needs
    what is not known yet. Nothing is changed then.
    """
    opened = before.find(doing.step, doing.occurrence)
    if opened is None:
        raise _not_open(process, doing.step)
    step = opened.definition
    _check_outcome(step, doing.outcome)
    result = _checked(step, doing.result)
    run = _Run(process, before)
    done = run.write(Done(doing.step, doing.occurrence, doing.outcome, result, at), facts)
    return done, run.position()


def _not_open(process: Process, id: str) -> StepNotOpen:
    step = process.steps.get(id)
    return StepNotOpen(name=step.name if step else id)


def _check_outcome(step: Step, outcome: str) -> None:
    allowed = [each.id for each in step.outcomes] or [""]
    if outcome not in allowed:
        raise UnknownOutcome(name=step.name, choices=_listed(step))


def _listed(step: Step) -> Text:
    labels = [each.label for each in step.outcomes]
    return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def _checked(step: Step, result: Mapping[str, Any]) -> dict[str, Any]:
    """The result, every field declared and of its type; dates become ISO text, as the log keeps them."""
    unknown = sorted(set(result) - set(step.result))
    if unknown:
        raise WrongResult(name=step.name, what="、".join(unknown))
    try:
        return expressions.prepare(Shape({f"{name}?": kind for name, kind in step.result.items()}), result).data
    except ExpressionError as error:
        raise WrongResult(name=step.name, what=error.text) from error


class _Run:
    """A machine whose tokens know when and how often their step was opened."""

    def __init__(self, process: Process, before: Position | None = None) -> None:
        self.process = process
        self.times = dict(before.times) if before else {}
        self.results = dict(before.results) if before else {}
        self.values = dict(before.values) if before else {}
        self.begun = before is not None
        self.ended_before = before is not None and before.ended
        self.now = before.last if before else datetime.min.replace(tzinfo=clock.CHINA)
        self.machine: Machine[_Token] = Machine(process.graph, self._token, _never, _never)
        if before:
            self.machine.tokens = dict(before.tokens)
            self.machine.arrived = set(before.arrived)
            self.machine.passed = set(before.passed)
            self.machine.ends = [before.end.id] if before.end else []

    def _token(self, node: Node) -> _Token:
        self.times[node.id] = self.times.get(node.id, 0) + 1
        return (self.times[node.id], self.now)

    def follow(self, done: Done) -> None:
        """Go where a written entry went."""
        took = iter(done.took)
        self.values.update(done.values)
        self.machine.choose = lambda node: next(took)
        self.machine.assign = lambda node: None
        self._move(done)

    def write(self, done: Done, facts: Facts) -> Done:
        """Go on by CEL, and write down where."""
        decider = _Decider(self, facts, clock.china_date(done.at))
        self.machine.choose, self.machine.assign = decider.choose, decider.assign
        self._move(done)
        return replace(done, took=tuple(decider.took), values=decider.worked_out)

    def _move(self, done: Done) -> None:
        self.now = done.at
        if not self.begun:
            self._begin(done)
            return
        token = self.machine.tokens.get(done.step)
        if token is None or token[0] != done.occurrence or done.step not in self.process.steps:
            raise _not_open(self.process, done.step)
        self.results[done.step] = {**done.result, "outcome": done.outcome}
        self.machine.fire(done.step)

    def _begin(self, done: Done) -> None:
        if done.step != self.process.graph.start_of("").id:
            raise _not_open(self.process, done.step)
        self.begun = True
        self.machine.begin()

    def position(self) -> Position:
        machine, steps = self.machine, self.process.steps
        reached = self._stages()
        waiting = sorted(
            (self.process.graph.nodes[id].order, id)
            for id in machine.tokens
            if id in steps and steps[id].until not in reached
        )
        return Position(
            open=tuple(OpenStep(steps[id], *machine.tokens[id]) for _, id in waiting),
            end=self.process.ends[machine.ends[-1]] if machine.ended else None,
            passed=frozenset(machine.passed),
            results=self.results,
            values=self.values,
            times=self.times,
            tokens=machine.tokens,
            arrived=frozenset(machine.arrived),
            last=self.now,
        )

    def _stages(self) -> frozenset[str]:
        """Every stage up to the furthest one of which a step was opened."""
        order = [stage.id for stage in self.process.timeline]
        steps = (self.process.steps[id] for id in self.times if id in self.process.steps)
        return frozenset(order[: max((order.index(step.stage) for step in steps if step.stage), default=-1) + 1])


def _never(node: Node) -> Any:
    raise AssertionError(f"{node.id} was reached outside of an entry")


class _Decider:
    """Asks CEL at a gateway or script, and remembers what it said."""

    def __init__(self, run: _Run, facts: Facts, today: date) -> None:
        self.run, self.facts, self.today = run, facts, today
        self.took: list[str] = []
        self.worked_out: dict[str, Any] = {}

    def choose(self, node: Node) -> str:
        """The first flow whose condition holds, else the default."""
        flows = (flow for flow in self.run.process.graph.outgoing[node.id] if flow != node.default)
        taken = next(
            (flow for flow in flows if self._evaluate(self.run.process.conditions[flow].evaluate)), node.default
        )
        self.took.append(taken)
        return taken

    def assign(self, node: Node) -> None:
        """Work out a script's value and keep it under its name."""
        name, expression = self.run.process.scripts[node.id]
        value = self._evaluate(expression.evaluate)
        self.worked_out[name] = value.isoformat() if isinstance(value, date) else value
        self.run.values.update(self.worked_out)

    def _evaluate(self, evaluate: Callable[[Any], Any]) -> Any:
        process, run = self.run.process, self.run
        seen = values_of(process.options, self.facts, run.results, run.values, self.today)
        try:
            return evaluate(expressions.prepare(process.shape, seen))
        except ExpressionError as error:
            raise CannotTell(what=error.text) from error
