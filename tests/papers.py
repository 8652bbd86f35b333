"""The words of a PDF, as a reader has them."""

import re
import subprocess
import tempfile
from pathlib import Path


def words_of(pdf: bytes) -> str:
    """Its text in one line of words, without the breaks of lines in the middle of Chinese."""
    assert pdf.startswith(b"%PDF-")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return text.replace("\n", "")


_GAPS = re.compile(r"[（(【〔《“]\s*[）)】〕》”]|\{\w*\}|\bNone\b|《》|[，。、][，。、]")


def gaps(words: str) -> list[str]:
    """Empty brackets and quotes, places nobody filled, stops that follow one another."""
    return _GAPS.findall(words)
