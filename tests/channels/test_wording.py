"""Every sentence people outside meet is listed, speaks as docs/wording.md says, and a clerk's words are left out."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import zhengtong
from channels.test_console import run
from zhengtong.channels.console.registry import BAD, GOOD, USAGE
from zhengtong.channels.console.wording import _reach
from zhengtong.channels.console.wording import api as wording
from zhengtong.channels.console.wording.data import Met
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue

PACKAGE = Path(zhengtong.__file__).parent
FOLDERS = ("services", "demo/services", "tests/services", "tests/journeys/services", "tests/offer/processes")


def said(package: Path) -> dict[str, str]:
    return {met.text.zh: met.place for met in wording.for_applicants((), package)}


def planted(tmp_path: Path, file: str, source: str) -> dict[str, str]:
    path = tmp_path / "zhengtong" / file
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    return said(tmp_path / "zhengtong")


@pytest.mark.parametrize(
    ("file", "source", "line"),
    [
        ("channels/portal/templates/portal/new.html", '<h1>\n{{ t("新的一句。") }}</h1>', 2),
        ("channels/ui/templates/components/new.html", '{{ t("新的一句。") }}', 1),
        ("channels/portal/views/new.py", 'WORDS = Text("新的一句。", "A new one.")', 1),
        ("journeys/new.py", 'def tell():\n    """新的。"""\n    return Text("新的一句。", "A new one.")', 3),
        ("delivery/cases/new.py", 'class R(Refusal):\n    text = Text("新的一句。", "A new one.")', 2),
        ("journeys/_papers.py", 'NEXT = "新的一句。"', 1),
        ("sharing/gateway/_actions.py", 'SEEN = declare("x.y", "新的一句。", "A new one.", is_look=True)', 1),
    ],
)
def test_a_new_sentence_is_listed_with_its_place(tmp_path: Path, file: str, source: str, line: int) -> None:
    assert planted(tmp_path, file, source) == {"新的一句。": f"src/zhengtong/{file}:{line}"}


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("channels/desk/templates/desk/new.html", '{{ t("只给经办人。") }}'),
        ("channels/ui/templates/layouts/desk.html", '{{ t("只给经办人。") }}'),
        ("channels/desk/new.py", 'WORDS = Text("只给经办人。", "Clerks only.")'),
        ("channels/console/commands/new.py", 'WORDS = Text("只给经办人。", "Clerks only.")'),
        ("offer/forms/_reader.py", 'WORDS = Text("只给写事项的人。", "Writers only.")'),
        ("journeys/new.py", '# desk only\nWORDS = Text("只给经办人。", "Clerks only.")'),
        ("journeys/new.py", 'WORDS = Text("只给经办人。", "Clerks only.")  # desk only'),
        ("channels/portal/templates/portal/new.html", '{# desk only #}{{ t("只给经办人。") }}'),
        ("delivery/cases/_actions.py", 'MOVED = declare("x.y", "办到下一步", "Moved on")'),
    ],
)
def test_what_only_clerks_and_technicians_read_is_not_listed(tmp_path: Path, file: str, source: str) -> None:
    assert planted(tmp_path, file, source) == {}


def test_what_a_layout_says_is_listed_without_its_code(tmp_path: Path) -> None:
    source = '#let whose(data) = [您家]\n#text(10pt)[依据：#cite.name] // 注\n(label: "申请人", value: data.subject),\n'
    found = planted(tmp_path, "office/documents/assets/base.typ", source)
    assert list(found) == ["您家", "依据：#cite.name", "申请人"]


def test_a_line_whose_brackets_nest_is_listed_whole(tmp_path: Path) -> None:
    source = '#text[一共 #strong[3] 人，户口在 #link("x")[清和市]]\n'
    assert list(planted(tmp_path, "office/documents/assets/base.typ", source)) == [source.strip()]


def test_every_pattern_of_reach_names_files_there_are() -> None:
    idle = [pattern for pattern in _reach.patterns() if not any(PACKAGE.glob(pattern))]
    assert idle == []


def test_sentences_of_a_folder_are_listed_and_those_of_clerks_steps_are_not(repository: Path) -> None:
    files = catalogue.content_of(repository / "tests/journeys/services/home-care")
    met = {one.text.zh: one.place for one in wording.for_applicants([files], repository / "docs")}
    assert met["等您补材料"] == "home-care: process.yaml: steps.corrected.stops_clock.reason"
    assert met["住的街道"] == "home-care: form.yaml: pages.where.questions.home.label"
    assert met["不批"] == "home-care: process.yaml: steps.decide.outcomes.refuse.label"  # the history tells it
    assert met["#data.applicant，您好："] == "home-care: documents/receipt.typ: 13"
    assert met["需要的人。"] == "home-care: guide.md: 5"
    assert met["合计：#strong(data.total)"] == "home-care: documents/decision.typ: 25"  # the words, not the code
    assert "是一个人住吗" not in met  # asked of who visits


def test_the_wording_keeps_its_rules(repository: Path) -> None:
    """Everything the platform and the folders here say. What fails is listed with its place."""
    folders = [
        catalogue.content_of(folder) for root in FOLDERS for folder in catalogue.service_folders(repository / root)
    ]
    met = list(wording.for_applicants(folders))
    assert len(met) > 1000
    assert [f"{fault.met.place}: {fault.why.zh} {fault.met.text.zh}" for fault in wording.faults(met)] == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("系统异常，过一会再试", "说了“系统异常”"),
        ("办好了！", "感叹号"),
        ("你的申请收到了", "要说“您”"),
        ("我们对您的申请予以批准", "说了“予以”"),
        ("烦请补齐", "说了“烦请”"),
        ("温馨提示：带身份证", "说了“温馨提示”"),
        ("还差一样,补上就办", "全角：样,"),
        ("请看(附件)", "全角：看("),
        ("补" * 61, "有 61 个字"),
    ],
)
def test_what_a_good_clerk_would_not_say_is_found(sentence: str, why: str) -> None:
    assert any(why in found for found in _whys(sentence))


@pytest.mark.parametrize(
    "sentence", ["还差一样：近 3 个月工资条。补上就接着办。", "{provider}答了：{what}", "PDF，已盖电子印章", "补" * 60]
)
def test_what_a_good_clerk_says_passes(sentence: str) -> None:
    assert _whys(sentence) == []


def _whys(sentence: str) -> Sequence[str]:
    met = Met(Text(sentence, ""), "x.py:1", Text("办的人", "who applies"))
    return [fault.why.zh for fault in wording.faults([met])]


def test_the_command_lists_and_finds(repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(repository / "tests/journeys/services/home-care")
    assert run("texts") == USAGE  # for whom must be said
    capsys.readouterr()
    assert run("texts", "--applicant", folder) == GOOD
    lines = capsys.readouterr().out.splitlines()
    assert run("texts", "--applicant", str(Path(folder).parent)) == GOOD  # every service below
    assert len(capsys.readouterr().out.splitlines()) > len(lines)
    assert "不用借老人的手机和密码" in {line.split("\t")[0] for line in lines}
    assert run("texts", "--applicant", "--json", "--language", "en", folder) == GOOD
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == len(lines)
    assert {"zh": "住的街道", "en": "Your subdistrict"}.items() <= next(
        one for one in told if one["place"].endswith("home.label")
    ).items()
    bad = tmp_path / "care"
    bad.mkdir()
    source = (repository / "tests/services/civil-affairs/winter-heating/service.yaml").read_text()
    (bad / "service.yaml").write_text(source.replace("过冬取暖补助", "过冬取暖补助！"))
    assert run("texts", "--applicant", str(bad)) == BAD
    assert "winter-heating: service.yaml: name：有感叹号" in capsys.readouterr().err
