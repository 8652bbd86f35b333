"""How much one person may do in a while, as the node's `limits.yaml` has it."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import yaml

from zhengtong.config.environment import LANG
from zhengtong.kernel.counts.data import LIMITS
from zhengtong.kernel.text import Text, language

_NOT_READ = Text(
    "{path} 读不懂：每行写一个限数，比如 drafts: 100；不限写 off。可以写的：{names}。",
    "{path} cannot be read: a limit a line, such as drafts: 100, or off for none. There are: {names}.",
)


def read(path: Path) -> dict[str, int | None]:
    """Limit → how often, None for no limit; what the file does not name is not here. Ends with a sentence and code 2
    when it holds anything else: a limit misspelt would be none."""
    if not path.exists():
        return {}
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        _refuse(path)
    if not isinstance(written, dict) or not all(name in LIMITS and _is_limit(most) for name, most in written.items()):
        _refuse(path)
    return {name: None if most is False else most for name, most in written.items()}


def _is_limit(most: Any) -> bool:
    """A whole number from 1, or `off`, which YAML reads as false."""
    return most is False or (isinstance(most, int) and most is not True and most >= 1)


def _refuse(path: Path) -> NoReturn:
    said = _NOT_READ.format(path=path, names=" ".join(sorted(LIMITS)))
    sys.stderr.write(said.in_(language(LANG)) + "\n")
    raise SystemExit(2)
