from dataclasses import dataclass, field
from datetime import datetime

from zhengtong.kernel.text import Text

ADMIN_SETS = frozenset({"admin.system", "admin.security", "admin.audit"})
"""The permissions that make a post one of the three administrators (三权分立): never two in one post or person."""


@dataclass(frozen=True, slots=True)
class RegionData:
    """An administrative division. `level` as in GB/T 39046 行使层级: 2 province … 6 village."""

    code: str
    name: Text
    level: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationData:
    """An office or other body, known by its credit code; `region` is the code of its region."""

    code: str
    name: Text
    short_name: str
    region: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PostData:
    """A post (岗位) of an organisation; `id` is opaque."""

    id: int
    organisation: str
    name: Text
    permissions: frozenset[str]

    @property
    def administrator(self) -> str:
        """Which of the three administrators holds this post; empty for any other post."""
        return next(iter(self.permissions & ADMIN_SETS), "")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed: codes and post names that were added or changed; empty when the file says nothing new."""

    at: datetime
    regions: tuple[str, ...] = field(default=())
    organisations: tuple[str, ...] = field(default=())
    posts: tuple[str, ...] = field(default=())
