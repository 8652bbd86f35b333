"""Rule 4: what a screen may do, and functions that do nothing."""

import ast
from collections.abc import Iterator, Sequence

from architecture.source import Module, Source, calls

SCREENS = ("channels.portal", "channels.desk", "channels.api")


def screen_faults(source: Source) -> list[str]:
    """Rule 4: one writing call per request, and no rows in a channel."""
    writers = source.writers()
    screens = [module for module in source if module.context in SCREENS]
    heavy = [
        f"{module.at(function)} {function.name} makes {count} writing calls"
        for module in screens
        for function in module.functions.values()
        if (count := _Path(module, writers).most(function)) > 1
    ]
    return heavy + [fault for module in source if module.tier == "channels" for fault in _row_faults(module)]


def _row_faults(module: Module) -> Iterator[str]:
    """Our rows are out of reach; a library that is made of views and rows (accounts) is used as it is."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and not _is_of_library(module, node.value):
            yield f"{module.at(node)} asks the database itself"
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{module.root}."):
            if "models" in (node.module or "").split(".") or any(alias.name == "models" for alias in node.names):
                yield f"{module.at(node)} imports models"
        elif isinstance(node, ast.ImportFrom) and _is_database(node) and module.context != "channels.console":
            yield f"{module.at(node)} imports django.db"


def _is_of_library(module: Module, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id not in module.names


def _is_database(node: ast.ImportFrom) -> bool:
    return (node.module or "").startswith("django.db")


class _Path:
    """The largest number of writing calls on one way through a function; helpers of the same file are followed."""

    def __init__(self, module: Module, writers: set[str]) -> None:
        self.module, self.writers, self.open = module, writers, set[str]()

    def most(self, function: ast.FunctionDef) -> int:
        if function.name in self.open:
            return 0
        self.open.add(function.name)
        going, gone = self._block(function.body)
        self.open.remove(function.name)
        return max(going, gone)

    def _block(self, statements: Sequence[ast.stmt]) -> tuple[int, int]:
        """(most writes of a way that goes on, most writes of a way that has returned or raised)."""
        going, gone = 0, 0
        for statement in statements:
            on, off = self._statement(statement)
            gone = max(gone, going + off)
            going += on
        return going, gone

    def _statement(self, statement: ast.stmt) -> tuple[int, int]:
        if isinstance(statement, ast.Return | ast.Raise):
            return 0, self._writes(statement)
        if isinstance(statement, ast.If):
            return self._either(statement.test, [statement.body, statement.orelse])
        if isinstance(statement, ast.For | ast.While):
            going, gone = self._block(statement.body)
            return 2 * going, max(2 * going, gone)
        if isinstance(statement, ast.Try):
            return self._try(statement)
        if isinstance(statement, ast.With):
            return self._block(statement.body)
        return self._writes(statement), 0

    def _either(self, test: ast.expr, ways: list[list[ast.stmt]]) -> tuple[int, int]:
        before = self._writes(test)
        blocks = [self._block(way) for way in ways]
        ends = [isinstance(way[-1], ast.Return | ast.Raise) if way else False for way in ways]
        going = max((on for (on, _), end in zip(blocks, ends, strict=True) if not end), default=0)
        return before + going, before + max(max(on, off) for on, off in blocks)

    def _try(self, statement: ast.Try) -> tuple[int, int]:
        """A handler comes after a call that did not succeed, so body and handlers are alternatives."""
        ways = [[*statement.body, *statement.orelse], *(handler.body for handler in statement.handlers)]
        going, gone = self._either(ast.Constant(None), ways)
        last, _ = self._block(statement.finalbody)
        return going + last, gone + last

    def _writes(self, node: ast.AST) -> int:
        return sum(self._weight(call) for call in calls(node))

    def _weight(self, call: ast.Call) -> int:
        meaning = self.module.meaning(call.func)
        if meaning in self.writers:
            return 1
        name = meaning.removeprefix(f"{self.module.name}.")
        return self.most(self.module.functions[name]) if name in self.module.functions else 0


def pass_through_faults(source: Source) -> list[str]:
    """Rule 4: a function that only passes on its arguments is deleted."""
    return [
        f"{module.at(function)} {function.name} only passes on its arguments"
        for module in source
        if module.tier == "journeys" or {"api", "_operations", "_queries"} & set(module.name.split("."))
        for function in module.functions.values()
        if _only_passes_on(function)
    ]


def _only_passes_on(function: ast.FunctionDef) -> bool:
    body = [each for each in function.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    if len(body) != 1 or not isinstance(body[0], ast.Return | ast.Expr) or function.decorator_list:
        return False
    call = body[0].value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name | ast.Attribute):
        return False
    arguments = function.args
    own = {each.arg for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    given = [*call.args, *(each.value for each in call.keywords)]
    names = {each.id for each in given if isinstance(each, ast.Name)}
    return len(names) == len(given) and names == own and _root(call.func) not in {"", *own}


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
