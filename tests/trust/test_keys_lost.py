"""A lost key is missed, never made again."""

from pathlib import Path
from typing import Any

import pytest

from zhengtong.trust.keys import api as keys


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ZHENGTONG_HOME = tmp_path
    return tmp_path


def test_keys_are_made_once_and_for_their_owner_alone(home: Path) -> None:
    keys.make()
    made = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    assert sorted(made) == ["data-1.key", "django.secret", "files-1.key", "lookup-1.key"]
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}
    keys.make()
    assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == made


def test_nothing_is_sealed_opened_or_looked_up_without_its_key(home: Path) -> None:
    for use in (
        lambda: keys.encrypt("x", "a.b"),
        lambda: keys.decrypt("aes256gcm:data-1:AAAA", "a.b"),
        lambda: keys.lookup("phone", "1"),
        lambda: keys.seal_bytes(b"x", "a"),
    ):
        with pytest.raises(keys.KeyMissing, match=str(home)):
            use()
    assert list((home / "keys").iterdir()) == []


def test_what_is_lost_is_named_with_the_way_back(home: Path) -> None:
    keys.make()
    keys.require()
    (home / "keys" / "lookup-1.key").unlink()
    assert keys.missing() == (home / "keys" / "lookup-1.key",)
    with pytest.raises(keys.KeyMissing, match=r"lookup-1\.key.*restore"):
        keys.require()
