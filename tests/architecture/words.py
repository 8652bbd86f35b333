"""Rules 6, 7 and 8: slow things, the time, and names that belong to data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from architecture.source import TIERS, Module, Source, calls

_SLOW_MODULES = {"socket", "subprocess", "smtplib", "httpx", "typst", "pyhanko", "zeep", "requests", "urllib.request"}
_CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime"},
    "timezone": {"now", "localtime", "localdate"},
}
_CLOCK_MODULES = {"time", "django.utils.timezone"}
_CLOCK_FILE = "kernel.clock"


def slow_faults(source: Source) -> list[str]:
    """Rule 6: what can wait for something outside says so with `forbid_in_transaction`, in its file or its user's.

    A signer of trust.keys forbids itself; elsewhere only a bare private key counts.
    """
    return [
        f"{module.name} uses {', '.join(sorted(slow))} without forbid_in_transaction"
        for module in source
        if module.tier in (*TIERS, "adapters") and (slow := _slow_things(module)) and not _is_guarded(source, module)
    ]


def _is_guarded(source: Source, module: Module, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the file, or one of its context that uses it, forbids itself inside a transaction."""
    if _forbids(module) or _is_own_process(module):
        return True
    users = (other for other in source if other.context == module.context and other.name not in seen)
    return any(
        _is_guarded(source, user, seen | {module.name})
        for user in users
        if any(f"{name}.".startswith(f"{module.name}.") for name in user.names.values())
    )


def _is_own_process(module: Module) -> bool:
    """Whether the file is started as a child process, where no transaction of ours is open."""
    return '__name__ == "__main__"' in module.path.read_text()


def _slow_things(module: Module) -> set[str]:
    imported = {name for name in _imports(module) for slow in _SLOW_MODULES if f"{name}.".startswith(f"{slow}.")}
    has_private_keys = any(name.startswith("cryptography.") and ".asymmetric" in name for name in _imports(module))
    signs = any(isinstance(call.func, ast.Attribute) and call.func.attr == "sign" for call in calls(module.tree))
    return {name for name in imported if _is_called(module, name)} | (
        {"a key"} if has_private_keys and signs else set()
    )


def _is_called(module: Module, imported: str) -> bool:
    """Whether something of an imported module is called in a function: types and exceptions alone are free."""
    names = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == imported)
        or (isinstance(node, ast.Import) and any(each.name == imported for each in node.names))
        for alias in node.names
    }
    return any(_first_name(call.func) in names for call in calls(module.tree))


def _first_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _forbids(module: Module) -> bool:
    return any(module.meaning(call.func).endswith("transactions.forbid_in_transaction") for call in calls(module.tree))


def _imports(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def clock_faults(source: Source) -> list[str]:
    """Rule 7: every reading of the time outside kernel/clock.py."""
    return [
        f"{module.at(node)} {what}"
        for module in source
        if module.name != _CLOCK_FILE
        for node in ast.walk(module.tree)
        if (what := _reads_time(node))
    ]


def _reads_time(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and node.attr in _CLOCKS.get(_last_name(node.value), ()):
        return f"reads {_last_name(node.value)}.{node.attr}"
    if isinstance(node, ast.ImportFrom) and node.module in _CLOCK_MODULES:
        taken = {alias.name for alias in node.names} & (_CLOCKS["time"] | _CLOCKS["timezone"])
        return f"takes {', '.join(sorted(taken))}" if taken else ""
    if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
        return "takes Now" if any(alias.name == "Now" for alias in node.names) else ""
    return f"uses {node.arg}" if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add") else ""


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


#: Keys of the definition files whose values are names or codes of one place. Short ones say nothing.
_NAMING = {"name", "name_en", "short_name", "code", "organisation", "region", "credit_code", "basic", "implementation"}
_MIN_NAME, _MIN_CODE = 3, 6
_OWN_NAME = "Zhengtong"  # a site may be called after the platform
_TEXT_FILES = {".py", ".html", ".yaml", ".md", ".js", ".css", ".json", ".typ", ".svg", ".txt"}


def names_of_places(*folders: Path) -> set[str]:
    """Codes, service folders, and names of services, organisations and regions from definition files."""
    found: set[str] = set()
    for folder in folders:
        found |= {path.parent.name for path in folder.rglob("service.yaml")}
        for path in folder.rglob("*.yaml"):
            if path.name in ("service.yaml", "organisations.yaml", "accounts.yaml", "site.yaml"):
                found |= set(_naming_values(yaml.safe_load(path.read_text())))
    return {name for name in found if _is_telling(name)} - {_OWN_NAME}


def _naming_values(node: Any) -> Iterator[str]:
    """Values under naming keys; lists of pages, papers and posts name no place and are passed over."""
    if isinstance(node, list):
        for each in node:
            yield from _naming_values(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _NAMING and isinstance(value, str | int):
                yield str(value)
            elif key == "name" and isinstance(value, dict):
                yield from (str(text) for text in value.values())
            elif key not in ("posts", "papers", "basis", "accounts", "persons", "permissions"):
                yield from _naming_values(value)


def _is_telling(name: str) -> bool:
    return len(name) >= (_MIN_CODE if name.isascii() else _MIN_NAME)


def place_faults(src: Path, names: set[str]) -> list[str]:
    """Rule 8: every line of the platform that holds a name of a place."""
    if not names:
        return []
    wanted = re.compile("|".join(f"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" for name in sorted(names)))
    return [
        f"{path.relative_to(src)}:{number} names {found.group()}"
        for path in sorted(src.rglob("*"))
        if path.suffix in _TEXT_FILES and path.is_file()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := wanted.search(line))
    ]
