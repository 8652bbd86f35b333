"""Papers: set in a child process, faults named with their place, bombs stopped, the next paper works."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.office.documents._press import Press, press
from zhengtong.office.documents.api import check, render, seal_picture
from zhengtong.office.documents.data import LayoutRefused, LayoutTooHeavy

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LOOP = "#for i in range(100000) { for j in range(100000) { let k = i * j } }"
DOUBLING = "#let x = (1,)\n#for i in range(60) { x = x + x }"


@pytest.fixture
def small_press() -> Iterator[Press]:
    small = Press(wall_seconds=1.0)
    yield small
    small.close()


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_a_paper_holds_its_data_in_the_house_style(tmp_path: Path) -> None:
    source = """#import "base.typ": paper, rows
#let data = json("data.json")
#show: paper.with(title: data.title, issuer: "演示局", date: "2026年11月23日", verify: "https://a.test/verify/X")
#rows(data.rows)"""
    data = {"title": "确认书", "rows": [{"label": "姓名", "value": "王五"}]}
    text = text_of(render(source, data, at=AT), tmp_path)
    for part in ("确认书", "演示局", "姓名", "王五", "https://a.test/verify/X"):
        assert part in text


def test_papers_are_archive_pdf_and_the_same_every_time() -> None:
    first, second = render("= 一", {}, at=AT), render("= 一", {}, at=AT)
    assert first == second
    assert b"pdfaid:part>2<" in first and b"pdfaid:conformance>B<" in first


@pytest.mark.parametrize(
    ("source", "line", "column", "message"),
    [
        ("第一行\n#foo()", 2, 2, "unknown variable: foo"),
        ('#json("data.json").nope', 1, 20, 'dictionary does not contain key "nope"'),
        ('#read("/etc/passwd")', 1, 7, "file not found"),
        ('#read("../../etc/passwd")', 1, 7, 'path `"../../etc/passwd"` would escape the project root'),
        ('\n#import "@" + "preview/cetz:0.2.0": *', 2, 9, "packages are not allowed"),
    ],
)
def test_a_fault_is_named_with_its_place(source: str, line: int, column: int, message: str) -> None:
    (problem,) = check(source, {})
    assert (problem.line, problem.column, problem.message) == (line, column, message)


def test_a_sound_layout_has_no_problems() -> None:
    assert check("= 好", {}) == []


def test_an_asset_cannot_leave_the_folder() -> None:
    with pytest.raises(ValueError, match="asset name"):
        render("= 一", {}, assets={"../x.svg": b""})


def test_an_endless_layout_is_stopped_and_the_next_paper_works(small_press: Press) -> None:
    began = time.monotonic()
    with pytest.raises(LayoutTooHeavy) as caught:
        small_press.set({"main.typ": LOOP.encode()}, AT)
    assert caught.value.params["limit"] == "time"
    assert time.monotonic() - began < 5
    assert small_press.set({"main.typ": "= 好".encode()}, AT).startswith(b"%PDF-")


def test_a_layout_that_wants_all_memory_is_stopped_and_the_next_paper_works() -> None:
    greedy = Press(memory_bytes=600 * 1024**2)
    try:
        with pytest.raises(LayoutTooHeavy) as caught:
            greedy.set({"main.typ": DOUBLING.encode()}, AT)
        assert caught.value.params["limit"] == "memory"
        assert greedy.set({"main.typ": "= 好".encode()}, AT).startswith(b"%PDF-")
    finally:
        greedy.close()


def test_a_killed_press_is_replaced() -> None:
    render("= 一", {}, at=AT)
    first = press.child_pid()
    os.kill(first, 9)
    time.sleep(0.1)
    assert render("= 一", {}, at=AT).startswith(b"%PDF-")
    assert press.child_pid() != first


def test_the_child_stays_warm() -> None:
    render("= 一", {}, at=AT)
    child = press.child_pid()
    render("= 二", {}, at=AT)
    assert press.child_pid() == child


def test_the_child_does_not_inherit_secrets() -> None:
    render("= 一", {}, at=AT)
    environment = Path(f"/proc/{press.child_pid()}/environ").read_bytes()
    assert b"ZHENGTONG" not in environment


def test_the_child_dies_with_its_parent() -> None:
    script = (
        "import os,sys\nfrom datetime import datetime,UTC\n"
        "from zhengtong.office.documents._press import Press\n"
        "p=Press(); p.set({'main.typ': b'= a'}, datetime.now(UTC))\n"
        "print(p.child_pid(), flush=True); os.kill(os.getpid(), 9)"
    )
    source = Path(__file__).parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    child = int(done.stdout)
    until = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not _running(child)


def _running(pid: int) -> bool:
    """Whether the process still runs; one that has ended but was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_no_folder_is_left_behind() -> None:
    short = Press()
    short.set({"main.typ": b"= a"}, AT)
    folder = Path(f"/proc/{short.child_pid()}/cwd").readlink()
    short.close()
    assert not folder.exists()


def test_what_a_process_left_that_was_killed_with_its_press_is_cleared_by_the_next() -> None:
    script = (
        "import os,pathlib\nfrom datetime import datetime,UTC\n"
        "from zhengtong.office.documents._press import Press\n"
        "p=Press(); p.set({'main.typ': b'= a'}, datetime.now(UTC))\n"
        "print(pathlib.Path(f'/proc/{p.child_pid()}/cwd').readlink(), flush=True)\n"
        "os.kill(p.child_pid(), 9); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    left = Path(done.stdout.strip())
    assert left.name.startswith("zhengtong-press-")
    assert left.exists()
    ours = Press()
    ours.set({"main.typ": b"= a"}, AT)
    assert not left.exists()
    assert Path(f"/proc/{ours.child_pid()}/cwd").readlink().exists()
    ours.close()


def test_a_forked_process_takes_a_press_of_its_own_and_leaves_ours_alone() -> None:
    render("= 一", {}, at=AT)
    ours = press.child_pid()
    reading, writing = os.pipe()
    forked = os.fork()
    if forked == 0:
        made = press.set({"main.typ": b"= b"}, AT).startswith(b"%PDF-") and press.child_pid() != ours
        press.close()
        os.write(writing, b"1" if made else b"0")
        os._exit(0)
    os.waitpid(forked, 0)
    assert os.read(reading, 1) == b"1"
    os.close(reading)
    os.close(writing)
    assert render("= 二", {}, at=AT).startswith(b"%PDF-")
    assert press.child_pid() == ours


def test_many_threads_share_one_press() -> None:
    with ThreadPoolExecutor(8) as pool:
        papers = list(
            pool.map(lambda n: press.set({"main.typ": f"#set page(height: {n + 20}mm)\n= 一".encode()}, AT), range(24))
        )
    assert len(set(papers)) == 24


@pytest.mark.django_db(transaction=True)
def test_no_paper_inside_a_transaction() -> None:
    with pytest.raises(SlowInsideTransactionError), transaction.atomic():
        render("= 一", {})


def test_a_seal_picture_carries_the_name_and_the_note(tmp_path: Path) -> None:
    text = text_of(seal_picture("清河局", "演示 无法律效力"), tmp_path)
    assert set("清河局演示无法律效力") <= set(text)


def test_a_refusal_has_both_texts() -> None:
    with pytest.raises(LayoutRefused) as caught:
        render("#foo()", {})
    assert "第 1 行" in caught.value.message("zh-Hans")
    assert "line 1" in caught.value.message("en")
