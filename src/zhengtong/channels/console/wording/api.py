"""Every sentence people outside meet, and what is wrong with how it speaks."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from django.template import engines
from jinja2 import Environment

from zhengtong.channels.console.wording._faults import faults
from zhengtong.channels.console.wording._folders import met_in_folder
from zhengtong.channels.console.wording._sources import met_in_sources
from zhengtong.channels.console.wording.data import Met
from zhengtong.channels.ui import api as ui

_PACKAGE = Path(__file__).parents[3]

__all__ = ["faults", "for_applicants"]


def for_applicants(folders: Iterable[Mapping[str, Any]] = (), package: Path = _PACKAGE) -> Iterator[Met]:
    """What applicants meet of the platform itself (the package on disk) and of folders of services, in that order."""
    env = cast(Environment, engines["jinja2"].env)  # type: ignore[attr-defined]  # Django's stubs do not know it
    yield from met_in_sources(package, env, ui.english())
    for files in folders:
        yield from met_in_folder(files)
