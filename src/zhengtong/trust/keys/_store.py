"""The folder of keys: made when the database is, never again, readable by the service account alone."""

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhengtong.kernel import durable
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

_LENGTH = 32
DATA, FILES, LOOKUP = "data-1", "files-1", "lookup-1"
DJANGO = "django.secret"


class KeyMissing(Refusal):
    """A key that made what is in the database is not in its folder. A new one would open nothing and find nobody."""

    code = "key_missing"
    status = 503
    text = Text(
        "密钥不见了：{paths}。库里的内容要靠它们才读得出来，不能另造。请把最近一份备份恢复到一个空文件夹"
        "（ZHENGTONG_HOME=空文件夹 zhengtong restore 备份文件），再从那里的 keys/ 把同名文件拷回来。",
        "Keys are missing: {paths}. What is in the database is read with them, so no new ones are made. Restore the"
        " newest backup into an empty folder (ZHENGTONG_HOME=folder zhengtong restore FILE) and copy the files of the"
        " same name back from its keys/.",
    )


def folder() -> Path:
    """`ZHENGTONG_HOME/keys`, made with mode 700 when missing."""
    return _made(settings.ZHENGTONG_HOME)


@lru_cache(maxsize=8)
def _made(home: Path | str) -> Path:
    path = Path(home) / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_new(path: Path, content: bytes) -> bytes:
    """Write a file of mode 600 unless another process was first; returns what the file then holds, which a power cut
    takes from nobody: what is written with a key that is gone is lost."""
    durable.write_new(path, content)
    durable.sync_folder(path.parent.parent)  # the folder of keys may be new too
    return path.read_bytes()


def make() -> None:
    """Make every key a node needs from the first, where it is not there yet. Only for a home without a database."""
    for path in _paths():
        if not path.exists():
            write_new(path, settings.SECRET_KEY.encode() if path.name == DJANGO else secrets.token_bytes(_LENGTH))


def missing() -> tuple[Path, ...]:
    """The keys made with the database that are not there any more."""
    return tuple(path for path in _paths() if not path.exists())


def require() -> None:
    """KeyMissing, naming the files, when a key made with the database is lost."""
    if lost := missing():
        raise KeyMissing(paths=", ".join(map(str, lost)))


def _paths() -> tuple[Path, ...]:
    return tuple(folder() / name for name in (f"{DATA}.key", f"{FILES}.key", f"{LOOKUP}.key", DJANGO))


@lru_cache(maxsize=64)
def symmetric(home_folder: Path, key_id: str) -> bytes:
    """The 32-byte key of an id; KeyMissing when its file is not there."""
    path = home_folder / f"{key_id}.key"
    if not path.exists():
        raise KeyMissing(paths=path)
    return path.read_bytes()
