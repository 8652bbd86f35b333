"""Questions about people of the generated city, as a driver gets them, and the demo's connections to ask by."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import yaml

from departments import DEMO
from zhengtong.sharing.gateway.ports import ConnectionData, Query

CONNECTIONS: dict[str, dict[str, Any]] = {
    entry["resource"]: entry for entry in yaml.safe_load((DEMO / "connections.yaml").read_text("utf-8"))["connections"]
}
FIELDS: dict[str, tuple[str, ...]] = {
    entry["code"]: tuple(field["name"] for field in entry["fields"])
    for entry in yaml.safe_load((DEMO / "resources.yaml").read_text("utf-8"))["resources"]
}
SON = ("王强", "990102200006180131")
FATHER = ("王德明", "99010219680512011X")
TRADER = ("陈国富", "990102197409300156")


def query_about(who: tuple[str, str], resource: str, **more: Any) -> Query:
    """A question of the county about somebody, for every field of a resource."""
    query = Query(
        question="Q1",
        nonce="N1",
        asked_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        resource=resource,
        fields=FIELDS[resource],
        name=who[0],
        id_number=who[1],
        reference="case-1",
        step="check",
        operator="韩梅",
        organisation="11990102MB0000010M",
        post="县核对",
        service="minimum-living-allowance",
        use="check",
        basis_kind="statutory_duty",
        basis="民发〔2021〕57号第十七条",
        grant="g1",
        timeout=10,
        authorisation="授权-2026-0001",
        authorisation_digest="ab" * 32,
    )
    return replace(query, **more)


def connection_of(resource: str, address: str, **settings: object) -> ConnectionData:
    """The demo's connection of a resource at another address, with some settings changed."""
    entry = CONNECTIONS[resource]
    return ConnectionData(resource, entry["driver"], address, {**entry["settings"], **settings})
