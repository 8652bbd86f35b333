"""How the command line speaks: one language a run, errors with file, line and mend."""

import sys

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


def say(text: Text, language: str, **params: object) -> None:
    """A line for the person at the terminal."""
    print(text.format(**params).in_(language), flush=True)


def complain(text: Text, language: str, **params: object) -> None:
    """A line about what is wrong."""
    print(text.format(**params).in_(language), file=sys.stderr, flush=True)


def say_refusal(refusal: Refusal, language: str) -> None:
    """Why something was not done, and what to mend: field by field, or by file and line."""
    print(refusal.message(language), file=sys.stderr)
    for problem in getattr(refusal, "problems", ()):
        print(f"  {problem.field}: {problem.text.in_(language)}", file=sys.stderr)
    for finding in getattr(refusal, "findings", ()):
        print(_told(finding, language), file=sys.stderr)


def _told(finding: Finding, language: str) -> str:
    return f"  {finding.place}: {finding.text.in_(language)} {finding.mend.in_(language)}"
