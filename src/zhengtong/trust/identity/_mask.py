"""Names as they may stand in rows that are not encrypted."""


def masked_name(name: str) -> str:
    """`王芳` → `王*`, `欧阳明月` → `欧***`: the first character, the others as stars."""
    return name[:1] + "*" * (len(name) - 1)
