"""Finding the file of the day, and reading it whole."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from zhengtong.adapters.csv_drop._settings import DropSettings
from zhengtong.kernel import clock
from zhengtong.sharing.gateway.ports import ProviderDown, ProviderGarbled, ProviderStale


def newest(settings: DropSettings, folder: Path) -> Path:
    """The newest file that is not dated in the future. ProviderDown without the folder, ProviderStale when too old."""
    if not folder.is_dir():
        raise ProviderDown("the folder is not there")
    today = clock.today()
    dated = sorted(pair for pair in _dated(settings, folder) if pair[0] <= today)
    if not dated or (today - dated[-1][0]).days > settings.most_days:
        raise ProviderStale(f"no file of the last {settings.most_days} days")
    return dated[-1][1]


def _dated(settings: DropSettings, folder: Path) -> Iterator[tuple[date, Path]]:
    for path in folder.iterdir():
        middle = path.name.removeprefix(settings.before).removesuffix(settings.after)
        if path.name != f"{settings.before}{middle}{settings.after}" or not path.is_file():
            continue
        try:
            yield datetime.strptime(middle, settings.date).date(), path  # noqa: DTZ007 -- a date without a time
        except ValueError:
            continue


def content(settings: DropSettings, path: Path) -> str:
    """The text of a file that is whole. ProviderGarbled when it is too big, changed, or written in another encoding."""
    try:
        with path.open("rb") as file:
            data = file.read(settings.most_bytes + 1)
        digest = path.with_name(path.name + settings.digest).read_text("ascii").split() if settings.digest else []
    except (OSError, UnicodeDecodeError) as error:
        raise ProviderGarbled("the file or its digest cannot be read") from error
    if len(data) > settings.most_bytes:
        raise ProviderGarbled(f"more than {settings.most_bytes} bytes")
    if settings.digest and digest[:1] != [hashlib.sha256(data).hexdigest()]:
        raise ProviderGarbled("the file does not match its digest")
    try:
        return data.decode(settings.encoding)
    except UnicodeDecodeError as error:
        raise ProviderGarbled(f"the file is not written in {settings.encoding}") from error
