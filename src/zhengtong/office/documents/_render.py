"""Layouts to papers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from zhengtong.kernel import clock
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.documents._press import press
from zhengtong.office.documents.data import LayoutProblem, LayoutRefused, LayoutTooHeavy

_ASSETS = Path(__file__).with_name("assets")
_HOUSE_STYLE = (_ASSETS / "base.typ").read_bytes()
_SEAL = (_ASSETS / "seal.typ").read_text()

FORM = (_ASSETS / "form.typ").read_text()
"""The layout of a form, blank or filled: of `title number issuer version lead promise signs[]` and `parts[title intro
known[] sometimes rows groups[title rows] more]`; a row has `label hint asked choices[label hint ticked] value lines
unit`."""
AUTHORISATION = (_ASSETS / "authorisation.typ").read_text()
"""The layout of what one person signs: of `title number issuer version text[] promise signs[] after`."""

SEAL_PLACE: tuple[float, float, float, float] = (129.0, 27.0, 171.0, 69.0)
"""Where the house style leaves room for the seal on the last page: left, bottom, right, top in mm."""


def render(
    source: str,
    data: Mapping[str, object],
    *,
    assets: Mapping[str, bytes] | None = None,
    at: datetime | None = None,
) -> bytes:
    """A paper as PDF/A-2b. `source` is typst; it reads `data` by `json("data.json")`, the house style by
    `#import "base.typ": paper`, and each asset by its name. `at` is written in as time of making (default: now).

    LayoutRefused (a fault of the layout, with its place), LayoutTooHeavy (stopped at a limit), PressFailed (try again).
    """
    forbid_in_transaction("setting a paper")
    files = {**(assets or {}), "main.typ": source.encode(), "base.typ": _HOUSE_STYLE}
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    return press.set(files, at or clock.now())


def check(
    source: str, sample_data: Mapping[str, object], *, assets: Mapping[str, bytes] | None = None
) -> list[LayoutProblem]:
    """What is wrong with a layout when it is set with sample data; empty when nothing is."""
    try:
        render(source, sample_data, assets=assets)
    except LayoutRefused as refusal:
        return list(refusal.problems)
    except LayoutTooHeavy as refusal:
        return [LayoutProblem(0, 0, refusal.message("en"))]
    return []


@lru_cache(maxsize=256)
def seal_picture(organisation_name: str, note: str) -> bytes:
    """The round red seal of an organisation as a one-page PDF of 42 mm, `note` below the star."""
    return render(_SEAL, {"name": organisation_name, "note": note}, at=datetime(2026, 1, 1, tzinfo=UTC))
