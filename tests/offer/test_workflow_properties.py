"""What holds for every way through a process: prefixes, order of parallel branches, a way out, and a second engine."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offer.drawings import drawing
from offer.walking import STALL, Walk, every_way, process_of, ways_to_end
from zhengtong.offer.workflow import _bpmn, _explore, _second_opinion
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow._machine import Machine
from zhengtong.offer.workflow.data import OpenStep, Position, Process

NAMES = ("minimum-living-allowance", "market-stall")
_LONGEST = 40


@cache
def process(name: str) -> Process:
    return process_of(name)


def walked(name: str, data: st.DataObject) -> list[Walk]:
    """A walk of random choices, as it stood after every entry."""
    walk = Walk(process(name), STALL)
    stages = [Walk(walk.process, STALL, list(walk.log))]
    for _ in range(data.draw(st.integers(0, _LONGEST))):
        if walk.position.ended:
            break
        opened = data.draw(st.sampled_from(walk.position.open))
        outcome, result = data.draw(st.sampled_from(list(ways_to_end(walk.process, opened))))
        walk.end(opened.step, outcome, **result)
        stages.append(Walk(walk.process, STALL, list(walk.log)))
    assert stages[-1].position == walk.position
    return stages


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_replay_of_any_prefix_is_what_it_was(name: str, data: st.DataObject) -> None:
    stages = walked(name, data)
    position: Position | None = None
    for stage in stages:
        done = stage.log[-1]
        position = workflow.follow(stage.process, position, done) if position else stage.position
        assert position == stage.position


def tokens(position: Position) -> set[tuple[str, int]]:
    return {(each.step, each.occurrence) for each in position.open}


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_runs_in_parallel_may_be_ended_in_any_order(name: str, data: st.DataObject) -> None:
    walk = walked(name, data)[-1]
    if len(walk.position.open) < 2:
        return
    one, other = data.draw(st.permutations(walk.position.open))[:2]
    ends = {each.step: data.draw(st.sampled_from(list(ways_to_end(walk.process, each)))) for each in (one, other)}

    def both(first: OpenStep, second: OpenStep) -> Position | None:
        again = Walk(walk.process, STALL, list(walk.log))
        for opened in (first, second):
            outcome, result = ends[opened.step]
            if (opened.step, opened.occurrence) not in tokens(again.position):
                return None  # the first closed the second: they are alternatives, not parallel
            again.end(opened.step, outcome, **result)
        return again.position

    ahead, behind = both(one, other), both(other, one)
    if ahead is None or behind is None:
        return
    assert tokens(ahead) == tokens(behind)
    assert (ahead.end, ahead.passed, ahead.results) == (behind.end, behind.passed, behind.results)


@pytest.mark.parametrize("name", NAMES)
def test_every_reachable_state_has_a_way_out_and_every_node_is_reached(name: str) -> None:
    graph = process(name).graph
    explored = _explore.explore(graph)
    assert explored.sound
    assert explored.reached >= {id for id, node in graph.nodes.items() if node.kind != "event_subprocess"}
    ended = {state for state in explored.moves if not state.tokens}
    assert {end for state in ended for end in state.ends} == set(process(name).ends)


@pytest.mark.parametrize("name", NAMES)
def test_every_flow_is_taken_and_every_end_reached_by_real_conditions(name: str) -> None:
    """No condition is always false, and none hides what lies behind it."""
    flows, ends = every_way(process(name), STALL)
    assert process(name).graph.flows.keys() - flows == set()
    assert ends == set(process(name).ends)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_engine_walks_every_move_alike(name: str) -> None:
    graph = process(name).graph
    explored = _explore.explore(graph)
    assert sum(map(len, explored.moves.values())) < _second_opinion.MAX_MOVES
    assert _second_opinion.differing(graph, explored) == frozenset()


@pytest.mark.parametrize("seed", range(12))
def test_random_sound_drawings_are_found_sound_by_both_engines(seed: int) -> None:
    both_agree(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12, 40))
def test_many_random_sound_drawings_are_found_sound_by_both_engines(seed: int) -> None:
    both_agree(seed)


def both_agree(seed: int) -> None:
    graph = _bpmn.read(drawing(seed))
    explored = _explore.explore(graph)
    if not explored.too_many:
        assert explored.sound
        assert _second_opinion.differing(graph, explored) == frozenset()


def test_a_planted_fault_of_our_machine_is_seen_by_the_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A join that does not wait: what we believe is open differs from what the other engine has open."""
    monkeypatch.setattr(Machine, "_join", lambda self, node, flow: self._leave(node))
    graph = process("minimum-living-allowance").graph
    explored = _explore.explore(graph)
    assert "visit" in _second_opinion.differing(graph, explored)


def test_a_planted_loss_of_tokens_is_seen_by_the_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A boundary event that leaves its activity open."""
    monkeypatch.setattr(Machine, "_interrupt", lambda self, activity: None)
    graph = process("market-stall").graph
    graph = replace(
        graph, nodes={**graph.nodes, "refused_late": replace(graph.nodes["refused_late"], kind="end", tag="endEvent")}
    )
    assert "never_mended" in _second_opinion.differing(graph, _explore.explore(graph))


def test_what_the_second_engine_does_not_take_is_a_difference() -> None:
    graph = process("market-stall").graph
    broken = {**graph.nodes, "visit_begins": replace(graph.nodes["visit_begins"], kind="throw")}
    assert _second_opinion.differing(replace(graph, nodes=broken), _explore.explore(graph)) == {"arrived"}
