"""A service's folder as one thing: files read, base folder laid under, every value knowing its line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from zhengtong.kernel import definitions
from zhengtong.kernel.definitions import File, Finding, Mark, Path
from zhengtong.kernel.text import Text

_ONLY_FOR_MAKING = ("extends", "base")
_STORIES = "stories/"
_DEPTHS = ("{}/service.yaml", "*/{}/service.yaml")


@dataclass(slots=True)
class Folder:
    """All files of a service after `extends`; `problems` are what made a file or the base unreadable."""

    path: FilePath
    files: dict[str, File] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)
    is_base: bool = False

    def value(self, name: str) -> Mapping[str, Any]:
        """The mapping of a YAML file, empty when the file is missing or is no mapping."""
        file = self.files.get(name)
        return file.value if file and isinstance(file.value, dict) else {}

    def content(self) -> dict[str, Any]:
        """What is published: every file but the stories, which only tell whether the rest is right."""
        return {name: file.value for name, file in self.files.items() if not name.startswith(_STORIES)}


def read(path: FilePath, bases: Sequence[FilePath] = ()) -> Folder:
    """Read a folder and lay it over its base. `bases` are roots searched before the folders named `services` above."""
    return _read(path, bases, ())


def _read(path: FilePath, bases: Sequence[FilePath], above: tuple[FilePath, ...]) -> Folder:
    folder = Folder(path)
    for file_path in _files_under(path):
        _read_file(folder, file_path)
    header = folder.value("service.yaml")
    folder.is_base = header.get("base") is True
    if isinstance(header.get("extends"), str):
        folder = _extend(folder, header["extends"], bases, (*above, path.resolve()))
    for key in _ONLY_FOR_MAKING:
        if header:
            folder.files["service.yaml"].value.pop(key, None)
    return folder


def _files_under(path: FilePath) -> Iterator[FilePath]:
    return (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith("."))


def _shown(path: FilePath) -> str:
    """The path as people know it: from the working directory when it lies there."""
    here = FilePath.cwd()
    resolved = path.resolve()
    return resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else path.as_posix()


def _read_file(folder: Folder, path: FilePath) -> None:
    name = path.relative_to(folder.path).as_posix()
    try:
        folder.files[name] = definitions.read(path, name=name, shown=_shown(path))
    except definitions.Unreadable as unreadable:
        folder.problems.append(unreadable.finding)


def _extend(folder: Folder, base_id: str, bases: Sequence[FilePath], above: tuple[FilePath, ...]) -> Folder:
    header = folder.files["service.yaml"]
    base_path = _find_base(base_id, folder.path, bases, above)
    if base_path is None:
        folder.problems.append(
            header.finding(
                ("extends",),
                "base_missing",
                Text(f"没有找到底本“{base_id}”。", f"There is no base folder “{base_id}”."),
                Text("写底本在 services/ 下的路径。", "Write its path under services/."),
            )
        )
        return folder
    base = _read(base_path, bases, above)
    merged = Folder(folder.path, dict(base.files), base.problems + folder.problems)
    for name, file in folder.files.items():
        if file.value is None and name in base.files:
            del merged.files[name]
        else:
            merged.files[name] = _overlay(base.files[name], file) if name in base.files else file
    return merged


def _find_base(base_id: str, path: FilePath, bases: Sequence[FilePath], above: tuple[FilePath, ...]) -> FilePath | None:
    roots = [*bases, *(parent / "services" for parent in path.resolve().parents)]
    for root in roots:
        candidate = (root / base_id).resolve()
        inside = candidate.is_relative_to(root.resolve())
        if inside and candidate not in above and (candidate / "service.yaml").is_file():
            return candidate
    return None


def is_near(service: str, path: FilePath) -> bool:
    """Whether the folder of a service lies beside a folder, or in a folder named `services` above it."""
    roots = {path.resolve().parent, *(parent / "services" for parent in path.resolve().parents)}
    return any(found.is_file() for root in roots for depth in _DEPTHS for found in root.glob(depth.format(service)))


def _overlay(base: File, top: File) -> File:
    if not (isinstance(base.value, dict) and isinstance(top.value, dict)):
        return top
    places = dict(base.places)
    value = _merge(base.value, top.value, (), places, top.places)
    return File(top.name, value, places)


def _merge(base: Any, top: Any, path: Path, places: dict[Path, Mark], top_places: Mapping[Path, Mark]) -> Any:
    """Maps merge, and lists whose entries have ids; all else is replaced, null removes (a whole file too).

    Places follow the value that stays.
    """
    if isinstance(top, dict) and _has_ids(base):
        return _merge_entries(base, top, path, places, top_places)
    if not (isinstance(base, dict) and isinstance(top, dict)):
        _replace_places(path, places, top_places)
        return top
    places[path] = top_places.get(path, places[path])
    merged = dict(base)
    for key, value in top.items():
        if value is None:
            merged.pop(key, None)
            _forget(places, (*path, key))
        else:
            merged[key] = _merge(base.get(key), value, (*path, key), places, top_places)
    return merged


def _has_ids(base: Any) -> bool:
    return isinstance(base, list) and bool(base) and all(isinstance(entry, dict) and "id" in entry for entry in base)


def _merge_entries(
    base: list[Any], top: dict[str, Any], path: Path, places: dict[Path, Mark], top_places: Mapping[Path, Mark]
) -> list[Any]:
    """A list changed by the ids of its entries: an entry is laid over, taken out by null, or put at the end."""
    before = _moved(places, path, path)
    for old in before.keys() - {path}:
        del places[old]
    merged: list[Any] = []
    for index, entry in enumerate(base):
        change = top.get(entry["id"], {})
        if change is None:
            continue
        at = (*path, len(merged))
        places.update(_moved(before, (*path, index), at))
        merged.append(_merge(entry, change, at, places, _moved(top_places, (*path, entry["id"]), at)))
    known = {entry["id"] for entry in base}
    for key, value in top.items():
        if key not in known and value is not None:
            at = (*path, len(merged))
            places.update(_moved(top_places, (*path, key), at))
            merged.append({"id": key, **value} if isinstance(value, dict) else value)
    return merged


def _moved(places: Mapping[Path, Mark], old: Path, new: Path) -> dict[Path, Mark]:
    """Places under one path as they are under another."""
    return {(*new, *path[len(old) :]): mark for path, mark in places.items() if path[: len(old)] == old}


def _replace_places(path: Path, places: dict[Path, Mark], top_places: Mapping[Path, Mark]) -> None:
    _forget(places, path)
    places.update(_moved(top_places, path, path))


def _forget(places: dict[Path, Mark], path: Path) -> None:
    for old in [old for old in places if old[: len(path)] == path]:
        del places[old]
