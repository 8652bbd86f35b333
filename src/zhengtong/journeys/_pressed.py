"""Which button ended each step of a case."""

from collections.abc import Mapping, Sequence

from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Outcome


def pressed(version: ServiceVersion, done: Sequence[ProcessStepData]) -> Mapping[str, Outcome]:
    """The button of each step that is done; of one done twice, the last."""
    process = workflow.process_of(version)
    steps = process.steps if process else {}
    buttons = {(step.id, each.id): each for step in steps.values() for each in step.outcomes}
    rows = sorted(done, key=lambda one: one.place or 0)
    keys = [(row.key.step, row.outcome) for row in rows]
    return {key[0]: buttons[key] for key in keys if key in buttons}
