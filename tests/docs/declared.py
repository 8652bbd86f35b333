"""What the code declares and a reader may look up, taken from the source itself."""

import ast
import re
from collections.abc import Iterator

from architecture.source import TIERS, Module, Source, calls

_SETTING = re.compile(r"\bZHENGTONG_[A-Z][A-Z_]*[A-Z]\b")
_WORDS = re.compile(r"^Words:(.*?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
_EMPHASISED = re.compile(r"\*([^*]+)\*")


def settings(source: Source) -> set[str]:
    """Every ZHENGTONG_ name the platform reads."""
    return {name for module in source for name in _SETTING.findall(module.path.read_text())}


def contexts(source: Source) -> set[str]:
    """Every context and channel that has a folder; the single files of the kernel are not contexts."""
    folders = (module.context for module in source if module.tier in (*TIERS, "channels") and _is_folder(module))
    return {context for context in folders if "." in context} | {"journeys" for m in source if m.tier == "journeys"}


def _is_folder(module: Module) -> bool:
    return module.package or module.name != module.context


def events(source: Source) -> set[str]:
    """Names given to `@event("…")`."""
    return {
        name
        for module in source
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and module.meaning(decorator.func) == "kernel.events.api.event"
        for name in _texts(module, decorator.args[:1])
    }


def actions(source: Source) -> set[str]:
    """Names given to `audit.declare("…", …)`."""
    return _first_arguments(source, lambda module, call: module.meaning(call.func) == "trust.audit.api.declare")


def permissions(source: Source) -> set[str]:
    """Names asked for by `actor.may("…")`."""
    return _first_arguments(source, lambda _, call: isinstance(call.func, ast.Attribute) and call.func.attr == "may")


def _first_arguments(source, wanted) -> set[str]:
    return {
        name
        for module in source
        for call in calls(module.tree)
        if wanted(module, call)
        for name in _texts(module, call.args[:1])
    }


def _texts(module: Module, arguments: list[ast.expr]) -> Iterator[str]:
    """Literal texts, through constants at the top of the file. Anything else must be passed on by a parameter."""
    constants = {
        target.id: node.value
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for argument in arguments:
        value = constants.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def readme_words(source: Source) -> set[str]:
    """The words each context's README explains: `*event*` in its paragraph `Words:`."""
    readmes = {path for module in source for path in module.path.parent.glob("README.md")}
    return {
        " ".join(word.split())
        for readme in readmes
        for paragraph in _WORDS.findall(readme.read_text())
        for word in _EMPHASISED.findall(paragraph)
    }


def schema_fields(schema: object) -> Iterator[str]:
    """Every property a JSON Schema declares, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for below in schema.values():
            yield from schema_fields(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from schema_fields(below)
