"""Every state a drawing can come to, whatever gateways decide: what is never reached, hangs, or has no way out."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zhengtong.offer.workflow._graph import Graph, Node
from zhengtong.offer.workflow._machine import Machine, Unsafe

MAX_STATES, MAX_WAYS = 3_000, 20_000


@dataclass(frozen=True, slots=True)
class State:
    """What waits, and how the process ended, if it has."""

    tokens: frozenset[str]
    arrived: frozenset[str]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A step ended in a state; `took` are the flows chosen behind it."""

    before: State
    step: str
    took: tuple[str, ...]
    after: State


@dataclass(slots=True)
class Explored:
    """All that can happen. `unsafe`, `early`, `hanging`, `lost` and `differing` name nodes that must be mended."""

    begins: list[tuple[tuple[str, ...], State]] = field(default_factory=list)
    moves: dict[State, list[Move]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    unsafe: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    hanging: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    differing: frozenset[str] = frozenset()
    ways: int = 0
    too_many: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing of all that was found must be mended."""
        return not (self.unsafe or self.early or self.hanging or self.lost or self.too_many)


class _Fork(Exception):
    def __init__(self, flows: tuple[str, ...]) -> None:
        super().__init__()
        self.flows = flows


def explore(graph: Graph) -> Explored:
    """Walk every way through a graph without loops of gateways alone."""
    found = Explored()
    queue: deque[State] = deque()
    for took, machine in _ways(graph, None, Machine.begin, found):
        state = _note(graph, machine, found)
        found.begins.append((took, state))
        queue.append(state)
    while queue and not found.too_many:
        state = queue.popleft()
        if state in found.moves:
            continue
        found.moves[state] = []
        for step in sorted(id for id in state.tokens if graph.nodes[id].waits):
            for took, machine in _ways(graph, state, lambda m, step=step: m.fire(step), found):  # type: ignore[misc]
                after = _note(graph, machine, found)
                found.moves[state].append(Move(state, step, took, after))
                queue.append(after)
        found.too_many |= len(found.moves) > MAX_STATES
    if not found.too_many:
        _find_lost(graph, found)
    return found


def _ways(
    graph: Graph, state: State | None, act: "Callable[[Machine[None]], None]", found: Explored
) -> "Iterator[tuple[tuple[str, ...], Machine[None]]]":
    """One machine for every combination of choices an act can lead through."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting and not found.too_many:
        took = waiting.pop()
        found.ways += 1
        found.too_many = found.ways > MAX_WAYS
        machine = _machine(graph, state, took)
        try:
            act(machine)
        except _Fork as fork:
            waiting.extend((*took, flow) for flow in fork.flows)
        except Unsafe as unsafe:
            found.unsafe.add(unsafe.node.id)
        else:
            yield took, machine


def _machine(graph: Graph, state: State | None, took: tuple[str, ...]) -> "Machine[None]":
    ahead = iter(took)

    def choose(node: Node) -> str:
        flow = next(ahead, None)
        if flow is None:
            raise _Fork(graph.outgoing[node.id])
        return flow

    machine: Machine[None] = Machine(graph, lambda node: None, choose, lambda node: None)
    if state:
        machine.tokens = dict.fromkeys(sorted(state.tokens))
        machine.arrived, machine.ends = set(state.arrived), list(state.ends)
    return machine


def _note(graph: Graph, machine: "Machine[None]", found: Explored) -> State:
    found.reached |= machine.passed | machine.tokens.keys()
    state = State(frozenset(machine.tokens), frozenset(machine.arrived), tuple(machine.ends))
    if machine.ended:
        return state
    if state.ends:
        found.early.update(state.ends)
    if not any(graph.nodes[id].waits and graph.nodes[id].kind != "trigger" for id in state.tokens):
        found.hanging.update(graph.flows[flow].target for flow in state.arrived)
    return state


def _find_lost(graph: Graph, found: Explored) -> None:
    """Steps of states from which no end can be reached but by what may happen at any time."""
    before: dict[State, set[State]] = {}
    for moves in found.moves.values():
        for move in moves:
            if graph.nodes[move.step].kind != "trigger":
                before.setdefault(move.after, set()).add(move.before)
    good = {state for state in found.moves if state.ends}
    queue = deque(good)
    while queue:
        for state in before.get(queue.popleft(), set()) - good:
            good.add(state)
            queue.append(state)
    for state in found.moves.keys() - good:
        found.lost.update(id for id in state.tokens if graph.nodes[id].kind == "task")
