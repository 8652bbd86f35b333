"""Deciding: conditions in order, then the sum; on law in force that day, or by a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import ExpressionError
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation, ServiceVersion
from zhengtong.offer.rules._asked import (
    Facts,
    StaleError,
    asked_about,
    common_values,
    evidence_of,
    evidence_values,
)
from zhengtong.offer.rules._in_force import in_force
from zhengtong.offer.rules._ruleset import Condition, Input, Nothing, Row, Rule, Ruleset, ruleset_of
from zhengtong.offer.rules._shown import filled, shown
from zhengtong.offer.rules.data import (
    Asked,
    Compared,
    Decision,
    Held,
    Line,
    MissingEvidence,
    Outcome,
    Reason,
    UsedParameter,
    Value,
    WorkedOut,
)

_STALE = Text(
    "“{label}”没有 {day} 这天的规定，由工作人员来定。", "There is no “{label}” in force on {day}; an official decides."
)
_NOBODY = Text(
    "没有查到这个人（{resource}），由工作人员核对。", "No such person was found ({resource}); an official checks."
)
_NOBODY_NAMED = Text("没有查到{name}这个人，由工作人员核对。", "{name} was not found; an official checks.")
_NOTHING = Text("算出来是 {amount}，由工作人员来定。", "The sum comes to {amount}; an official decides.")
_NO_ROW = Text("没有一档标准对得上，由工作人员来定。", "No row of the amounts applies; an official decides.")
_UNKNOWN = Text("（算不出）", "(cannot be worked out)")
_UNCOMPUTABLE = Text(
    "规则算不出来（{what}），由工作人员来定。", "The rules cannot be worked out ({what}); an official decides."
)

_NOTHING_LEFT = "nothing_left"


def decide(version: ServiceVersion, facts: Facts, on: date) -> Decision:
    """What the rules say on a day.

    `facts`: `answers` as forms leave them, `applicant` {name, id_number}, `evidence` {need id: {field: value}}, for a
    need about each of several people {need id: {key of the person: {field: value}}}; an evidence that is None means
    the department knows no such person. MissingEvidence when an answer or a field of it has not come. A parameter
    without a value in force on the day, and whatever cannot be worked out, goes to a person.
    """
    rules = ruleset_of(version)
    used: dict[str, UsedParameter] = {}
    try:
        asked = asked_about(rules, facts, on)
        nobody = [one for one in asked if evidence_of(one, facts) is None]
        if nobody:
            return _unknown(nobody[0])
        return _Run(rules, facts, asked, on, used).decide()
    except StaleError as stale:
        marks = {"label": rules.parameters[stale.name].label, "day": shown("date", on.isoformat())}
        return _to_person("stale_parameter", filled(_STALE, marks), tuple(used.values()))
    except _NoRow:
        return _to_person("no_row", _NO_ROW, tuple(used.values()))
    except _NothingLeft as left:
        return _to_person(_NOTHING_LEFT, filled(_NOTHING, {"amount": left.shown}), tuple(used.values()))
    except ExpressionError as error:
        return _to_person("uncomputable", filled(_UNCOMPUTABLE, {"what": error.text}), tuple(used.values()))


def worked_out(version: ServiceVersion, facts: Facts, on: date) -> dict[str, WorkedOut]:
    """Every value of the result on a day as far as the rules can work it out, for the official who decides instead.

    The facts are those of `decide`; nothing when the version has no rules.
    """
    if "rules.yaml" not in version.files:
        return {}
    rules = ruleset_of(version)
    try:
        asked = asked_about(rules, facts, on)
        run = None if any(evidence_of(one, facts) is None for one in asked) else _Run(rules, facts, asked, on, {})
    except (MissingEvidence, StaleError, ExpressionError):
        run = None
    values = {
        name: WorkedOut(i.kind, run and run.tried(i.rule), _needs(rules, i.rule)) for name, i in rules.values.items()
    }
    if rules.amount_id:
        values[rules.amount_id] = WorkedOut("money", run and run.amount(), ())
    return values


def from_answers(version: ServiceVersion, facts: Facts, on: date) -> dict[str, WorkedOut]:
    """The values of the result that rest on no evidence: they are known whatever departments have yet to say.

    The facts are those of `decide`; a value is None where it cannot be worked out.
    """
    if "rules.yaml" not in version.files:
        return {}
    rules = ruleset_of(version)
    alone = {name: i for name, i in rules.values.items() if not _needs(rules, i.rule)}
    try:
        run = _Run(rules, facts, (), on, {})
    except ExpressionError:
        return {name: WorkedOut(i.kind, None, ()) for name, i in alone.items()}
    return {name: WorkedOut(i.kind, run.tried(i.rule), ()) for name, i in alone.items()}


def arithmetic(version: ServiceVersion, facts: Facts, on: date) -> tuple[Line, ...]:
    """The lines of the sum as the rules work it out, whatever their conditions say, for the official who decides.

    Empty where there is no sum, or where a line of it cannot be worked out. The facts are those of `decide`.
    """
    if "rules.yaml" not in version.files:
        return ()
    rules = ruleset_of(version)
    try:
        return _Run(rules, facts, asked_about(rules, facts, on), on, {}).lines()
    except (MissingEvidence, StaleError, _NoRow, ExpressionError):
        return ()


def held(version: ServiceVersion, facts: Facts, on: date) -> tuple[Held, ...]:
    """Every condition that holds, whichever of them decides, for the official: none hides another from them.

    That nothing is left of the sum counts as one. What cannot be worked out is left out; nothing while evidence is
    missing. The facts are those of `decide`.
    """
    if "rules.yaml" not in version.files:
        return ()
    rules = ruleset_of(version)
    try:
        asked = asked_about(rules, facts, on)
        if any(evidence_of(one, facts) is None for one in asked):
            return ()
        return tuple(_Run(rules, facts, asked, on, {}).held())
    except (MissingEvidence, StaleError, ExpressionError):
        return ()


def compared(version: ServiceVersion, facts: Facts, on: date) -> tuple[Compared, ...]:
    """What was said beside what was found, as the folder pairs them, for the official who looks at the case.

    Empty while evidence is missing; a pair that cannot be worked out is left out. The facts are those of `decide`.
    """
    if "rules.yaml" not in version.files:
        return ()
    rules = ruleset_of(version)
    if not rules.compares:
        return ()
    try:
        run = _Run(rules, facts, asked_about(rules, facts, on), on, {})
    except (MissingEvidence, StaleError, ExpressionError):
        return ()
    pairs = ((one, run.tried(one.said), run.tried(one.found)) for one in rules.compares)
    return tuple(
        Compared(one.label, shown(one.kind, said), shown(one.kind, found), said == found)
        for one, said, found in pairs
        if said is not None and found is not None
    )


def _needs(rules: Ruleset, rule: Rule) -> tuple[str, ...]:
    roots = {path.partition(".")[0] for path in rule.expression.paths}
    return tuple(need.id for need in rules.needs if need.id in roots)


def _to_person(id: str, text: Text, used: tuple[UsedParameter, ...]) -> Decision:
    return Decision("person", (Reason(id, text, None, {}),), (), None, {}, used)


def _unknown(asked: Asked) -> Decision:
    if asked.name:
        return _to_person("person_not_found", _NOBODY_NAMED.format(name=asked.name), ())
    return _to_person("nobody_found", _NOBODY.format(resource=asked.need.resource), ())


class _NoRow(Exception):
    pass


class _NothingLeft(Exception):
    def __init__(self, amount: int) -> None:
        super().__init__(amount)
        self.shown = shown("money", amount)


class _Run:
    """One decision: the values expressions see, and the parameters they used."""

    def __init__(
        self, rules: Ruleset, facts: Facts, asked: Sequence[Asked], on: date, used: dict[str, UsedParameter]
    ) -> None:
        self.rules, self.used = rules, used
        self.in_force = in_force(rules, on)
        values = {**common_values(self.in_force, facts, on), **evidence_values(rules, asked, facts)}
        self.values = expressions.prepare(rules.shape, values)

    def decide(self) -> Decision:
        holding = [condition for condition in self.rules.conditions if self._evaluate(condition.when)]
        if holding and holding[0].outcome != "approve":
            outcome: Outcome = holding[0].outcome
            reasons = tuple(self._reason(condition) for condition in holding if condition.outcome == outcome)
            return Decision(outcome, reasons, (), None, {}, tuple(self.used.values()))
        return self._approve()

    def _approve(self) -> Decision:
        rules = self.rules
        lines = self.lines()
        amount = sum(line.amount_fen for line in lines) if lines else None
        if amount is not None and amount <= 0:
            return self._nothing(lines, amount)
        values = self._inputs(rules.values)
        if amount is not None:
            values[rules.amount_id] = Value("money", amount)
        inputs = self._inputs(rules.inputs)
        reason = Reason("approved", _sentence(rules.reason, inputs), rules.cite, inputs)
        return Decision("approve", (reason,), lines, amount, values, tuple(self.used.values()))

    def _nothing(self, lines: tuple[Line, ...], amount: int) -> Decision:
        nothing = self.rules.nothing
        if nothing is None:
            raise _NothingLeft(amount)
        inputs = self._inputs(nothing.inputs)
        reason = Reason(_NOTHING_LEFT, _sentence(nothing.reason, inputs), nothing.cite, inputs)
        return Decision("refuse", (reason,), lines, None, {}, tuple(self.used.values()))

    def lines(self) -> tuple[Line, ...]:
        """The lines of the sum."""
        return tuple(self._line(table) for table in self.rules.tables)

    def held(self) -> Iterator[Held]:
        """The conditions that hold, and that nothing is left of the sum, as far as they can be worked out."""
        for condition in self.rules.conditions:
            if self.tried(condition.when):
                yield Held(condition.outcome, self._tried_reason(condition.id, condition))
        amount, nothing = self.amount(), self.rules.nothing
        if self.rules.tables and nothing and amount is not None and amount <= 0:
            yield Held("refuse", self._tried_reason(_NOTHING_LEFT, nothing))

    def _tried_reason(self, id: str, of: Condition | Nothing) -> Reason:
        """Its reason; an input that cannot be worked out does not hide that it holds."""
        inputs = {name: Value(entry.kind, self.tried(entry.rule)) for name, entry in of.inputs.items()}
        marks = {n: _UNKNOWN if v.value is None else shown(v.kind, v.value) for n, v in inputs.items()}
        return Reason(id, filled(of.reason, marks), of.cite, inputs)

    def tried(self, rule: Rule) -> Any:
        """The value of a rule, None where it cannot be worked out."""
        try:
            return _plain(self._evaluate(rule))
        except (StaleError, ExpressionError):
            return None

    def amount(self) -> int | None:
        """The sum in fen, None where a line of it cannot be worked out."""
        try:
            return sum(self._line(table).amount_fen for table in self.rules.tables)
        except (StaleError, _NoRow, ExpressionError):
            return None

    def _line(self, table: tuple[Row, ...]) -> Line:
        for row in table:
            if row.when is None or self._evaluate(row.when):
                label = _sentence(row.label, self._inputs(row.inputs))
                return Line(label, int(self._evaluate(row.value)), self._sources(row))
        raise _NoRow

    def _sources(self, row: Row) -> tuple[Citation, ...]:
        """The citations of the parameter values the amount is made of, and the row's own, each once."""
        values = (self.in_force[name].cite for name in row.value.parameters)
        return tuple({cite.id: cite for cite in (*values, row.cite)}.values())

    def _reason(self, condition: Condition) -> Reason:
        inputs = self._inputs(condition.inputs)
        return Reason(condition.id, _sentence(condition.reason, inputs), condition.cite, inputs)

    def _inputs(self, inputs: Mapping[str, Input]) -> dict[str, Value]:
        return {name: Value(entry.kind, _plain(self._evaluate(entry.rule))) for name, entry in inputs.items()}

    def _evaluate(self, rule: Rule) -> Any:
        for name in rule.parameters:
            if name not in self.in_force:
                raise StaleError(name)
            self.used[name] = self.in_force[name]
        return rule.expression.evaluate(self.values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _sentence(text: Text, inputs: Mapping[str, Value]) -> Text:
    return filled(text, {name: shown(entry.kind, entry.value) for name, entry in inputs.items()})
