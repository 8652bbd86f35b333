"""Rule 1: imports run down, and a context is entered only by its doors."""

import ast

import grimp

from architecture.source import DOORS, MAY_KNOW, TIERS, Module, Source, calls, context_of

_HEIGHT = {tier: height for height, tier in enumerate(TIERS)} | {
    "adapters": 10,
    "journeys": 10,
    "channels": 11,
    "config": 12,
}


def import_faults(package: str) -> list[str]:
    """Every import of a package that breaks rule 1, as a sentence. Migrations are history, written by Django."""
    graph = grimp.build_graph(package)
    pairs = (
        (importer, imported)
        for importer in sorted(graph.modules)
        if ".migrations" not in importer
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
    )
    named = ((one.removeprefix(f"{package}."), other.removeprefix(f"{package}.")) for one, other in pairs)
    return [f"{one} imports {other}: {why}" for one, other in named if (why := _fault(one, other))]


def _fault(importer: str, imported: str) -> str:
    mine, other = context_of(importer), context_of(imported)
    if mine == other:
        return ""
    return _direction(mine, other) or _door(mine, imported)


def _direction(mine: str, other: str) -> str:
    tier, other_tier = mine.split(".")[0], other.split(".")[0]
    if tier not in _HEIGHT or other_tier not in _HEIGHT:
        return "not in a tier"
    if tier == other_tier == "kernel":
        return ""
    if tier == other_tier:
        return "" if other in MAY_KNOW.get(mine, ()) else "neighbours do not know each other"
    return "" if _HEIGHT[other_tier] < _HEIGHT[tier] else "imports run down only"


def _door(mine: str, imported: str) -> str:
    tier, *rest = imported.split(".")
    if any(part.startswith("_") for part in rest):
        return "private"
    if tier == "kernel":
        return "enter by api" if rest[0] == "events" and rest[1:] != ["api"] else ""
    if tier == "adapters":
        return "" if rest[1:] == ["api"] else "an adapter is entered by api"
    if tier in TIERS and (len(rest) != 2 or rest[1] not in DOORS):
        return "a context is entered by api, data, events or ports"
    if mine.startswith("adapters") and rest[1] not in ("ports", "data"):
        return "an adapter knows ports, their data and the kernel"
    return ""


_BY_NAME = {"import_module", "__import__", "import_string"}


def by_name_faults(source: Source) -> list[str]:
    """Rule 1: outside config nothing is imported by its name at run time, where no contract sees it.

    A context may walk a package of its own: `import_module(f"{commands.__name__}.{name}")`.
    """
    return [
        f"{module.at(node)} imports by name"
        for module in source
        if module.tier != "config"
        for own in [{call.func for call in calls(module.tree) if _walks_own_package(module, call)}]
        for node in ast.walk(module.tree)
        if _names(node) & _BY_NAME and node not in own
    ]


def _walks_own_package(module: Module, call: ast.Call) -> bool:
    match call.args:
        case [ast.JoinedStr(values=[ast.FormattedValue(value=ast.Attribute(value=package, attr="__name__")), *_])]:
            return context_of(module.meaning(package)) == module.context
    return False


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    return {node.id} if isinstance(node, ast.Name) else set()
