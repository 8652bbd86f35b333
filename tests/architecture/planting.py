"""Small trees with a planted fault."""

from pathlib import Path
from textwrap import dedent

from architecture.source import Source

#: A context with one write, used by the trees below.
WRITER = """
    from zhengtong.trust.audit import api as audit
    from zhengtong.{context} import _policy
    from zhengtong.{context}.models import Row

    def keep(*, actor, at):
        _policy.may_keep(actor)
        Row.objects.create(at=at)
        audit.record(actor=actor, at=at)
"""


def plant(folder: Path, **files: str) -> Source:
    """Write files, named `office__files__api`, into a tree called zhengtong and read it."""
    root = folder / "zhengtong"
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return Source.read(root)


def writers(*contexts: str) -> dict[str, str]:
    """The apis of contexts that can each `keep`."""
    return {f"{context.replace('.', '__')}__api": WRITER.format(context=context) for context in contexts}
