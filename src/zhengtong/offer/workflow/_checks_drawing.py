"""What is wrong in a drawing that was read: ways that split by themselves, hang, run in circles, are never reached."""

import re
from collections.abc import Iterator

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, ExpressionError, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow._explore import Explored
from zhengtong.offer.workflow._graph import Graph, Node, Source
from zhengtong.offer.workflow._problems import Problem
from zhengtong.offer.workflow._shape import SCRIPT

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ENDS = ("end", "terminate", "event_subprocess")


def problems(graph: Graph) -> Iterator[Problem]:
    """Every problem that each node and flow has by itself, and circles of gateways."""
    for node in graph.nodes.values():
        yield from _node(graph, node)
    for flow in graph.flows.values():
        source = graph.nodes[flow.source]
        if flow.condition and (source.kind != "exclusive" or flow.id == source.default):
            text = Text("这里的条件不会有人看。", "Nobody looks at this condition.")
            mend = Text("条件写在排他网关出去的、不是默认的连线上。", "Put it on a flow out of an exclusive gateway.")
            yield Problem(flow.place, "idle_condition", text, mend)
    yield from _circles(graph)


def _node(graph: Graph, node: Node) -> Iterator[Problem]:
    out = graph.outgoing[node.id]
    if not _IDENTIFIER.match(node.id):
        text = Text(f"编号“{node.id}”条件里写不了。", f"The id “{node.id}” cannot be named in a condition.")
        yield Problem(node.place, "node_id", text, Text("只用字母、数字、下划线。", "Use letters, digits and _ only."))
    if not out and node.kind not in _ENDS:
        text = Text(f"“{_called(node)}”没有出去的连线。", f"Nothing leads on from “{_called(node)}”.")
        yield Problem(node.place, "dead_end", text, Text("连到下一步或结束事件。", "Connect it to a step or an end."))
    if len(out) > 1 and node.kind not in ("exclusive", "parallel", "event_gateway"):
        text = Text(f"“{_called(node)}”有 {len(out)} 条出去的连线。", f"{len(out)} flows leave “{_called(node)}”.")
        mend = Text("用并行网关或排他网关分开。", "Split by a parallel or an exclusive gateway.")
        yield Problem(node.place, "split", text, mend)
    if node.kind in ("task", "catch") and node.trigger != "time" and node.lane not in graph.lanes:
        text = Text(f"“{_called(node)}”不在哪个泳道里。", f"“{_called(node)}” lies in no lane.")
        yield Problem(node.place, "no_lane", text, Text("拖进一个泳道。", "Drag it into a lane."))
    if node.kind == "exclusive" and len(out) > 1:
        yield from _exclusive(graph, node)
    if node.kind == "event_gateway":
        yield from _events(graph, node)


def _called(node: Node) -> str:
    return node.name or node.id


def _exclusive(graph: Graph, node: Node) -> Iterator[Problem]:
    out = graph.outgoing[node.id]
    if node.default not in out:
        text = Text(f"排他网关“{_called(node)}”没有默认的路。", f"The gateway “{_called(node)}” has no default flow.")
        mend = Text("给一条连线设成默认，免得都不成立时停住。", "Make one flow the default, or it may hang.")
        yield Problem(node.place, "no_default", text, mend)
    for flow in out:
        if flow != node.default and graph.flows[flow].condition is None:
            text = Text("这条连线没写条件。", "This flow has no condition.")
            mend = Text("写上条件，或把它设成默认。", "Give it a condition, or make it the default.")
            yield Problem(graph.flows[flow].place, "no_condition", text, mend)


def _events(graph: Graph, node: Node) -> Iterator[Problem]:
    for flow in graph.outgoing[node.id]:
        target = graph.nodes[graph.flows[flow].target]
        if target.kind != "catch" or len(graph.incoming[target.id]) != 1:
            text = Text("事件网关只能连到定时或消息事件，各自一条线。", "An event gateway leads to events of its own.")
            yield Problem(node.place, "event_gateway", text, Text("在中间加上事件。", "Put an event in between."))


def _circles(graph: Graph) -> Iterator[Problem]:
    """A circle in which nothing waits would never end."""
    automatic = {node.id for node in graph.nodes.values() if node.kind in ("exclusive", "parallel", "script", "throw")}
    ahead = {id: {graph.flows[flow].target for flow in graph.outgoing[id]} & automatic for id in automatic}
    while free := [id for id, targets in ahead.items() if not targets]:
        for id in free:
            del ahead[id]
        for targets in ahead.values():
            targets -= set(free)
    for id in sorted(ahead, key=lambda each: graph.nodes[each].order):
        text = Text(
            f"“{_called(graph.nodes[id])}”在一个没有步骤的圈里。", f"“{_called(graph.nodes[id])}” runs in a circle."
        )
        mend = Text("圈里要有一步等人办。", "A circle needs a step in which somebody acts.")
        yield Problem(graph.nodes[id].place, "endless", text, mend)


