"""Where people live: the townships and villages of organisations.yaml."""

from dataclasses import dataclass
from pathlib import Path

import yaml

TOWNLIKE = ("社区", "居委会")


@dataclass(frozen=True)
class Place:
    """A village or community: code of 12 digits, name, whole address, and whether life there is a town's."""

    code: str
    name: str
    address: str
    is_town: bool


def read(path: Path) -> list[Place]:
    """Every region of level 6, in the order of the file."""
    regions = {region["code"]: region for region in yaml.safe_load(path.read_text("utf-8"))["regions"]}
    return [
        Place(code, region["name"], _address(region, regions), region["name"].endswith(TOWNLIKE))
        for code, region in regions.items()
        if region["level"] == 6
    ]


def _address(region: dict, regions: dict[str, dict]) -> str:
    above = regions.get(region.get("parent", ""))
    return (_address(above, regions) if above else "") + region["name"]
