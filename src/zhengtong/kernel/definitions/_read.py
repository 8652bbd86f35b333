"""From a path to a file whose values know their places, or to the one finding that says why it cannot be read."""

from pathlib import Path as FilePath

from zhengtong.kernel.definitions import _yaml
from zhengtong.kernel.definitions._finding import File, Finding, Mark
from zhengtong.kernel.text import Text

_MAX_BYTES = 512 * 1024


class Unreadable(Exception):
    """The file cannot be read as what it should be; `finding` says why, where and how to mend it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def read(path: FilePath, *, name: str = "", shown: str = "") -> File:
    """A YAML file (`.yaml`), parsed, or any other text. Unreadable with the place when it cannot be read.

    `name` is what the file is called inside its folder, `shown` what findings call it; both are the last part of the
    path when not given.
    """
    name, shown = name or path.name, shown or path.name
    text = _text_of(path, shown)
    if path.suffix != ".yaml":
        return File(name, text, {(): Mark(shown, 1, 1)})
    try:
        parsed = _yaml.parse(text)
    except _yaml.YamlProblem as problem:
        raise Unreadable(Finding(shown, *problem.place, "yaml", problem.text, problem.mend)) from problem
    places = {at: Mark(shown, *place) for at, place in parsed.places.items()}
    return File(name, parsed.value, places or {(): Mark(shown, 1, 1)})


def _text_of(path: FilePath, shown: str) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) <= _MAX_BYTES and not path.is_symlink():
            return raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        pass
    text = Text("这个文件不是 512 KB 以内的 UTF-8 文本。", "This file is not UTF-8 text of at most 512 KB.")
    mend = Text("存成 UTF-8，不用符号链接。", "Save it as UTF-8, not as a symbolic link.")
    raise Unreadable(Finding(shown, 1, 1, "unreadable", text, mend))
