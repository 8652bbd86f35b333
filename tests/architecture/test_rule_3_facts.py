"""Rule 3: calls go down, facts go up; only a journey writes to several contexts."""

from pathlib import Path

from architecture.planting import plant, writers
from architecture.source import Source
from architecture.writes import foreign_fact_faults, several_contexts_faults

BOTH = """
    from zhengtong.office.files import api as files
    from zhengtong.office.notices.api import keep as tell

    def close(*, actor, at):
        files.keep(actor=actor, at=at)
        tell(actor=actor, at=at)
"""


def test_a_context_writes_only_its_own_rows(source: Source) -> None:
    assert several_contexts_faults(source) == []


def test_a_context_announces_its_own_facts(source: Source) -> None:
    assert foreign_fact_faults(source) == []


def test_a_planted_write_to_another_context_is_found(tmp_path: Path) -> None:
    """One is enough; a file of its own is free."""
    tree = plant(tmp_path, **writers("office.files", "office.notices"), delivery__cases___close=BOTH)
    assert several_contexts_faults(tree) == ["delivery.cases._close writes to office.notices: that is a journey"]


def test_the_same_in_a_journey_is_free(tmp_path: Path) -> None:
    tree = plant(tmp_path, **writers("office.files", "office.notices"), journeys__close=BOTH)
    assert several_contexts_faults(tree) == []


def test_a_planted_foreign_fact_is_found(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        delivery__licences__api="""
            from zhengtong.delivery.cases.events import CaseClosed
            from zhengtong.delivery.licences.events import LicenceIssued
            from zhengtong.kernel.events import api as events

            def make(case):
                events.announce(LicenceIssued(case))
                events.announce(CaseClosed(case))
        """,
    )
    assert foreign_fact_faults(tree) == [
        "zhengtong/delivery/licences/api.py:8 announces a fact of delivery.cases.events.CaseClosed"
    ]
