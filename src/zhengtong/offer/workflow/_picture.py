"""The diagram interchange of a BPMN file: where the modeller drew what."""

from collections.abc import Iterator

from zhengtong.offer.workflow._graph import Box, Picture, Point
from zhengtong.offer.workflow._xml import Element


def picture_of(root: Element) -> Picture:
    """Boxes and lines by the id of what they draw; a number that is none counts as 0, and none is out of all bounds."""
    boxes: dict[str, Box] = {}
    lines: dict[str, tuple[Point, ...]] = {}
    for element in _under(root):
        about = element.attributes.get("bpmnElement", "")
        if element.tag == "BPMNShape" and (bounds := element.first("Bounds")):
            boxes[about] = Box(*(_number(bounds, name) for name in ("x", "y", "width", "height")))
        elif element.tag == "BPMNEdge":
            lines[about] = tuple((_number(point, "x"), _number(point, "y")) for point in element.all("waypoint"))
    return Picture(boxes, lines)


def _under(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _under(child)


def _number(element: Element, name: str) -> float:
    try:
        return max(-100_000.0, min(100_000.0, float(element.attributes.get(name, 0))))
    except ValueError:
        return 0.0
