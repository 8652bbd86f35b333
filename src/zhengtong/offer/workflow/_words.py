"""A position in words: the timeline of at most five, and the list that stands beside the diagram."""

from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import OpenStep, Position, Process, Station, Step, Word, WordState


def words(process: Process, position: Position) -> tuple[Word, ...]:
    """The timeline: done, now, to come; when it ended without, the word where it stopped."""
    order = [stage.id for stage in process.timeline]
    here = _here(order, process, position)
    return tuple(Word(stage.id, stage.word, _state(i, here, position)) for i, stage in enumerate(process.timeline))


def _here(order: list[str], process: Process, position: Position) -> int:
    """The earliest word something is open for; where it ended, the furthest word a step of which is behind us."""
    if not position.ended:
        opened = [order.index(each.definition.stage) for each in position.open if each.definition.stage]
        return min(opened, default=0)
    steps = (process.steps[id] for id in position.results)
    return max((order.index(step.stage) for step in steps if step.stage), default=0)


def _state(place: int, here: int, position: Position) -> WordState:
    if position.end and not position.end.bad:
        return "done"
    if place < here:
        return "done"
    if place > here:
        return ""
    return "stop" if position.end else "now"


def stations(process: Process, position: Position) -> tuple[Station, ...]:
    """Every step somebody acts in, in the order of the drawing, with its state."""
    listed = [step for step in process.steps.values() if shown(process, step)]
    listed.sort(key=lambda step: process.graph.nodes[step.id].order)
    return tuple(
        Station(step.id, step.name, step.lane.name if step.lane else None, state, _came(step, position, state))
        for step in listed
        for state in (state_of(step.id, position),)
    )


def _came(step: Step, position: Position, state: WordState) -> Text | None:
    """The name of what a step ended with; a step that is open once more has not ended."""
    ended = position.results.get(step.id, {}).get("outcome", "") if state == "done" else ""
    return next((one.label for one in step.outcomes if one.id == ended), None)


def shown(process: Process, step: Step) -> bool:
    """Whether a step stands on the road; what may happen at any time does not, until it has happened."""
    return process.graph.nodes[step.id].kind != "trigger"


def state_of(id: str, position: Position) -> WordState:
    """Whether a node is behind us, where we are, or to come."""
    if any(each.step == id for each in position.open):
        return "now"
    return "done" if id in position.passed else ""


def here(position: Position) -> tuple[OpenStep, ...]:
    """The open steps that stand on the road: not what may happen at any time."""
    return tuple(each for each in position.open if each.definition.stage)


ENDED = Text("办完了：{name}", "It has ended: {name}")
HERE = Text("您在这里：{names}", "You are here: {names}")


def sentence(position: Position) -> Text:
    """Where we are, in one sentence."""
    if position.end:
        return Text(ENDED.zh.format(name=position.end.name.zh), ENDED.en.format(name=position.end.name.en))
    names = [each.definition.name for each in here(position)]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Text(HERE.zh.format(names=zh), HERE.en.format(names=en))
