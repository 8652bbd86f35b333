"""Rules 6, 7 and 8: slow things, the time, and names that belong to data."""

import ast
import re
from collections.abc import Iterator, Mapping
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
        for aliases in [_aliases(module)]
        for node in ast.walk(module.tree)
        if (what := _reads_time(node, aliases))
    ]


def _reads_time(node: ast.AST, aliases: Mapping[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        named = _last_name(node.value)
        clock = aliases.get(named, named)
        return f"reads {clock}.{node.attr}" if node.attr in _CLOCKS.get(clock, ()) else ""
    if isinstance(node, ast.ImportFrom) and node.module in _CLOCK_MODULES:
        taken = {alias.name for alias in node.names} & (_CLOCKS["time"] | _CLOCKS["timezone"] | {"*"})
        return f"takes {', '.join(sorted(taken))}" if taken else ""
    if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
        return "takes Now" if any(alias.name == "Now" for alias in node.names) else ""
    return f"uses {node.arg}" if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add") else ""


def _aliases(module: Module) -> dict[str, str]:
    """Other names a file gives to a clock: `from datetime import datetime as D`, `import time as t`, `D = datetime`."""
    found: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {each.asname: each.name.split(".")[-1] for each in node.names if each.asname}
        elif isinstance(node, ast.Assign) and _last_name(node.value) in {*_CLOCKS, *found}:
            named = _last_name(node.value)
            found |= {each.id: found.get(named, named) for each in node.targets if isinstance(each, ast.Name)}
    return found


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


#: Keys of the definition files whose values are names or codes of one place. Short ones say nothing.
_NAMING = {"name", "name_en", "short_name", "code", "organisation", "region", "credit_code", "basic", "implementation"}
_NAMING_FILES = {"service.yaml", "organisations.yaml", "accounts.yaml", "site.yaml", "resources.yaml"}
_NAMED_TEXTS = {"name", "short"}
#: What stands under these keys names no place: pages, papers, posts, the fields of a resource.
_OTHER = {"posts", "papers", "basis", "accounts", "persons", "permissions", "fields", "grants", "conditions"}
_LEVELS = "省市县区"  # 市民政局 is 民政局 in every mouth
_MIN_NAME, _MIN_CODE = 2, 6
_OWN_NAME = "Zhengtong"  # a site may be called after the platform
_TEXT_FILES = {".py", ".html", ".yaml", ".md", ".js", ".css", ".json", ".typ", ".svg", ".txt"}


def names_of_places(*folders: Path) -> set[str]:
    """Codes and folders, and names of services, departments, their data and regions from definition files."""
    found: set[str] = set()
    for folder in folders:
        for service in folder.rglob("service.yaml"):
            found |= {service.parent.name, service.parent.parent.name} - {folder.name, "services"}
        for path in folder.rglob("*.yaml"):
            if path.name in _NAMING_FILES:
                found |= set(_naming_values(yaml.load(path.read_text(), yaml.CSafeLoader)))
    found |= {name.lstrip(_LEVELS) for name in found}
    return {name for name in found if _is_telling(name)} - {_OWN_NAME}


def _naming_values(node: Any) -> Iterator[str]:
    """Values under naming keys. A resource is named by its code: what it is called is a common word (户籍信息)."""
    if isinstance(node, list):
        for each in node:
            yield from _naming_values(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _NAMING and isinstance(value, str | int):
                yield str(value)
            elif key in _NAMED_TEXTS and isinstance(value, dict):
                if "share_kind" not in node:
                    yield from (str(text) for text in value.values())
            elif key not in _OTHER:
                yield from _naming_values(value)


def _is_telling(name: str) -> bool:
    return len(name) >= (_MIN_CODE if name.isascii() else _MIN_NAME)


def place_faults(src: Path, names: set[str]) -> list[str]:
    """Rule 8: every line of the platform that holds a name of a place."""
    return [
        f"{path.relative_to(src)}:{fault}"
        for path in sorted(src.rglob("*"))
        if path.suffix in _TEXT_FILES and path.is_file()
        for fault in _named_in(path.read_text(), names)
    ]


def _named_in(text: str, names: set[str]) -> Iterator[str]:
    held = sorted(name for name in names if name in text)  # most files hold none: far quicker than a great pattern
    if not held:
        return
    wanted = re.compile("|".join(f"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" for name in held))
    for number, line in enumerate(text.splitlines(), 1):
        if found := wanted.search(line):
            yield f"{number} names {found.group()}"
