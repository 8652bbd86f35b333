"""Services of the repository, published in a test's database by one who may; what the check says of each is worked out
once in a process, since their folders do not change while tests run."""

from datetime import datetime
from pathlib import Path

import pytest

from zhengtong.kernel.actor import system
from zhengtong.kernel.definitions import Finding
from zhengtong.offer.catalogue import _check
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue._folder import Folder
from zhengtong.offer.catalogue.data import ServiceVersion

_findings = _check.findings
_found: dict[Path, tuple[Finding, ...]] = {}


def publish(folder: Path, *, at: datetime) -> ServiceVersion:
    """Publish a folder that no test writes into. One made for a test goes through `catalogue.load`."""

    def known(read: Folder) -> tuple[Finding, ...]:
        if folder not in _found:
            _found[folder] = _findings(read)
        return _found[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_check, "findings", known)
        return catalogue.load(folder, actor=system("test"), at=at)
