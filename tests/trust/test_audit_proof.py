"""Proofs, checked by a stranger with hashlib and the public key alone."""

import base64
import hashlib
import json
from argparse import Namespace
from pathlib import Path

import pytest
from audit_log import LOOK, act, fill, sequence_all
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhengtong.channels.console.commands import audit as command
from zhengtong.channels.console.registry import BAD, Node
from zhengtong.kernel.errors import NotFound
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def stranger_accepts(proof: str) -> bool:
    """RFC 9162 §2.1.3.2, from scratch."""
    given = json.loads(proof)
    columns = [text.encode() for _, text in given["columns"]]
    row = b"zhengtong-audit-row-1\n" + b"".join(b"%d:%s," % (len(c), c) for c in columns)
    entry = _hash(bytes.fromhex(given["salt"]), row)
    text, _, signatures = given["checkpoint"].rpartition("\n\n")
    _, size, root = text.split("\n")
    key = base64.b64decode(given["verifier_key"].split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(key).verify(
        base64.b64decode(signatures.split(" ")[2])[4:], (text + "\n").encode()
    )
    node, place, last = _hash(b"\0", entry), given["position"], int(size) - 1
    for step in map(bytes.fromhex, given["path"]):
        if place & 1 or place == last:
            node = _hash(b"\1", step, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = _hash(b"\1", node, step)
        place, last = place >> 1, last >> 1
    return last == 0 and node == base64.b64decode(root) and entry.hex() == given["entry"]


def stranger_accepts_growth(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> bool:
    """RFC 9162 §2.1.4.2, from scratch."""
    if old == new:
        return old_root == new_root and not path
    if old & (old - 1) == 0:
        path = [old_root, *path]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    one = two = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            one, two = _hash(b"\1", step, one), _hash(b"\1", step, two)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            two = _hash(b"\1", two, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (one, two) == (old_root, new_root)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 255, 256, 257, 600])
def test_every_entry_is_proved(size: int) -> None:
    fill(size)
    sequence_all()
    for position in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        assert stranger_accepts(audit.prove(position=position).as_json())


@pytest.mark.slow
def test_proof_beyond_65536() -> None:
    fill(66_000)
    sequence_all()
    for position in (0, 65_535, 65_536, 65_999):
        assert stranger_accepts(audit.prove(position=position).as_json())
    assert stranger_accepts_growth(
        65_000, audit.root_at(65_000), 66_000, audit.root_at(66_000), list(audit.consistency(65_000, 66_000))
    )


def test_a_changed_proof_is_refused() -> None:
    act(9)
    sequence_all()
    proof = json.loads(audit.prove(position=4).as_json())
    assert stranger_accepts(json.dumps(proof))
    for change in (
        {"position": 5},
        {"salt": "00" * 16},
        {"path": proof["path"][:-1]},
        {"columns": [*proof["columns"][:-1], ["detail", "{}"]]},
    ):
        assert not stranger_accepts(json.dumps(proof | change))


def test_row_by_its_id_and_in_words() -> None:
    act(3)
    sequence_all()
    row = AuditRow.objects.get(position=1)
    proof = audit.prove(row=row.pk)
    assert (proof.position, proof.row) == (1, row.pk)
    assert dict(proof.columns)["actor_name"] == "王芳"
    assert audit.proof_lines(proof)[0].zh == f"审计行 {row.pk} 是日志第 1 条，检查点签到 3 条。"


def test_proof_in_the_form_of_c2sp() -> None:
    act(3)
    sequence_all()
    proof = audit.prove(position=2)
    lines = proof.as_tlog_proof().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[2:4] == ["index 2", base64.b64encode(bytes.fromhex(proof.path[0])).decode()]
    assert proof.as_tlog_proof().endswith("\n\n" + proof.checkpoint)


def test_unknown_and_waiting_rows() -> None:
    act(1)
    sequence_all()
    act(1)
    with pytest.raises(NotFound):
        audit.prove(position=7)
    with pytest.raises(NotFound):
        audit.prove()
    with pytest.raises(audit.NotSequenced):
        audit.prove(row=AuditRow.objects.get(position=None).pk)


def test_a_changed_row_is_not_proved() -> None:
    act(3)
    sequence_all()
    AuditRow.objects.filter(position=1).update(reason="x")
    with pytest.raises(audit.LogBrokenError, match="Entry 1 was changed"):
        audit.prove(position=1)


@pytest.mark.parametrize("new", [1, 2, 3, 255, 256, 257, 300])
def test_growth_is_proved(new: int) -> None:
    fill(new)
    sequence_all()
    for old in {1, 2, 3, 128, 129, 255, 256, new - 1, new} & set(range(1, new + 1)):
        path = list(audit.consistency(old, new))
        assert stranger_accepts_growth(old, audit.root_at(old), new, audit.root_at(new), path)
        assert not stranger_accepts_growth(old, bytes(32), new, audit.root_at(new), path)


def test_no_growth_beyond_the_checkpoint() -> None:
    act(3, action=LOOK)
    sequence_all()
    for old, new in ((0, 3), (2, 1), (3, 4)):
        with pytest.raises(ValueError, match="no consistency proof"):
            audit.consistency(old, new)


def test_the_commands_name_a_changed_row_and_promise_nothing_of_a_bad_log(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(3)
    sequence_all()
    fill(2)
    node = Node(home=home, port=8000, language="zh-Hans", wsgi="")
    row = AuditRow.objects.order_by("pk")[0].pk
    AuditRow.objects.filter(pk=row).update(reason="改过")
    assert command.prove(Namespace(row=row, json=False), node) == BAD
    assert str(row) in capsys.readouterr().err
    (home / "log" / "checkpoint").unlink()
    assert command.verify(Namespace(), node) == BAD
    said = capsys.readouterr().out
    assert said.startswith("日志有问题")
    assert "等着进日志" not in said
