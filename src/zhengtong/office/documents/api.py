"""Setting papers: PDF/A-2b from a typst layout and JSON data, in a child process with limits."""

from zhengtong.office.documents._render import AUTHORISATION, FORM, SEAL_PLACE, check, render, seal_picture

__all__ = ["AUTHORISATION", "FORM", "SEAL_PLACE", "check", "render", "seal_picture"]
