"""Publishing: immutable versions, one row a content, who may, what is announced, what is read at what cost."""

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.offer.catalogue import _queries
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue._canonical import canonical, content_hash
from zhengtong.offer.catalogue._typed import service_of
from zhengtong.offer.catalogue.data import NotLoadable, ServiceVersion
from zhengtong.offer.catalogue.models import PublishedVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Party
from zhengtong.trust.audit import api as audit

AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
LATER = datetime(2026, 11, 24, 10, 0, tzinfo=clock.CHINA)
pytestmark = pytest.mark.django_db


@pytest.fixture
def copied(tmp_path: Path, base_folder: Path, city_folder: Path) -> Path:
    shutil.copytree(base_folder, tmp_path / "services/civil-affairs/old-age-allowance")
    return Path(shutil.copytree(city_folder, tmp_path / "city/services/civil-affairs/old-age-allowance"))


def load(folder: Path, at: datetime = AT) -> ServiceVersion:
    return catalogue.load(folder, actor=system("test"), at=at)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_overlay_lies_over_the_base(allowance: ServiceVersion) -> None:
    service = allowance.service
    assert service.name.zh == "高龄津贴"  # from the base
    assert service.organisation == "11990100MB0000001T"  # from the overlay
    assert service.implementation_code == "11990100MB0000001T3990511001001"
    assert {entry.id: entry.unverified for entry in service.basis} == {
        "elderly-33": False,
        "province-rule": True,
        "city-rule": True,
    }
    monthly = allowance.files["rules.yaml"]["parameters"]
    assert monthly["monthly_80"]["values"][0]["value"] == 12000
    assert monthly["monthly_90"]["values"][0]["value"] == 20000
    assert "extends" not in allowance.files["service.yaml"]
    assert "base" not in allowance.files["service.yaml"]


def test_a_version_is_known_by_the_hash_of_its_content(allowance: ServiceVersion) -> None:
    assert allowance.number == 1
    assert allowance.unverified == 2
    row = PublishedVersion.objects.get()
    assert row.hash == allowance.hash == hashlib.sha256(row.content.encode()).hexdigest()
    assert json.loads(row.content) == allowance.files
    assert not any(name.startswith("stories/") for name in allowance.files)


