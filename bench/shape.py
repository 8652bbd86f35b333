"""The one shape of every bench: prepare → (limit → ours) in turns → check → figures."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # which imports this one
    from store import Store


@dataclass(slots=True)
class Measured:
    """One turn: a rate (per second) or a time (seconds), and what it cost."""

    value: float
    cpu_ms: float = 0.0
    """Processor time an operation, of server and database together."""
    latencies_ms: Sequence[float] = ()
    errors: int = 0
    database_cpu_ms: float = 0.0
    """What of it the processes of the database took; SQLite has none of its own."""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a bench module is made of. `check` fails by raising; it runs before anything is printed."""

    unit: str
    goal: str
    prepare: Callable[[Path, "Store"], Any]
    limit: Callable[[Any], Measured]
    ours: Callable[[Any], Measured]
    check: Callable[[Any, Sequence[Measured]], dict[str, Any]]
    """Looks whether the result is right and its rows are durable; returns sizes for the detail."""
    close: Callable[[Any], None] = lambda world: None
    turns: int = 3
    higher_is_better: bool = True


def run(name: str, bench: Bench, folder: Path, store: "Store") -> dict[str, Any]:
    """The figures of a bench, after its check. Limit and ours take turns, so that both meet the same machine."""
    world = bench.prepare(folder, store)
    try:
        limits, ours = [], []
        for _ in range(bench.turns):
            limits.append(bench.limit(world))
            ours.append(bench.ours(world))
        sizes = bench.check(world, ours)
    finally:
        bench.close(world)
    return _figures(name, bench, limits, ours, {**sizes, "database": store.told})


def _figures(
    name: str, bench: Bench, limits: Sequence[Measured], ours: Sequence[Measured], sizes: dict[str, Any]
) -> dict[str, Any]:
    reached, possible = _middle(ours), _middle(limits)
    ratio = reached / possible if bench.higher_is_better else possible / reached
    latencies = sorted(latency for turn in ours for latency in turn.latencies_ms)
    detail = {
        "cpu_ms": round(statistics.mean(turn.cpu_ms for turn in ours), 3),
        "limit_cpu_ms": round(statistics.mean(turn.cpu_ms for turn in limits), 3),
        "database_cpu_ms": round(statistics.mean(turn.database_cpu_ms for turn in ours), 3),
        "p50_ms": percentile(latencies, 0.50),
        "p99_ms": percentile(latencies, 0.99),
        "errors": sum(turn.errors for turn in (*limits, *ours)),
        "turns": [round(turn.value, 2) for turn in ours],
        "limit_turns": [round(turn.value, 2) for turn in limits],
        **ours[-1].more,
        **sizes,
        "goal": bench.goal,
    }
    figures = {"name": name, "ours": round(reached, 2), "limit": round(possible, 2), "ratio": round(ratio, 3)}
    return {**figures, "unit": bench.unit, "detail": detail}


def _middle(turns: Sequence[Measured]) -> float:
    return statistics.median(turn.value for turn in turns)


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """A value of a sorted list below which `share` of it lies."""
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2) if ordered else None


def line(figures: dict[str, Any]) -> str:
    """The last line of a bench."""
    return json.dumps(figures, ensure_ascii=False)
