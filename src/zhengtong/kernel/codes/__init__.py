"""Official codes of people, organisations, items, cases and licences: read, built and checked, one file a code.

`from zhengtong.kernel.codes import resident_id`; `resident_id.parse(typed)` gives a frozen value or raises `CodeError`.
"""

from zhengtong.kernel.codes import case_number, credit_code, item_code, licence_id, masks, names, resident_id
from zhengtong.kernel.codes._common import CodeError

__all__ = ["CodeError", "case_number", "credit_code", "item_code", "licence_id", "masks", "names", "resident_id"]