def explored_problems(graph: Graph, found: Explored) -> Iterator[Problem]:
    """What only walking every way shows."""
    if found.too_many:
        text = Text("图太散，走法多得走不完。", "There are more ways through this than can be walked.")
        mend = Text("少一些并行，少一些连着的网关。", "Have less in parallel, and fewer gateways in a row.")
        yield Problem(graph.place, "too_wide", text, mend)
        return
    kinds = (
        (found.unsafe, "unsafe", "“{}”还没完，又到了一次。", "“{}” may be reached again while it is open.",
         "并行的路先用并行网关汇合。", "Join parallel ways by a parallel gateway first."),
        (found.hanging, "hangs", "“{}”等的路有时不会来。", "“{}” may wait for a flow that never comes.",
         "只汇合都会走到的路。", "Join only ways that are always taken."),
        (found.early, "ends_early", "到“{}”时别的路还没走完。", "“{}” may be reached while other ways are open.",
         "先汇合，或改成终止结束事件。", "Join them first, or make it a terminate end event."),
        (found.lost, "no_exit", "从“{}”走不到结束。", "No end can be reached from “{}”.",
         "给它一条能到结束的路。", "Give it a way to an end."),
        (found.differing, "engines_differ", "“{}”之后，另一个引擎走得不同。", "Behind “{}” another engine differs.",
         "画简单些，让谁读都一样。", "Draw it more plainly, so that all read it alike."),
    )  # fmt: skip
    told = False
    for nodes, code, zh, en, mend_zh, mend_en in kinds:
        for id in sorted(nodes, key=lambda each: graph.nodes[each].order):
            name, told = _called(graph.nodes[id]), True
            yield Problem(graph.nodes[id].place, code, Text(zh.format(name), en.format(name)), Text(mend_zh, mend_en))
    for node in graph.nodes.values():
        if not told and node.id not in found.reached and node.kind != "event_subprocess":
            text = Text(f"走不到“{_called(node)}”。", f"“{_called(node)}” is never reached.")
            yield Problem(node.place, "unreachable", text, Text("连上它，或删去。", "Connect it, or remove it."))


def script_problems(graph: Graph, shape: Shape, kinds: dict[str, str]) -> Iterator[Problem]:
    """Scripts that are no `name = expr`, or do not compile; `kinds` is given the type of every name that is right."""
    for node in graph.nodes.values():
        if node.script is None:
            continue
        match = SCRIPT.match(node.script.text)
        if match is None:
            text = Text(
                f"脚本“{_called(node)}”不是“名称 = 算式”。", f"The script “{_called(node)}” is no “name = expr”."
            )
            mend = Text("只写一句：名称 = 算式（CEL）。", "Write one line: a name, =, an expression in CEL.")
            yield Problem(node.place, "script", text, mend)
            continue
        compiled = _compiled(node.script, match.start(2), shape, None)
        if isinstance(compiled, Problem):
            yield compiled
        else:
            kinds[match[1]] = compiled.type.kind


def condition_problems(graph: Graph, shape: Shape) -> Iterator[Problem]:
    """Conditions that do not compile, with line and column in the file."""
    for flow in graph.flows.values():
        if flow.condition:
            compiled = _compiled(flow.condition, 0, shape, "bool")
            if isinstance(compiled, Problem):
                yield compiled


def _compiled(source: Source, start: int, shape: Shape, result: expressions.Kind | None) -> Expression | Problem:
    try:
        return expressions.compile(source.text[start:], shape, forbid_division=True, result=result)
    except ExpressionError as error:
        lines = source.text[:start].split("\n")
        column = error.column + (len(lines[-1]) if error.line == 1 else 0)
        place = source.place_of(len(lines) - 1 + error.line, column)
        text = Text(f"{error.text.zh}（{source.text}）", f"{error.text.en} ({source.text})")
        mend = Text(
            "对照表单的问题和 process.yaml 里步骤记下的内容改。",
            "Compare it with the form and with what the steps of process.yaml record.",
        )
        return Problem(place, f"expression_{error.code}", text, mend)
