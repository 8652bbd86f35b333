"""Regions, organisations and posts come from a file: whole or not at all, with file and line of what is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.trust.audit import api as audit
from zhengtong.trust.organisations import api
from zhengtong.trust.organisations.models import Organisation

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DEMO = system("demo")

GOOD = """regions:
  - {code: "990000", name: 安澜省, level: 2}
  - {code: "990100", name: 清和市, level: 3, parent: "990000"}
organisations:
  - {code: 11990100MB0000001T, name: 清和市民政局, short_name: 市民政局, region: "990100"}
posts:
  - {organisation: 11990100MB0000001T, name: 经办, permissions: [cases.read]}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "organisations.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def findings(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in GOOD
    with pytest.raises(api.BadOrganisationsFile) as refused:
        api.load(written(tmp_path, GOOD.replace(old, new)), actor=DEMO, at=AT)
    return [str(finding) for finding in refused.value.findings]


@pytest.mark.django_db
def test_demo_city_loads_and_a_second_load_changes_nothing(repository: Path) -> None:
    path = repository / "demo" / "organisations.yaml"
    first = api.load(path, actor=DEMO, at=AT)
    assert len(first.regions) == 50  # a province, a city, two counties, six townships, forty villages
    assert len(first.organisations) == 16
    assert len(first.posts) == 19
    second = api.load(path, actor=DEMO, at=AT)
    assert (second.regions, second.organisations, second.posts) == ((), (), ())
    assert len(audit.entries_on("organisations", "all")) == 1


@pytest.mark.django_db
def test_what_was_loaded_is_told(tmp_path: Path) -> None:
    api.load(written(tmp_path, GOOD), actor=DEMO, at=AT)
    office = api.organisation("11990100MB0000001T")
    assert (office.name.zh, office.short_name, office.region) == ("清和市民政局", "市民政局", "990100")
    assert api.region("990100").parent == "990000"
    assert [post.name.zh for post in api.posts_of(office.code)] == ["经办"]
    assert api.post(office.code, "经办").permissions == frozenset({"cases.read"})
    assert [each.code for each in api.organisations()] == ["11990100MB0000001T"]
    for missing in (lambda: api.organisation("x"), lambda: api.region("x"), lambda: api.post(office.code, "x")):
        with pytest.raises(NotFound):
            missing()


@pytest.mark.django_db
def test_a_changed_file_changes_only_what_it_says(tmp_path: Path) -> None:
    api.load(written(tmp_path, GOOD), actor=DEMO, at=AT)
    loaded = api.load(written(tmp_path, GOOD.replace("[cases.read]", "[cases.read, cases.decide]")), actor=DEMO, at=AT)
    assert (loaded.regions, loaded.organisations, loaded.posts) == ((), (), ("11990100MB0000001T 经办",))


@pytest.mark.django_db
def test_only_the_system_administrator_loads(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    for permissions in (frozenset[str](), frozenset({"cases.decide"}), frozenset({"admin.security"})):
        with pytest.raises(Forbidden):
            api.load(path, actor=Actor("staff", "user:1", "甲", permissions=permissions), at=AT)
    assert not Organisation.objects.exists()
    manager = Actor("administrator", "user:2", "乙", permissions=frozenset({"organisations.manage"}))
    assert api.load(path, actor=manager, at=AT).organisations == ("11990100MB0000001T",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "line", "zh"),
    [
        ("MB0000001T, name: 清", "MB0000001U, name: 清", 5, "信用代码对不上"),
        ('region: "990100"', 'region: "990109"', 5, "不在这个文件里"),
        ('parent: "990000"', 'parent: "980000"', 3, "上级"),
        ("level: 3", "level: 2", 3, "level"),
        ("level: 3", "level: three", 3, "level"),
        ("[cases.read]", "[admin.system, admin.audit]", 7, "不能是同一个岗位"),
        ("permissions: [cases.read]", "permissions: cases.read", 7, "列表"),
        ("permissions: [cases.read]", "rights: [cases.read]", 7, "permissions"),
        ("posts:", "post:", 6, "没有“post”"),
        ("name: 经办", "name: [经办", 7, "不合 YAML"),
    ],
)
def test_findings_name_file_line_and_mend(tmp_path: Path, old: str, new: str, line: int, zh: str) -> None:
    found = findings(tmp_path, old, new)
    assert any(each.startswith(f"organisations.yaml:{line}:") and zh in each for each in found), found
    assert not Organisation.objects.exists()
