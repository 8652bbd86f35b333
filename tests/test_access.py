"""Apis × roles × own and foreign objects, and the table itself on a planted operation."""

from pathlib import Path

import pytest

import access
from access import World, faults
from access_table import TABLE, Operation
from architecture.planting import plant
from architecture.source import Source, told_who_acts
from zhengtong.delivery.cases import _desk, _policy
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel.actor import Actor

pytestmark = pytest.mark.slow


@pytest.fixture
def world(db: None, legal_time: object) -> World:
    return access.world()


@pytest.mark.parametrize("context", TABLE)
def test_each_role_gets_what_is_theirs(context: str, world: World) -> None:
    assert [fault for operation in TABLE[context] for fault in faults(operation, world)] == []


def unlisted(source: Source) -> list[str]:
    """Operations of an api that are told who acts, and that the table does not name. Trust has tables of its own."""
    listed = {f"{context}.api.{operation.name}" for context, rows in TABLE.items() for operation in rows}
    offered = (
        name
        for context in source.contexts()
        if not context.startswith(("kernel.", "trust."))
        for name, (_, function) in source.operations(context).items()
        if told_who_acts(function)
    )
    return sorted(set(offered) - listed)


def test_every_operation_stands_in_the_table(repository: Path) -> None:
    assert unlisted(Source.read(repository / "src" / "zhengtong")) == []


def test_a_planted_operation_is_seen(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__duties__api="""
            from zhengtong.kernel.actor import Actor

            def hand_over(duty_id: str, *, actor: Actor): ...

            def of_everybody(member: Actor): ...

            def lamp_of(due): ...
        """,
    )
    assert unlisted(tree) == ["office.duties.api.hand_over", "office.duties.api.of_everybody"]


def _found(name: str, world: World) -> list[str]:
    operation: Operation = next(each for each in TABLE["delivery.cases"] if each.name == name)
    return list(faults(operation, world))


def test_a_planted_clerk_of_every_office_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_any_office(actor: Actor, _case: Case) -> bool:
        return _policy.works_desk(actor)

    monkeypatch.setattr(_policy, "is_clerk", of_any_office)
    assert _found("case", world) == ["case as other_clerk: yes, not NotFound"]
    assert _found("decide", world) == ["decide as other_clerk: yes, not NotFound"]


def test_a_planted_list_of_every_office_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_desk, "_of_office", lambda _actor: Case.objects.all())
    assert _found("archive", world) == ["archive as other_clerk: yes, not nothing"]
    assert _found("queue", world) == ["queue as other_clerk: yes, not nothing"]
