"""Rule 1, beside the contracts of import-linter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.imports import by_name_faults, import_faults
from architecture.planting import plant
from architecture.source import Source


def test_imports_run_down_and_enter_by_the_doors() -> None:
    assert import_faults("zhengtong") == []


def test_nothing_is_imported_by_name(source: Source) -> None:
    assert by_name_faults(source) == []


@pytest.mark.parametrize(
    "line",
    [
        "importlib.import_module('zhengtong.delivery.cases.api')",
        "from importlib import import_module as load",
        "__import__('zhengtong.delivery.cases.api')",
        "from django.utils.module_loading import import_string",
        "from zhengtong.delivery import cases; importlib.import_module(f'{cases.__name__}.api')",
    ],
)
def test_a_planted_import_by_name_is_found(line: str, tmp_path: Path) -> None:
    tree = plant(tmp_path, office__files___store=f"\n{line}\n", config__wiring=f"\n{line}\n")
    assert by_name_faults(tree) == ["zhengtong/office/files/_store.py:2 imports by name"]


def test_a_package_of_the_own_context_may_be_walked(tmp_path: Path) -> None:
    body = """
        import importlib
        from zhengtong.channels.console import commands

        def found(name):
            return importlib.import_module(f"{commands.__name__}.{name}")
    """
    assert by_name_faults(plant(tmp_path, channels__console__registry=body)) == []


def test_the_contracts_hold_without_an_ignored_import(repository: Path) -> None:
    assert "ignore_imports" not in (repository / ".importlinter").read_text()
    environment = os.environ | {"PYTHONPATH": str(repository / "src")}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


PLANTED = {
    "trust/audit/api.py": ("trust/identity/api.py", "neighbours"),
    "office/files/api.py": ("delivery/cases/api.py", "down only"),
    "delivery/cases/_open.py": ("trust/audit/models.py", "entered by"),
    "offer/forms/_read.py": ("offer/catalogue/_load.py", "private"),
    "adapters/mail/driver.py": ("office/notices/api.py", "an adapter"),
    "channels/portal/views.py": ("config/settings.py", "down only"),
    "delivery/licences/_make.py": ("delivery/cases/data.py", "neighbours"),
    "trust/keys/api.py": ("kernel/events/models.py", "enter by api"),
}


@pytest.mark.parametrize(("importer", "imported", "why"), [(one, *rest) for one, rest in PLANTED.items()])
def test_a_planted_import_is_found(
    importer: str, imported: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = f"planted_{abs(hash(importer))}"
    for file in (importer, imported):
        _touch(tmp_path / package / file, tmp_path)
    dotted = imported.removesuffix(".py").replace("/", ".")
    (tmp_path / package / importer).write_text(f"def later():\n    import {package}.{dotted}\n")
    monkeypatch.syspath_prepend(tmp_path)
    faults = import_faults(package)
    assert len(faults) == 1
    assert why in faults[0]


def _touch(path: Path, root: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    folder = path.parent
    while folder != root:
        (folder / "__init__.py").touch()
        folder = folder.parent


def test_an_import_of_a_door_below_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in ("delivery/cases/_open.py", "trust/audit/api.py"):
        _touch(tmp_path / "planted_free" / file, tmp_path)
    (tmp_path / "planted_free/delivery/cases/_open.py").write_text("from planted_free.trust.audit import api\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert import_faults("planted_free") == []
