"""The list of parts (SBOM): every library that is installed, with its version and a hash, and nothing else."""

import json
import re
import subprocess
from pathlib import Path

import pytest

import servers

_PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What `make sbom` writes."""
    path = tmp_path_factory.mktemp("parts") / "sbom.json"
    subprocess.run(["make", "-s", "sbom", f"SBOM={path}"], cwd=servers.ROOT, check=True, capture_output=True)
    made = json.loads(path.read_text("utf-8"))
    assert (made["bomFormat"], made["metadata"]["component"]["name"]) == ("CycloneDX", "zhengtong")
    found: list[dict[str, object]] = made["components"]
    return found


def test_every_locked_library_is_named(parts: list[dict[str, object]]) -> None:
    lock = Path(servers.ROOT / "requirements" / "base.lock").read_text("utf-8")
    assert sorted((str(one["name"]), str(one["version"])) for one in parts) == sorted(_PIN.findall(lock))


def test_each_has_its_hash_and_a_name_scanners_know(parts: list[dict[str, object]]) -> None:
    assert [one["name"] for one in parts if "SHA-256" not in json.dumps(one)] == []
    assert [one["name"] for one in parts if not str(one["purl"]).startswith("pkg:pypi/")] == []
