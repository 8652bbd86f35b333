"""Setting papers: PDF/A-2b from a typst layout and JSON data, in a child process with limits."""

from zhengtong.office.documents._render import SEAL_PLACE, check, render, seal_picture

__all__ = ["SEAL_PLACE", "check", "render", "seal_picture"]
