import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup was made from. `tables` and `sequences` (name → rows, last value) are PostgreSQL's."""

    made_at: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    format: int = 1

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """ValueError, KeyError or TypeError when it is none of ours."""
        value = json.loads(content)
        if value["format"] != 1:
            raise ValueError(f"format {value['format']}")
        return cls(**value | {"migrations": tuple((app, name) for app, name in value["migrations"])})


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made. `size` in bytes."""

    path: Path
    size: int
    made_at: datetime
    engine: str
