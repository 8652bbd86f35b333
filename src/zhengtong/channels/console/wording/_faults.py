"""What a machine can tell of how a sentence speaks; the rest was read by people, see docs/wording.md."""

import re
from collections.abc import Iterable, Iterator

from zhengtong.channels.console.wording.data import Fault, Met
from zhengtong.kernel.text import Text

MOST = 60
"""Characters of an instruction, marks for values not counted (docs/conventions.md, Texts)."""

_OFFICIALESE = (
    "予以", "现予", "兹", "特此", "悉知", "知悉", "烦请", "敬请", "望周知", "贵方", "该申请人", "如有疑问", "进行办理",
    "耐心等待", "须提供", "应当提供", "上述", "逾期", "届时", "鉴于", "依据相关", "相关部门", "有关部门",
)  # fmt: skip
_MACHINE = ("系统异常", "系统错误", "系统繁忙", "未知错误", "输入有误", "参数错误", "操作失败", "请稍后重试", "非法")
_SWEET = ("亲，", "亲爱的", "哦", "温馨提示", "哟")
_MARK = re.compile(r"<[^<>]*>|\{[^{}]*\}|#\w[\w.]*(?:\([^)]*\))?")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）][,;:?!()]|[,;?!()][\u4e00-\u9fff“（]|[\u4e00-\u9fff]\.(?![\w*{])")
_YOU = re.compile(r"你|妳")

_SAYS = Text("说了“{word}”。", "It says “{word}”.")
_LOUD = Text("有感叹号。", "It has an exclamation mark.")
_FAMILIAR = Text("要说“您”。", "It must say 您.")
_NARROW = Text("标点要用全角：{found}。", "Punctuation must be full-width: {found}.")
_LONG = Text("有 {count} 个字，最多 60 个。", "It has {count} characters; 60 are the most.")


def faults(met: Iterable[Met]) -> Iterator[Fault]:
    """Everything a machine finds wrong with how sentences speak."""
    return (Fault(one, why) for one in met for why in _faults(one))


def _faults(met: Met) -> Iterator[Text]:
    zh = _MARK.sub("", met.text.zh)
    if ".typ:" in met.place:  # a layout has its own commas and brackets around the words
        zh = "".join(re.findall(r"[\u4e00-\u9fff，。：；？！、“”（）《》〔〕]+", zh))
    yield from (_SAYS.format(word=word) for word in (*_OFFICIALESE, *_MACHINE, *_SWEET) if word in zh)
    if "!" in zh or "！" in zh:
        yield _LOUD
    if _YOU.search(zh):
        yield _FAMILIAR
    if narrow := _HALF_WIDTH.search(zh):
        yield _NARROW.format(found=narrow[0])
    if met.brief and len(zh) > MOST:
        yield _LONG.format(count=len(zh))
