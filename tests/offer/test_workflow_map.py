"""The map and the timeline: what is done, where we are, what is to come; drawn without a style of its own."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from offer.walking import STALL, STALLS, Walk, process_of, version_of
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Process

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dibao() -> Process:
    return process_of("minimum-living-allowance")


def drawn(walk: Walk, language: str = "zh-Hans") -> ElementTree.Element:
    """The drawing, parsed: it is well-formed XML."""
    svg = workflow.diagram(walk.process, walk.position, "en" if language == "en" else "zh-Hans").svg
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(root: ElementTree.Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def count(root: ElementTree.Element, tag: str, classes: str) -> int:
    return sum(1 for element in root.iter(f"{SVG}{tag}") if element.get("class") == classes)


def test_done_is_filled_now_is_ringed_and_named(dibao: Process) -> None:
    walk = Walk(dibao).end("accept", "accept").end("visit")
    root = drawn(walk)
    assert count(root, "circle", "m-s m-now") == 1
    assert texts(root).count("您在这里") == 1
    assert [element.tag for element in root.iter() if element.get("id") == "here"] == [f"{SVG}circle"]
    # behind us: the start, accept and visit are stations; the gateways accepted, taken and investigate are junctions
    assert count(root, "path", "m-tick") == 3
    assert sum(1 for c in root.iter(f"{SVG}circle") if c.get("class") == "m-s m-ok" and c.get("r") == "4") == 3
    # the flows f1 f2 f8 f9b f10 f11 f12 are behind us
    assert count(root, "path", "m-t m-d") == 7


def test_an_end_without_is_a_square(dibao: Process) -> None:
    root = drawn(Walk(dibao).end("accept", "reject"))
    assert count(root, "rect", "m-s m-stop") == 1
    assert count(root, "circle", "m-s m-now") == 0
    assert "办完了：不予受理" in "".join(desc.text or "" for desc in root.iter(f"{SVG}desc"))


def test_it_says_itself_without_being_seen(dibao: Process) -> None:
    root = drawn(Walk(dibao).end("accept", "accept"), "en")
    names = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == list(names)
    told = " ".join(text or "" for text in names.values())
    assert "You are here: Visit the household, Check the household's information" in told
    assert not re.search("[\u4e00-\u9fff]", told.replace("：", "").replace("；", ""))


@pytest.mark.parametrize("name", ["minimum-living-allowance", "market-stall"])
def test_no_style_no_script_no_text_unescaped(name: str) -> None:
    walk = Walk(process_of(name), STALL)
    svg = workflow.diagram(walk.process, walk.position).svg
    assert "style" not in svg
    assert not re.search(r"\son[a-z]+=|<script|javascript:|<foreignObject|href", svg)
    assert set(re.findall(r'class="([^"]+)"', svg)) <= {
        *("m-wide", "m-lane", "m-lane m-lane-2", "q m-who", "m-t", "m-t m-d", "m-frame", "m-tick", "q", "h"),
        *("m-s", "m-s m-ok", "m-s m-now", "m-halo", "m-s m-stop"),
    }


def test_every_class_is_in_the_look(repository: Path) -> None:
    css = (repository / "src/zhengtong/channels/ui/static/ui/zhengtong.css").read_text()
    for name in ("m-wide", "m-lane", "m-lane-2", "m-who", "m-t", "m-d", "m-frame", "m-tick", "m-s", "m-ok", "m-now"):
        assert f".{name}" in css
    assert ".m-halo" in css
    assert ".m-stop" in css


def test_a_name_cannot_break_out_of_the_drawing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STALLS, tmp_path / "stall"))
    words = (folder / "process.yaml").read_text()
    hostile = '"<script>alert(1)</script>&\\""'
    (folder / "process.yaml").write_text(words.replace("zh: 看申请,", f"zh: {hostile},"))
    process = workflow.process_of(version_of(folder))
    assert process is not None
    svg = workflow.diagram(process, Walk(process, STALL).position).svg
    assert "<script" not in svg
    drawn(Walk(process, STALL))


def test_without_diagram_interchange_it_is_laid_out(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STALLS, tmp_path / "stall"))
    drawing = (folder / "process.bpmn").read_text()
    start, end = drawing.index("  <bpmndi:BPMNDiagram"), drawing.index("</bpmn:definitions>")
    (folder / "process.bpmn").write_text(drawing[:start] + drawing[end:])
    process = workflow.process_of(version_of(folder))
    assert process is not None
    walk = Walk(process, STALL).end("accept", "accept")
    root = drawn(walk)
    assert count(root, "circle", "m-s m-now") == 2
    places = [(c.get("cx"), c.get("cy")) for c in root.iter(f"{SVG}circle") if c.get("class") != "m-halo"]
    assert len(places) == len(set(places))
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    assert all(0 <= float(x or 0) <= width and 0 <= float(y or 0) <= height for x, y in places)


@pytest.mark.parametrize("name", ["minimum-living-allowance", "market-stall"])
def test_nothing_stands_outside_and_no_two_in_one_place(name: str) -> None:
    root = drawn(Walk(process_of(name), STALL))
    places = [(c.get("cx"), c.get("cy")) for c in root.iter(f"{SVG}circle") if c.get("class") != "m-halo"]
    assert len(places) == len(set(places))
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    numbers = [re.findall(r"-?\d+", path.get("d") or "") for path in root.iter(f"{SVG}path")]
    for found in numbers:
        if path_is_long(found):
            assert all(0 <= float(x) <= width for x in found[::2])
            assert all(0 <= float(y) <= height for y in found[1::2])


def path_is_long(numbers: list[str]) -> bool:
    """A way between nodes; a tick is relative."""
    return len(numbers) % 2 == 0 and "-6" not in numbers and "-5" not in numbers


def test_the_list_beside_names_every_step_with_its_lane_and_state(dibao: Process) -> None:
    walk = Walk(dibao).end("accept", "accept").end("visit")
    listed = workflow.diagram(dibao, walk.position).stations
    states = {each.step: each.state for each in listed}
    assert (states["accept"], states["visit"], states["check_information"], states["decide"]) == (
        "done",
        "done",
        "now",
        "",
    )
    assert "withdraw" not in states
    lanes = {each.step: each.lane.zh for each in listed if each.lane}
    came = {each.step: each.came.zh for each in listed if each.came}
    assert came == {"accept": "受理"}
    assert (lanes["visit"], lanes["check_information"], lanes["post"]) == ("乡镇经办", "县核对", "村协理员")


def test_the_sentence_names_who_is_here(dibao: Process) -> None:
    walk = Walk(dibao).end("accept", "accept")
    assert workflow.sentence(walk.position).zh == "您在这里：入户调查、核对家庭信息"
    assert workflow.sentence(walk.end("withdraw").position).en == "It has ended: Withdrawn"
