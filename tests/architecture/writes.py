"""Rules 3 and 5: who writes, and under whose name."""

import ast
from collections.abc import Callable, Iterable, Iterator

from architecture.source import SERVANTS, TIERS, Module, Source, calls, takes_actor_and_at

#: What rule 5 is made of asks nobody.
_UNDER_ALL = ("trust.audit", "trust.keys")
_ORM_WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}


def several_contexts_faults(source: Source) -> list[str]:
    """Rule 3: outside the journeys a context writes its own rows only, and through SERVANTS."""
    writers = source.writers()
    return [
        f"{module.name} writes to {' and '.join(sorted(others))}: that is a journey"
        for module in source
        if module.tier in TIERS and (others := _written_contexts(module, writers))
    ]


def _written_contexts(module: Module, writers: set[str]) -> set[str]:
    called = {module.meaning(call.func) for call in calls(module.tree)} | set(module.names.values())
    contexts = {name.rsplit(".", 2)[0] for name in called & writers}
    return contexts - {module.context, *SERVANTS}


def foreign_fact_faults(source: Source) -> list[str]:
    """Rule 3: a context announces its own facts only."""
    return [
        f"{module.at(call)} announces a fact of {fact}"
        for module in source
        for call in calls(module.tree)
        if module.meaning(call.func) == "kernel.events.api.announce"
        for fact in _facts(module, call)
        if not fact.startswith(f"{module.context}.")
    ]


def _facts(module: Module, announcement: ast.Call) -> Iterator[str]:
    for argument in announcement.args:
        fact = module.meaning(argument.func) if isinstance(argument, ast.Call) else ""
        if ".events." in f"{fact}.":
            yield fact


def unsigned_write_faults(source: Source) -> list[str]:
    """Rule 5: what a context offers and writes takes actor and at, asks its policy first, and records an audit row.

    Work of the platform itself, registered as `Work` or as a handler of an event, has nobody who asks for it.
    """
    return [fault for context in sorted(source.contexts()) for fault in _context_faults(source, context)]


def _context_faults(source: Source, context: str) -> Iterator[str]:
    if context.startswith("kernel") or context in _UNDER_ALL:
        return
    own = _own_accord(module for module in source if module.context == context)
    for name, (module, function) in sorted(source.operations(context).items()):
        if function.name in own or not _reaches(source, module, function, _is_orm_write):
            continue
        if not takes_actor_and_at(function):
            yield f"{name} writes without keyword-only actor and at"
        elif not _reaches(source, module, function, _is_record):
            yield f"{name} writes without an audit row"
        elif next(_acts(source, module, function), "") != "asks":
            yield f"{name} writes before it has asked its policy about the actor"


def _acts(
    source: Source, module: Module, function: ast.FunctionDef, seen: frozenset[ast.FunctionDef] = frozenset()
) -> Iterator[str]:
    """ "asks" and "writes" in the order of the source, helpers of the context followed; branches are not told apart."""
    if function in seen:
        return
    for call in _in_order(function):
        meaning = module.meaning(call.func)
        if meaning.startswith(f"{module.context}._policy."):
            if _passes_actor(call):
                yield "asks"
        elif _is_orm_write(module, call):
            yield "writes"
        elif (place := source.function(meaning)) and place[0].context == module.context:
            yield from _acts(source, *place, seen | {function})


def _in_order(node: ast.AST) -> Iterator[ast.Call]:
    """Calls as they are made: what stands inside the brackets first."""
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)
    if isinstance(node, ast.Call):
        yield node


def _passes_actor(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(isinstance(each, ast.Name) and each.id == "actor" for each in given)


def _own_accord(modules: Iterable[Module]) -> set[str]:
    """Names of functions handed to `Work(...)` or `subscribe(...)`."""
    handed: set[str] = set()
    for module in modules:
        for call in calls(module.tree):
            if module.meaning(call.func) in ("kernel.work.Work", "kernel.events.api.subscribe"):
                given = [*call.args, *(each.value for each in call.keywords)]
                handed |= {each.attr for each in given if isinstance(each, ast.Attribute)}
                handed |= {each.id for each in given if isinstance(each, ast.Name)}
    return handed


def _is_orm_write(module: Module, call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    chain = {each.attr for each in ast.walk(call.func.value) if isinstance(each, ast.Attribute)}
    # A row is saved by keywords alone; what is saved into something, a picture into bytes, is no row.
    return (call.func.attr == "save" and not call.args) or (
        call.func.attr in _ORM_WRITES and bool({"objects", "filter"} & chain)
    )


def _is_record(module: Module, call: ast.Call) -> bool:
    return module.meaning(call.func) == "trust.audit.api.record"


def _reaches(
    source: Source,
    module: Module,
    function: ast.FunctionDef,
    wanted: Callable[[Module, ast.Call], bool],
    seen: frozenset[ast.FunctionDef] = frozenset(),
) -> bool:
    """Whether a function, or one of the same context that it calls, makes a wanted call."""
    if function in seen:
        return False
    for call in calls(function):
        if wanted(module, call):
            return True
        place = source.function(module.meaning(call.func))
        if place and place[0].context == module.context and _reaches(source, *place, wanted, seen | {function}):
            return True
    return False
