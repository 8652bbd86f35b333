"""A name that nothing bears."""

from collections.abc import Sequence

from zhengtong.kernel.definitions._finding import File, Finding, Path
from zhengtong.kernel.text import Text


def unknown_name(file: File, path: Path, what: Text, name: str, known: Sequence[str]) -> Finding:
    """The finding that there is no `what` called so, with the names there are."""
    return file.finding(
        path,
        "unknown_name",
        Text(f"没有{what.zh}“{name}”。", f"There is no {what.en} “{name}”."),
        Text(f"现有的是：{'、'.join(known) or '没有'}。", f"There are: {', '.join(known) or 'none'}."),
    )
