"""Every layout of a paper of a step is set with what a case hands it: none fails when the first case needs it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhengtong.office.documents import api as documents

REPOSITORY = Path(__file__).parents[2]
FOLDERS = [REPOSITORY / "services", REPOSITORY / "tests/journeys/services"]
PHOTO = {"taken": "2026年11月25日 9:05 ", "added": "2026年11月25日 9:12 "}
STEP: dict[str, Any] = {
    "name": "看材料",
    "outcome": "一次告知补齐",
    "reason": "近三个月的病历\n银行卡",
    "items": ["近三个月的病历", "银行卡"],
    "asks": [
        {"id": "living", "label": "家里吃、穿、住、用怎么样", "choices": []},
        {"id": "kin", "label": "是近亲属吗", "choices": ["是", "不是"]},
    ],
    "answers": [{"id": "living", "label": "家里吃、穿、住、用怎么样", "value": "两间瓦房，屋顶漏雨"}],
    "said": [{"item": "银行卡", "said": "没有卡"}],
    "by": "民政经办 林芳",
    "people": ["民政经办 林芳", "村协理员 王立"],
    "done": "2026年11月25日",
    "photos": [PHOTO, {**PHOTO, "taken": ""}],
}
NOT_DONE = {**STEP, "outcome": "", "reason": "", "items": [], "answers": [], "by": "", "people": [], "photos": []}
DATA: dict[str, Any] = {
    "title": "通知书",
    "title_en": "Notice",
    "number": "石门镇低受〔2026〕12号",
    "case_number": "11990102MB0000010M49905110020012026112300000001",
    "issuer": "石门镇人民政府",
    "date": "2026年11月25日",
    "service": "最低生活保障",
    "applicant": "李敏",
    "subject": "王桂兰",
    "phone": "0990-5560101",
    "received": "2026年11月23日",
    "due": "2027年1月6日",
    "legal_days": 30,
    "extended_why": "家里有人在外地，要多用些日子",
    "cites": [{"name": "《最低生活保障审核确认办法》第十条", "quote": ""}],
    "refused": [{"text": "一个月的收入 2,860 元，不低于标准 × 人数的 860 元。", "cite": "《办法》第二十三条"}],
    "doubts": [{"text": "家里有车，是不是过日子离不了的，由人来看。", "cite": "《办法》第十四条"}],
    "remedies": [{"way": "申请行政复议", "body": "县人民政府", "within": "60 日", "cite": "《行政复议法》第二十条"}],
    "home": "石门村",
    "answers": [{"page": "contact", "label": "手机号", "value": "199****0028"}],
    "values": {"people": "4"},
    "amounts": [{"label": "每月补", "amount": "1,200 元"}],
    "papers": [{"use": "confirmation", "title": "确认同意决定书", "number": "石门镇低确〔2026〕1号"}],
    "step": STEP,
    "steps": {"decide": STEP, "check_information": STEP},
}


#: Set with data of their own, by tests of receipts, decisions and licences.
NOT_OF_STEPS = ("receipt", "decision", "licence")

_USES = re.compile(r"one\.use in \(([^)]*)\)")


def layouts() -> list[Path]:
    """The layouts of papers of steps, an overlay's too."""
    found = (path for folder in FOLDERS for path in folder.rglob("documents/*.typ"))
    return sorted(path for path in found if path.stem not in NOT_OF_STEPS)


@pytest.mark.parametrize("layout", layouts(), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
@pytest.mark.parametrize(
    "less",
    [
        {},
        {
            "step": NOT_DONE,
            "steps": {},
            "values": {},
            "amounts": [],
            "papers": [],
            "cites": [],
            "refused": [],
            "doubts": [],
            "remedies": [],
        },
        {"step": {}},
    ],
    ids=["whole", "early", "without a step"],
)
def test_it_is_set_whatever_is_known_by_then(layout: Path, less: dict[str, Any]) -> None:
    source = layout.read_text(encoding="utf-8")
    if "step." in source.replace("#let step = data.step", "") and less.get("step") == {}:
        pytest.skip("only ever asked for after a step")
    assert documents.check(source, {**DATA, **less}) == []


@pytest.mark.parametrize("layout", layouts(), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_other_papers_are_named_by_uses_the_service_has(layout: Path) -> None:
    """A title may be reworded by a county; a use may not. One that is nowhere would leave the paper empty, unseen."""
    source = layout.read_text(encoding="utf-8")
    assert "one.title in" not in source
    named = {use for found in _USES.findall(source) for use in re.findall(r'"(\w+)"', found)}
    assert named <= set(yaml.safe_load((layout.parents[1] / "service.yaml").read_text("utf-8"))["documents"])
