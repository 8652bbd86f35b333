"""A licence made: laid out, sealed, stored encrypted, announced; beside it bare typst and one bare signature.

Ours: rows that wait for making are made by what the worker runs, each in transactions of its own, laid out in a child
process that has limits and no network. The limit sets the same layout with the same data in this process, its compiler
kept warm, and signs the bytes with a key of the same kind. Files of both are of today's kind: PDF alone, no OFD.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import home
import typst
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from server import cpu_seconds
from shape import Bench, Measured
from store import Store

COUNT, BATCH = 40, 10


@dataclass(slots=True)
class World:
    store: Store
    layout: str
    data: dict[str, Any]
    assets: Mapping[str, bytes]
    root: Path
    made: int = 0
    bare: list[bytes] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def cpu_seconds(self) -> float:
        """Of this process, of the press below it, and of the database."""
        return cpu_seconds(os.getpid()) + self.store.cpu_seconds()


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    from zhengtong.delivery.licences import _layout
    from zhengtong.delivery.licences.models import Licence
    from zhengtong.offer.catalogue import api as catalogue

    _request(1)
    definition = catalogue.licence_of(catalogue.published(home.SERVICE))
    row = Licence.objects.get()
    root = Path(tempfile.mkdtemp(dir=folder))
    world = World(store, definition.layout, _layout.data_of(row), _layout.assets_of(row), root)
    _make(world)  # the press is warm, keys and certificates are there
    limit(world)
    return world


def _request(count: int) -> None:
    """Rows that wait for making, as a decision leaves them; every licence is of its own number."""
    from zhengtong.delivery.licences import api as licences
    from zhengtong.delivery.licences.data import LicenceKind
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.kernel.text import Text
    from zhengtong.kernel.transactions import atomic
    from zhengtong.offer.catalogue import api as catalogue
    from zhengtong.trust.identity import api as identity
    from zhengtong.trust.identity.models import Person

    version = catalogue.published(home.SERVICE)
    definition = catalogue.licence_of(version)
    holder = identity.person(Person.objects.order_by("id")[0].pk)
    for number in range(count):
        with atomic():
            licences.request_licence(
                case=f"bench-{clock.real_now().timestamp()}-{number}",
                service_hash=version.hash,
                layout=definition.layout,
                kind=LicenceKind(definition.type_code, definition.name, definition.sensitive, definition.valid_months),
                holder=holder,
                fields={Text("发给", "For"): holder.name},
                issuer=(version.service.organisation, version.service.organisation_name.zh),
                verify_address="https://example.cn/verify/",
                actor=system("result"),
                at=clock.now(),
            )


def _make(world: World) -> None:
    from zhengtong.delivery.licences import api as licences

    while made := licences.make_due():
        world.made += made


def _timed(world: World, step: Callable[[], None]) -> Measured:
    used, begun = world.cpu_seconds(), time.perf_counter()
    step()
    taken = time.perf_counter() - begun
    return Measured(COUNT / taken, (world.cpu_seconds() - used) * 1000 / COUNT)


def limit(world: World) -> Measured:
    """The same layout and data, set by a compiler that stays, and one signature over the bytes."""
    from zhengtong.office.documents import _render

    files = {**world.assets, "base.typ": _render._HOUSE_STYLE, "main.typ": world.layout.encode()}
    for name, content in files.items():
        (world.root / name).write_bytes(content)
    compiler = typst.Compiler(root=str(world.root), input=str(world.root / "main.typ"))

    def step() -> None:
        for number in range(COUNT):
            (world.root / "data.json").write_text(json.dumps({**world.data, "holder": f"张{number}"}))
            pdf = compiler.compile(format="pdf", pdf_standards="a-2b")
            world.key.sign(pdf, ec.ECDSA(hashes.SHA256()))
        world.bare.append(pdf)

    return _timed(world, step)


def ours(world: World) -> Measured:
    _request(COUNT)
    return _timed(world, lambda: _make(world))


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Every licence asked for is made once, its file is good for whoever verifies it, and the bare paper is a paper."""
    from zhengtong.delivery.licences import api as licences
    from zhengtong.delivery.licences.models import Licence
    from zhengtong.office.files import api as files

    rows = list(Licence.objects.order_by("id"))
    assert len(rows) == world.made and {row.making for row in rows} == {"made"}
    assert len({row.identifier for row in rows}) == len({row.file_sha256 for row in rows}) == world.made
    assert all(pdf.startswith(b"%PDF") for pdf in world.bare)
    pdfs = [files.read(row.file) for row in rows[-BATCH:]]
    used = time.process_time()
    reports = [licences.verify_file(pdf) for pdf in pdfs]
    verify_ms = (time.process_time() - used) * 1000 / len(pdfs)
    assert all(report.good for report in reports), reports[0]
    wall_ms = [1000 / turn.value for turn in turns]
    return {
        "note": f"verify {verify_ms:.1f} ms; {wall_ms[-1]:.1f} ms a licence on the clock",
        "licences": world.made,
        "verify_ms": round(verify_ms, 2),
        "bytes": len(pdfs[0]),
    }


BENCH = Bench("licences/s", "≤ 35 ms CPU; verify ≤ 12 ms", prepare, limit, ours, check)
