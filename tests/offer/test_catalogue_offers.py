"""What points elsewhere in a folder: services offered after a refusal, and whose name an account must bear."""

import shutil
from pathlib import Path

import pytest

from zhengtong.offer.catalogue import api as catalogue

SERVICES = Path(__file__).parents[1] / "journeys/services"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("warm-meals", "home-care"):
        shutil.copytree(SERVICES / name, tmp_path / name)
    return tmp_path / "warm-meals"


def changed(folder: Path, file: str, old: str, new: str) -> set[tuple[str, str]]:
    path = folder / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    return {(one.code, one.severity) for one in catalogue.check(folder) if one.code != "unverified"}


def test_as_it_is_nothing_is_wrong(copied: Path) -> None:
    assert {one.code for one in catalogue.check(copied)} == {"unverified"}


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "severity"),
    [
        ("service.yaml", "offers: [home-care]", "offers: [nobody-knows]", "offers_unknown", "warning"),
        ("service.yaml", "offers: [home-care]", "offers: [warm-meals]", "offers_itself", "error"),
        ("form.yaml", "name_of: [people]", "name_of: [income]", "name_of", "error"),
        ("form.yaml", "kind: bank_account,", "kind: bank_account, name_of: [people],", "name_of", "error"),
        ("benefit.yaml", "enrol_at: start_benefit", "enrol_at: publish", "unknown_step", "error"),
        ("benefit.yaml", "question: amount\n", "question: sum\n", "unknown_step", "error"),
        ("benefit.yaml", "months_by_rule: review_months", "months_by_rule: monthly", "unknown_months", "error"),
    ],
)
def test_what_is_wrong_is_told(file: str, old: str, new: str, code: str, severity: str, copied: Path) -> None:
    assert changed(copied, file, old, new) == {(code, severity)}