def test_canonical_json_has_one_spelling() -> None:
    assert canonical({"b": 1, "a": {"d": "岁", "c": [True, None]}}) == '{"a":{"c":[true,null],"d":"岁"},"b":1}'
    # sha256("{}"), known from everywhere
    assert content_hash("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_the_same_content_twice_is_one_version(copied: Path) -> None:
    first, second = load(copied), load(copied, LATER)
    assert second == first
    assert second.published_at == AT
    assert OutboxEvent.objects.filter(name="offer.catalogue.service_published").count() == 1
    assert len(audit.entries_on("service_version", first.hash)) == 1


def test_a_story_makes_no_new_version(copied: Path) -> None:
    first = load(copied)
    (copied / "stories/ninety.yaml").unlink()
    assert load(copied).hash == first.hash


def test_a_change_is_a_new_version_and_the_old_one_stays(copied: Path) -> None:
    first = load(copied)
    change(copied / "service.yaml", "phone: 0990-5550101", "phone: 0990-5550109")
    second = load(copied, LATER)
    assert (second.number, second.published_at) == (2, LATER)
    assert catalogue.published("old-age-allowance") == second
    assert catalogue.version(first.hash).service.phone == "0990-5550101"
    assert [version.hash for version in catalogue.published_services()] == [second.hash]


def test_going_back_makes_no_row_but_is_told(copied: Path) -> None:
    first = load(copied)
    change(copied / "service.yaml", "phone: 0990-5550101", "phone: 0990-5550109")
    load(copied)
    change(copied / "service.yaml", "phone: 0990-5550109", "phone: 0990-5550101")
    back = load(copied, LATER)
    assert (back.hash, back.number) == (first.hash, 1)
    assert PublishedVersion.objects.count() == 2
    assert catalogue.published("old-age-allowance").hash == first.hash
    assert len(audit.entries_on("service_version", first.hash)) == 2
    assert OutboxEvent.objects.filter(name="offer.catalogue.service_published").count() == 3


def test_what_differs_is_named_by_path(copied: Path) -> None:
    first = load(copied)
    change(copied / "service.yaml", "phone: 0990-5550101", "phone: 0990-5550109")
    change(copied / "rules.yaml", "value: 12000", "value: 13000")
    changes = catalogue.diff(first, load(copied))
    assert [change.path for change in changes] == ["rules.yaml: parameters.monthly_80.values", "service.yaml: phone"]
    assert changes[1].before == "0990-5550101"
    assert changes[1].after == "0990-5550109"
    assert catalogue.diff_lines(changes[1:], "en") == ('service.yaml: phone: "0990-5550101" → "0990-5550109"',)
    assert catalogue.diff_lines((), "zh-Hans") == ("两版一样。",)


def test_an_added_file_is_a_change(copied: Path) -> None:
    first = load(copied)
    (copied / "documents").mkdir()
    (copied / "documents/notice.typ").write_text("= 通知\n")
    (found,) = catalogue.diff(first, load(copied))
    assert (found.path, found.before, found.after) == ("documents/notice.typ", None, "= 通知\n")


def test_only_who_may_publishes(copied: Path) -> None:
    clerk = Actor("staff", "user:1", "周敏")
    with pytest.raises(Forbidden):
        catalogue.load(copied, actor=clerk, at=AT)
    editor = Actor("staff", "user:2", "何玉兰", permissions=frozenset({"catalogue.publish"}))
    version = catalogue.load(copied, actor=editor, at=AT)
    (entry,) = audit.entries_on("service_version", version.hash)
    assert (entry.actor_name, entry.action.text.zh) == ("何玉兰", "发布事项")
    assert entry.detail == {"service": "old-age-allowance", "number": 1, "unverified": 2}


def test_a_folder_with_errors_is_not_published(copied: Path) -> None:
    change(copied / "service.yaml", "level: 3", "level: 9")
    with pytest.raises(NotLoadable) as refused:
        load(copied)
    assert refused.value.message() == "这个事项有 1 处要改，改好才能发布。"
    assert not PublishedVersion.objects.exists()


def test_a_base_is_not_published_itself(base_folder: Path) -> None:
    with pytest.raises(NotLoadable) as refused:
        load(base_folder)
    assert {finding.code for finding in refused.value.findings if finding.severity == "error"} == {"base_folder"}


def test_reading_costs_one_query_and_none_once_known(allowance: ServiceVersion, django_assert_num_queries: Any) -> None:
    _queries._parsed.clear()
    with django_assert_num_queries(1):
        catalogue.version(allowance.hash)
    with django_assert_num_queries(0):
        catalogue.version(allowance.hash)
    with django_assert_num_queries(1):
        catalogue.published("old-age-allowance")
    with django_assert_num_queries(1):
        catalogue.published_services()
    _queries._parsed.clear()
    with django_assert_num_queries(2):
        catalogue.published_services()


def test_what_is_not_published_is_not_found() -> None:
    with pytest.raises(NotFound):
        catalogue.version("0" * 64)
    with pytest.raises(NotFound):
        catalogue.published("nothing")


def test_papers_guide_and_licence_of_a_version(allowance: ServiceVersion) -> None:
    assert catalogue.guide_of(allowance).startswith("家里人可以替老人申请")
    assert catalogue.guide_of(allowance, "en").startswith("Family may apply")
    assert "受理回执" in catalogue.document_of(allowance, "receipt")
    licence = catalogue.licence_of(allowance)
    assert licence is not None
    assert licence.type_code == "11990100MB0000001T001"
    assert licence.sensitive
    assert licence.valid_months is None
    assert [field.value for field in licence.fields] == ["birth_date", "address", "monthly"]
    assert "base.typ" in licence.layout


def test_the_line_of_a_publication(allowance: ServiceVersion) -> None:
    (line,) = catalogue.load_lines(allowance, "zh-Hans")
    assert line == f"已发布 高龄津贴，第 1 版，{allowance.hash}；依据待核 2 处。"


def test_a_service_without_a_party_question_is_for_the_one_who_applies(copied: Path) -> None:
    raw = {**load(copied).files["service.yaml"], "parties": {"applicant": ["self"]}}
    name = service_of(raw).subject_question
    facts = {"applicant": {"name": "孙玉兰", "id_number": "990101193501200428"}, "answers": {}}
    assert forms.party_of(facts, name) == Party("self", "孙玉兰", "990101193501200428")
