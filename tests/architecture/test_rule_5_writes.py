"""Rule 5: every write has an actor, a time and an audit row."""

from pathlib import Path

import pytest

from architecture.planting import plant, writers
from architecture.source import Source
from architecture.writes import unsigned_write_faults


def test_every_write_takes_actor_and_at_and_leaves_an_audit_row(source: Source) -> None:
    assert unsigned_write_faults(source) == []


PLANTED = {
    "no actor": ("def keep(*, at):", "writes without keyword-only actor and at"),
    "a default": ("def keep(*, actor, at=None):", "writes without keyword-only actor and at"),
    "by position": ("def keep(actor, at):", "writes without keyword-only actor and at"),
    "no audit row": ("def keep(*, actor, at):", "writes without an audit row"),
}


@pytest.mark.parametrize(("head", "why"), PLANTED.values(), ids=PLANTED)
def test_a_planted_write_is_found_through_a_helper(head: str, why: str, tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__files__api="from zhengtong.office.files._operations.keep import keep\n",
        office__files___operations__keep=f"""
            {head}
                _save(at)

            def _save(at):
                Row.objects.filter(at=at).update(at=at)
        """,
    )
    assert unsigned_write_faults(tree) == [f"office.files.api.keep {why}"]


UNASKED = {
    "no policy": "row = Row.objects.get(at=at)",
    "asked too late": "Row.objects.create(at=at)\n                require_keeper(actor)",
    "asked about somebody else": "require_keeper(None)",
    "another context's policy": "others.require_keeper(actor)",
}


@pytest.mark.parametrize("first", UNASKED.values(), ids=UNASKED)
def test_a_planted_write_that_asks_no_policy_is_found(first: str, tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__files__api=f"""
            from zhengtong.office.files._policy import require_keeper
            from zhengtong.office.notices import _policy as others
            from zhengtong.trust.audit import api as audit

            def keep(*, actor, at):
                {first}
                row = Row.objects.filter(at=at).update(at=at)
                audit.record(actor=actor, at=at)
        """,
    )
    assert unsigned_write_faults(tree) == [
        "office.files.api.keep writes before it has asked its policy about the actor"
    ]


def test_a_policy_asked_in_a_helper_and_about_a_row_is_free(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__files__api="""
            from zhengtong.office.files._policy import require_keeper
            from zhengtong.trust.audit import api as audit

            def keep(*, actor, at):
                row = _mine(actor)
                row.save()
                audit.record(actor=actor, at=at)

            def _mine(actor):
                return require_keeper(actor, Row.objects.first())
        """,
    )
    assert unsigned_write_faults(tree) == []


def test_a_signed_write_is_free(tmp_path: Path) -> None:
    assert unsigned_write_faults(plant(tmp_path, **writers("office.files"))) == []


def test_work_of_the_platform_itself_is_free(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__notices__api="""
            def deliver_due():
                Mail.objects.filter(state="waiting").update(state="sent")
        """,
        office__notices__apps="""
            from zhengtong.kernel import work
            from zhengtong.office.notices import api

            work.register(work.Work("mail", api.deliver_due))
        """,
    )
    assert unsigned_write_faults(tree) == []
