"""Rules 6 (nothing slow in a transaction; watched at run time by tests/guards.py), 7 (one clock), 8 (no names)."""

from pathlib import Path

import pytest

from architecture.planting import plant
from architecture.source import Source
from architecture.words import clock_faults, names_of_places, place_faults, slow_faults


def test_what_can_wait_forbids_itself_inside_a_transaction(source: Source) -> None:
    assert slow_faults(source) == []


def test_the_time_is_read_in_one_place(source: Source) -> None:
    assert clock_faults(source) == []


def test_the_platform_names_no_service_department_or_region(repository: Path) -> None:
    names = names_of_places(repository / "services", repository / "demo")
    assert place_faults(repository / "src", names) == []


SLOW = """
import subprocess
from subprocess import TimeoutExpired
{extra}
def render():
    {guard}
    return subprocess.run(["typst"])
"""


BARE_KEY = """
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

def seal(key: EllipticCurvePrivateKey, content):
    return key.sign(content)
"""


def test_a_planted_slow_call_is_found(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__documents___render=SLOW.format(extra="", guard="pass"),
        office__documents___guarded=SLOW.format(
            extra="from zhengtong.kernel.transactions import forbid_in_transaction",
            guard="forbid_in_transaction('typesetting')",
        ),
        office__documents___errors="from subprocess import TimeoutExpired\nprint(len('no call of it'))\n",
        trust__seals___sign=BARE_KEY,
        office__notices___wire="import socket\n\ndef ask():\n    return socket.create_connection(('', 1))\n",
        office__notices__driver="""
            from zhengtong.kernel.transactions import forbid_in_transaction
            from zhengtong.office.notices import _wire

            def send():
                forbid_in_transaction("mail")
                return _wire.ask()
        """,
    )
    assert slow_faults(tree) == [
        "office.documents._render uses subprocess without forbid_in_transaction",
        "trust.seals._sign uses a key without forbid_in_transaction",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("datetime.now(UTC)", "reads datetime.now"),
        ("datetime.datetime.utcnow()", "reads datetime.utcnow"),
        ("date.today()", "reads date.today"),
        ("time.monotonic()", "reads time.monotonic"),
        ("field(default=timezone.now)", "reads timezone.now"),
        ("import time as t; t.time()", "reads time.time"),
        ("from datetime import datetime as D; D.now()", "reads datetime.now"),
        ("import datetime as dt; dt.date.today()", "reads date.today"),
        ("D = datetime; E = D; E.now()", "reads datetime.now"),
        ("from time import time as wall", "takes time"),
        ("from time import *", "takes *"),
        ("from time import perf_counter", "takes perf_counter"),
        ("from django.utils.timezone import now", "takes now"),
        ("from django.db.models.functions import Now", "takes Now"),
        ("DateTimeField(auto_now_add=True)", "uses auto_now_add"),
    ],
)
def test_a_planted_clock_is_found(line: str, what: str, tmp_path: Path) -> None:
    tree = plant(tmp_path, office__files__api=f"\n{line}\n", kernel__clock=f"\n{line}\n")
    assert clock_faults(tree) == [f"zhengtong/office/files/api.py:2 {what}"]


def test_sleeping_and_our_own_clock_are_free(tmp_path: Path) -> None:
    tree = plant(tmp_path, office__files__api="time.sleep(1)\nclock.now()\nclock.today()\nlegal.now()\n")
    assert clock_faults(tree) == []


def test_a_planted_name_is_found(tmp_path: Path) -> None:
    service, demo, src = tmp_path / "services/minzheng/gaoling", tmp_path / "demo", tmp_path / "src"
    for folder in (service, demo, src):
        folder.mkdir(parents=True)
    definition = "name: {zh: 高龄津贴}\ncodes: {basic: '001234567890'}\norganisation: {name: {zh: 市民政局}}\n"
    (service / "service.yaml").write_text(definition)
    (demo / "organisations.yaml").write_text("regions: [{code: '990100', name: 清和市}]\n")
    (demo / "resources.yaml").write_text(RESOURCE)
    (src / "a.py").write_text("# only words of everyone\nX = '清和市'\nY = '残联'\nZ = '残疾信息'\n")
    (src / "b.html").write_text("<p>0012345678901</p>\n<p>001234567890</p>\n<p>gaoling</p>\n<p>民政局</p>\n")
    (src / "c.yaml").write_text("minzheng: disability-card\n")
    names = names_of_places(tmp_path / "services", demo)
    assert names == {
        *("gaoling", "minzheng", "001234567890", "990100", "清和市", "市民政局", "民政局", "高龄津贴"),
        *("disability-card", "11990100MB0000005B", "清和市残疾人联合会", "残联"),
    }
    assert place_faults(src, names) == [
        "a.py:2 names 清和市",
        "a.py:3 names 残联",
        "b.html:2 names 001234567890",
        "b.html:3 names gaoling",
        "b.html:4 names 民政局",
        "c.yaml:1 names minzheng",
    ]


RESOURCE = """
resources:
  - code: disability-card
    name: {zh: 残疾信息}
    provider: {code: 11990100MB0000005B, name: {zh: 清和市残疾人联合会}, short: {zh: 残联}}
    share_kind: conditional
    fields: [{name: id_number, label: {zh: 公民身份号码}}]
"""
