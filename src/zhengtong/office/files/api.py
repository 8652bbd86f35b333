"""Files kept encrypted, addressed by content; pictures freed of what a camera writes beside them."""

from zhengtong.office.files._pictures import clean_picture
from zhengtong.office.files._store import LARGEST_BYTES, describe, media_type_of, read, store

__all__ = ["LARGEST_BYTES", "clean_picture", "describe", "media_type_of", "read", "store"]
