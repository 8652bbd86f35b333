"""Random drawings built of blocks: sound by construction, so whoever finds a fault in one is wrong."""

import random
from collections.abc import Callable

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
Ends = tuple[str, str]


def drawing(seed: int, depth: int = 3) -> str:
    """A process of nested sequences, choices, parallel parts, loops, waits and sub-processes."""
    blocks = _Blocks(random.Random(seed))
    first, last = blocks.block(depth)
    blocks.flow("begin", first)
    blocks.flow(last, "finish")
    inside = "".join(blocks.parts)
    head = f'<definitions xmlns="{MODEL}"><process id="p"><startEvent id="begin"/><endEvent id="finish"/>'
    return f"{head}{inside}</process></definitions>"


class _Blocks:
    def __init__(self, random: random.Random) -> None:
        self.random, self.parts, self.count = random, list[str](), 0

    def new(self, tag: str, inside: str = "", **attributes: str) -> str:
        self.count += 1
        id = attributes.pop("id", f"n{self.count}")
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        self.parts.append(f'<{tag} id="{id}"{written}>{inside}</{tag}>')
        return id

    def flow(self, source: str, target: str, *, condition: bool = False) -> str:
        inside = "<conditionExpression>true</conditionExpression>" if condition else ""
        return self.new("sequenceFlow", inside, sourceRef=source, targetRef=target)

    def block(self, depth: int) -> Ends:
        """The first and the last node of a block."""
        kinds: list[Callable[[int], Ends]] = [self.task]
        if depth:
            kinds += [self.task, self.sequence, self.choice, self.parallel, self.loop, self.wait, self.sub_process]
        return self.random.choice(kinds)(depth - 1)

    def task(self, _depth: int) -> Ends:
        id = self.new("userTask")
        return id, id

    def sequence(self, depth: int) -> Ends:
        (first, one), (other, last) = self.block(depth), self.block(depth)
        self.flow(one, other)
        return first, last

    def choice(self, depth: int) -> Ends:
        self.count += 1
        split, join = f"x{self.count}", self.new("exclusiveGateway")
        flows = []
        for first, last in [self.block(depth) for _ in range(self.random.randint(2, 3))]:
            flows.append(self.flow(split, first, condition=bool(flows)))
            self.flow(last, join)
        self.new("exclusiveGateway", id=split, default=flows[0])
        return split, join

    def parallel(self, depth: int) -> Ends:
        split, join = self.new("parallelGateway"), self.new("parallelGateway")
        for first, last in [self.block(depth) for _ in range(self.random.randint(2, 3))]:
            self.flow(split, first)
            self.flow(last, join)
        return split, join

    def loop(self, depth: int) -> Ends:
        self.count += 1
        merge, again = self.new("exclusiveGateway"), f"x{self.count}"
        first, last = self.block(depth)
        self.flow(merge, first)
        self.flow(last, again)
        self.flow(again, merge, condition=True)
        after = self.new("userTask")
        self.new("exclusiveGateway", id=again, default=self.flow(again, after))
        return merge, after

    def wait(self, depth: int) -> Ends:
        gateway, join = self.new("eventBasedGateway"), self.new("exclusiveGateway")
        for event in ("messageEventDefinition", "timerEventDefinition"):
            caught = self.new("intermediateCatchEvent", f"<{event}/>")
            first, last = self.block(depth)
            self.flow(gateway, caught)
            self.flow(caught, first)
            self.flow(last, join)
        return gateway, join

    def sub_process(self, depth: int) -> Ends:
        around, self.parts = self.parts, []
        start, (first, last), end = self.new("startEvent"), self.block(depth), self.new("endEvent")
        self.flow(start, first)
        self.flow(last, end)
        inside, self.parts = "".join(self.parts), around
        id, join = self.new("subProcess", inside), self.new("exclusiveGateway")
        edge = self.new("boundaryEvent", "<timerEventDefinition/>", attachedToRef=id)
        first, last = self.block(depth)
        self.flow(edge, first)
        self.flow(last, join)
        self.flow(id, join)
        return id, join
