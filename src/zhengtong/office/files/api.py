"""Files kept encrypted, addressed by content."""

from zhengtong.office.files._store import LARGEST_BYTES, describe, media_type_of, read, store

__all__ = ["LARGEST_BYTES", "describe", "media_type_of", "read", "store"]
