"""What differs between two versions."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhengtong.offer.catalogue import _folder
from zhengtong.offer.catalogue.data import Change, NotLoadable, ServiceVersion

_ABSENT = object()


def diff(a: ServiceVersion, b: ServiceVersion) -> tuple[Change, ...]:
    """Every value that differs from `a` to `b`, by path."""
    return _between(a.files, b.files)


def diff_folders(a: Path, b: Path) -> tuple[Change, ...]:
    """Every value that differs between what two folders would publish. NotLoadable when a file cannot be read."""
    return _between(content_of(a), content_of(b))


def content_of(path: Path) -> Mapping[str, Any]:
    """What a folder would publish: every file by its name, over its base. NotLoadable when one cannot be read."""
    folder = _folder.read(path)
    if folder.problems:
        raise NotLoadable(tuple(folder.problems))
    return folder.content()


def _between(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[Change, ...]:
    names = sorted({*a, *b})
    return tuple(
        change for name in names for change in _changes(f"{name}:", a.get(name, _ABSENT), b.get(name, _ABSENT))
    )


def _changes(path: str, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            joint = " " if path.endswith(":") else "."
            yield from _changes(f"{path}{joint}{key}", before.get(key, _ABSENT), after.get(key, _ABSENT))
    elif before != after:
        yield Change(path.rstrip(":"), _or_none(before), _or_none(after))


def _or_none(value: Any) -> Any:
    return None if value is _ABSENT else value
