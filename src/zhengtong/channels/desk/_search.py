"""The box above the lists of the desk: it finds by the end of a number, and by nothing else."""

import unicodedata
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhengtong.kernel.actor import Actor

SERIAL = 16
"""So many digits end the number of a case: they are shown of it, and found by."""
LONGEST = 100

View = Callable[..., HttpResponse]


def by_number(view: View) -> View:
    """A list that may be searched by the `digits` a number ends with. Who types anything else is told so and is shown
    nobody: a list of everybody is no answer, and would put a look on the record for each."""

    @wraps(view)
    def searched(request: HttpRequest, *, actor: Actor) -> HttpResponse:
        typed = request.GET.get("q", "")
        digits = digits_of(typed)
        if digits is None:
            page = {"actor": actor, "typed": typed[:LONGEST], "is_roll": "benefits" in request.path}
            return render(request, "desk/no_number.html", page)
        return view(request, actor=actor, digits=digits)

    return searched


def digits_of(typed: str) -> str | None:
    """The digits that were typed, full-width or not, or those at the end of a whole number; None for anything else."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    digits = plain[-SERIAL:]
    if not digits:
        return ""
    return digits if plain.isascii() and plain.isalnum() and digits.isdigit() else None
