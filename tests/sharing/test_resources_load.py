"""Loading the catalogue: faults named by line, twice is once, and who may."""

from datetime import date
from pathlib import Path

import pytest
from sharing_world import CIVIL_AFFAIRS, CLERK, OTHER_BUREAU, WORKER

from departments import REPOSITORY
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow

pytestmark = pytest.mark.django_db


def _replace(path: Path, before: str, after: str) -> int:
    """Spoil the file in one place; returns the line of that place."""
    source = path.read_text("utf-8")
    assert source.count(before) == 1, before
    path.write_text(source.replace(before, after), "utf-8")
    return source[: source.index(before)].count("\n") + 1


def test_the_demo_has_no_faults() -> None:
    assert resources.check(REPOSITORY / "demo" / "resources.yaml") == ()


def test_loading_twice_writes_once(catalogue: None) -> None:
    rows = AuditRow.objects.count()
    assert rows == 47  # ten entries, twenty-seven grants, ten connections
    again = resources.load(REPOSITORY / "demo" / "resources.yaml", actor=WORKER, at=clock.now())
    assert again.resources == again.grants == again.connections == ()
    assert AuditRow.objects.count() == rows


def test_a_changed_grant_is_taken_and_recorded(catalogue: None, sample_file: Path) -> None:
    _replace(sample_file, "fields: [id_number, name, birth_date, address, region]", "fields: [id_number, birth_date]")
    loaded = resources.load(sample_file, actor=WORKER, at=clock.now())
    assert loaded.grants == ("old-age-allowance/household-register/check",)
    changed = resources.grant_in_force("old-age-allowance/household-register/check", date(2026, 11, 23))
    assert changed.fields == ("id_number", "birth_date")
    newest = audit.entries_on("grant", "old-age-allowance/household-register/check")[0]
    assert newest.detail["fields"] == ["id_number", "birth_date"]


def test_only_who_manages_sharing_may_load(sample_file: Path) -> None:
    with pytest.raises(Forbidden):
        resources.load(sample_file, actor=CLERK, at=clock.now())
    manager = Actor("staff", "user:9", "x", organisation=OTHER_BUREAU, permissions=frozenset({"sharing.manage"}))
    assert resources.load(sample_file, actor=manager, at=clock.now()).resources == ("household-register",)


@pytest.mark.parametrize(
    ("before", "after", "code", "mend"),
    [
        ("share_kind: conditional", "share_kind: secret", "schema_enum", "unconditional、conditional、withheld"),
        ("    method: interface\n", "    metod: interface\n", "unknown_field", "method"),
        ("    grade: 个人信息，重要程度三级（演示）\n", "", "missing_field", "加上 grade"),
        ("    unverified: true\n", "", "schema_oneOf", "source、unverified，写一个"),
        ("code: 11990100MB0000002X", "code: 11990100MB0000002I", "schema_pattern", "该是"),
        ("[id_number, name, birth_date, address, region]", "[id_number, wages]", "unknown_field", "birth_date"),
        ("subject_field: id_number", "subject_field: name", "subject_field", "resident_id"),
        ("share_kind: conditional", "share_kind: withheld", "withheld_because", "第十五条"),
        ("    use: check\n    since: 2026-01-01", "    use: check\n    since: 2029-01-01", "dates", "真实日期"),
        ("  - id: old-age-allowance/household-register/check\n", "  - id: [\n", "yaml", "缩进"),
        ("    use: check\n    since: 2026-01-01", "    use: check\n    since: 2026-02-30", "dates", "真实日期"),
        ("format: 1\n", "format: &a [*a]\n", "yaml", "照写一遍"),
        ("    update_cycle: realtime\n", "    update_cycle: realtime\n    update_cycle: daily\n", "yaml", "留下一个"),
    ],
)
def test_each_fault_has_its_name_and_mend(sample_file: Path, before: str, after: str, code: str, mend: str) -> None:
    _replace(sample_file, before, after)
    found = {finding.code: finding for finding in resources.check(sample_file)}
    assert code in found
    assert mend in found[code].mend.zh
    assert found[code].text.en and found[code].mend.en


def test_a_fault_names_file_line_and_column(sample_file: Path) -> None:
    line = _replace(sample_file, "share_kind: conditional", "share_kind: secret")
    (finding,) = resources.check(sample_file)
    # "    share_kind: secret": the key begins in column 5.
    assert (finding.file, finding.line, finding.column) == ("resources.yaml", line, 5)


def test_a_file_with_a_fault_is_refused_whole(sample_file: Path) -> None:
    _replace(sample_file, "[id_number, name, birth_date, address, region]", "[id_number, wages]")
    with pytest.raises(resources.BadDefinition) as refused:
        resources.load(sample_file, actor=WORKER, at=clock.now())
    assert len(refused.value.findings) == 1
    with pytest.raises(NotFound):
        resources.resource("household-register")


def test_an_entry_says_what_the_regulation_asks_for(catalogue: None) -> None:
    entry = resources.resource("household-register")
    assert (entry.provider.code, entry.provider.short.zh) == ("11990100MB0000002X", "公安局")
    assert (entry.share_kind, entry.update_cycle, entry.method) == ("conditional", "realtime", "interface")
    assert [field.name for field in entry.fields][:3] == ["id_number", "name", "sex"]


def _live(on: date, *, requester: str = CIVIL_AFFAIRS, service: str = "old-age-allowance") -> str:
    return resources.live_grant(
        resource="household-register", requester=requester, service=service, use="check", on=on
    ).id


def test_a_grant_lives_from_its_first_to_its_last_day(catalogue: None) -> None:
    assert _live(date(2026, 1, 1)) == _live(date(2028, 12, 31)) == "old-age-allowance/household-register/check"
    for day in (date(2025, 12, 31), date(2029, 1, 1)):
        with pytest.raises(resources.NotGranted):
            _live(day)


def test_without_a_grant_nothing_is_allowed(catalogue: None) -> None:
    for other in ({"requester": OTHER_BUREAU}, {"service": "something-else"}):
        with pytest.raises(resources.NotGranted):
            _live(date(2026, 11, 23), **other)


def test_an_ended_grant_does_not_come_back(catalogue: None) -> None:
    grant = "old-age-allowance/household-register/check"
    resources.end_grant(grant, reason="擅自超出使用范围", actor=WORKER, at=clock.now())
    resources.load(REPOSITORY / "demo" / "resources.yaml", actor=WORKER, at=clock.now())
    with pytest.raises(resources.NotGranted):
        _live(date(2026, 11, 23))
    assert [live.id for live in resources.grants_of("household-register")] == [
        "low-income-margin/household-register/check",
        "low-income-margin/household-register/prefill",
        "minimum-living-allowance/household-register/check",
        "minimum-living-allowance/household-register/prefill",
        "old-age-allowance/household-register/prefill",
        "temporary-assistance/household-register/check",
        "temporary-assistance/household-register/prefill",
    ]
    assert audit.entries_on("grant", grant)[0].reason == "擅自超出使用范围"
    with pytest.raises(NotFound):
        resources.end_grant(grant, reason="again", actor=WORKER, at=clock.now())


def test_a_provider_token_is_encrypted_and_never_shown(catalogue: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT settings FROM resources_connection")
        raw = [row[0] for row in cursor.fetchall()]
    assert len(raw) == 10
    assert "demo-" not in str(raw)
    known = resources.connection("household-register")
    assert known.settings["headers"] == {"X-Access-Token": "demo-qinghe-hukou"}
    assert "demo-qinghe-hukou" not in repr(known)
    assert "demo-qinghe-hukou" not in str(list(AuditRow.objects.values_list("detail", flat=True)))
