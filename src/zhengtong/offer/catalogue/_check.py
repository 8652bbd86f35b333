"""Checking a folder: every file by the one who understands it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhengtong.kernel.definitions import File, Finding, violations
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import _folder, ports
from zhengtong.offer.catalogue._folder import Folder

_LACKING = ("missing_field", "schema_minItems", "schema_minProperties")
_A_BASE_MAY_LACK_FIELDS = ("service.yaml", "licence.yaml")


def check(path: Path, *, bases: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Every finding of a folder, by file and line. `bases` are the roots where `extends` looks first."""
    return findings(_folder.read(path, bases))


def service_folders(root: Path) -> tuple[Path, ...]:
    """Every folder of a service under a root, the root itself included, by path."""
    return tuple(sorted(path.parent for path in root.rglob("service.yaml")))


def findings(folder: Folder) -> tuple[Finding, ...]:
    """Every finding of a folder that was read: shapes once every file can be read, meaning once shapes are right."""
    found = [*folder.problems, *_unreadable(folder)]
    if not folder.problems:
        found += [finding for file in folder.files.values() for finding in _shape(file, folder)]
    if not found:
        found += [finding for file in folder.files.values() for finding in _meaning(file, folder)]
    return tuple(sorted(found, key=lambda f: (f.file, f.line, f.column, f.code)))


def _unreadable(folder: Folder) -> Iterator[Finding]:
    if "service.yaml" not in folder.files and not folder.problems:
        text = Text(
            "这里没有 service.yaml，不是事项的文件夹。", "There is no service.yaml: this is no folder of a service."
        )
        mend = Text("指到有 service.yaml 的文件夹。", "Point at the folder that holds service.yaml.")
        yield Finding(str(folder.path), 1, 1, "no_service", text, mend)
        return
    for file in folder.files.values():
        if ports.reader_of(file.name) is None:
            known = "、".join(pattern for reader in ports.readers() for pattern in reader.patterns)
            yield file.finding(
                (),
                "unknown_file",
                Text(f"没有谁看得懂 {file.name}。", f"Nothing understands {file.name}."),
                Text(f"改名或移走。能看懂的有：{known}。", f"Rename or remove it. Understood are: {known}."),
            )


def _shape(file: File, folder: Folder) -> Iterator[Finding]:
    reader = ports.reader_of(file.name)
    if reader is None or reader.schema is None:
        return
    for path, finding in violations(file, reader.schema):
        if not (folder.is_base and _overlay_adds(file, path, finding)):
            yield finding


def _overlay_adds(file: File, path: ValuePath, finding: Finding) -> bool:
    """Whether what a base lacks is for its overlays to add: fields of service and licence, values of parameters."""
    if finding.code not in _LACKING or any(isinstance(part, int) for part in path):
        return False
    return file.name in _A_BASE_MAY_LACK_FIELDS or (finding.code == "schema_minItems" and path[:1] == ("parameters",))


def _meaning(file: File, folder: Folder) -> Iterator[Finding]:
    reader = ports.reader_of(file.name)
    if reader is not None:
        yield from reader.check(file, folder)
