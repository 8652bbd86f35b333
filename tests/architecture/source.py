"""The source as the rules see it: modules, their tier and context, and what names in them mean."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

TIERS = ("kernel", "trust", "office", "sharing", "offer", "delivery", "oversight")
DOORS = ("api", "data", "events", "ports")
#: Contexts any other may write through, and why that changes nothing of theirs (rule 3).
SERVANTS = {
    "trust.audit": "the audit row belongs to the write of the caller (rule 5)",
    "trust.keys": "makes a key at its first use and keeps no rows",
    "office.files": "keeps the bytes a caller has made, as a file of the caller's own: `owner` names it",
}
#: Which neighbours of a tier may know which (rule 1: `a > b` means a may know b).
MAY_KNOW = {
    "trust.seals": {"trust.identity", "trust.organisations", "trust.audit", "trust.keys"},
    "trust.backup": {"trust.identity", "trust.organisations", "trust.audit", "trust.keys"},
    "trust.identity": {"trust.organisations", "trust.audit", "trust.keys"},
    "trust.organisations": {"trust.audit", "trust.keys"},
    "trust.audit": {"trust.keys"},
    "sharing.gateway": {"sharing.resources"},
    "sharing.corrections": {"sharing.resources"},
    "offer.forms": {"offer.catalogue"},
    "offer.rules": {"offer.catalogue"},
    "offer.workflow": {"offer.catalogue"},
    "offer.search": {"offer.catalogue"},
    "delivery.applications": {"delivery.cases"},
    "delivery.authorisations": {"delivery.cases"},
    "delivery.publicity": {"delivery.cases"},
    "adapters.xml_http": {"adapters.wire", "adapters.records"},
    "adapters.json_http": {"adapters.wire", "adapters.records"},
    "adapters.soap_http": {"adapters.wire", "adapters.records"},
    "adapters.sql_view": {"adapters.wire", "adapters.records"},
    "adapters.csv_drop": {"adapters.wire", "adapters.records"},
    "channels.portal": {"channels.ui"},
    "channels.desk": {"channels.ui"},
    "channels.api": {"channels.ui"},
    "channels.console": {"channels.ui"},
}


@dataclass(frozen=True)
class Module:
    """A Python file. `name` is dotted without the root package: `trust.audit._record`."""

    name: str
    path: Path
    package: bool = False
    root: str = "zhengtong"

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(), str(self.path))

    @property
    def tier(self) -> str:
        return self.name.split(".")[0]

    @property
    def context(self) -> str:
        return context_of(self.name)

    @cached_property
    def names(self) -> dict[str, str]:
        """What an imported name means: alias → dotted name without the root package (ours only)."""
        return dict(self._imported())

    def _imported(self) -> Iterator[tuple[str, str]]:
        prefix = f"{self.root}."
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.startswith(prefix):
                        yield alias.asname or alias.name, alias.name.removeprefix(prefix)
            elif isinstance(node, ast.ImportFrom) and self._base(node).startswith(self.root):
                for alias in node.names:
                    yield alias.asname or alias.name, f"{self._base(node)}.{alias.name}".removeprefix(prefix)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = f"{self.root}.{self.name}".split(".") + ([""] if self.package else [])
        return ".".join([*parts[: -node.level], *([node.module] if node.module else [])])

    def meaning(self, node: ast.expr) -> str:
        """The dotted meaning of a called expression: `keys.lookup` → `trust.keys.api.lookup`; empty when not ours."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        if node.id in self.names:
            return ".".join([self.names[node.id], *parts])
        return ".".join([self.name, node.id, *parts]) if node.id in self.functions and not parts else ""

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions at the top of the file by name."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    def at(self, node: ast.AST) -> str:
        return f"{self.root}/{self.name.replace('.', '/')}.py:{getattr(node, 'lineno', 1)}"


@dataclass
class Source:
    """All modules of a tree, with migrations left out."""

    modules: dict[str, Module] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Source":
        return cls({module.name: module for module in sorted(_walk(folder), key=lambda module: module.name)})

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules.values())

    def function(self, dotted: str) -> tuple[Module, ast.FunctionDef] | None:
        """Where a function is defined, re-exports followed: `trust.audit.api.record` → trust.audit._record."""
        for _ in range(5):
            name, _, function = dotted.rpartition(".")
            module = self.modules.get(name)
            if module is None:
                return None
            if function in module.functions:
                return module, module.functions[function]
            dotted = module.names.get(function, "")
        return None

    def operations(self, context: str) -> dict[str, tuple[Module, ast.FunctionDef]]:
        """The functions a context offers in its api, by their dotted name there."""
        api = self.modules.get(f"{context}.api")
        names = [*api.functions, *api.names] if api else []
        found = {f"{context}.api.{name}": self.function(f"{context}.api.{name}") for name in names}
        return {
            name: place
            for name, place in found.items()
            if place and place[0].context == context and not place[1].name.startswith("_")
        }

    def writers(self) -> set[str]:
        """Dotted names of every operation that takes an actor and a time: the writes of contexts and journeys."""
        offered = {name: at for context in self.contexts() for name, at in self.operations(context).items()}
        journeys = {
            f"{module.name}.{name}": (module, function)
            for module in self
            if module.tier == "journeys"
            for name, function in module.functions.items()
        }
        return {name for name, (_, function) in {**offered, **journeys}.items() if takes_actor_and_at(function)}

    def contexts(self) -> set[str]:
        return {module.context for module in self if module.tier in TIERS}


def _walk(folder: Path) -> Iterator[Module]:
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        parts = parts[:-1] if is_package else parts
        if "migrations" not in parts and parts:
            yield Module(".".join(parts), path, is_package, folder.name)


def context_of(name: str) -> str:
    """`trust.audit._record` → `trust.audit`; a tier without contexts is one itself."""
    parts = name.split(".")
    return ".".join(parts[:1] if parts[0] in ("config", "journeys") else parts[:2])


def takes_actor_and_at(function: ast.FunctionDef) -> bool:
    """Whether `actor` and `at` are keyword-only and have no default."""
    defaults = dict(zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True))
    bare = {argument.arg for argument, default in defaults.items() if default is None}
    return {"actor", "at"} <= bare


def told_who_acts(function: ast.FunctionDef) -> bool:
    """Whether a parameter is an Actor, whatever its name."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return any(isinstance(each.annotation, ast.Name) and each.annotation.id == "Actor" for each in arguments)


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))
