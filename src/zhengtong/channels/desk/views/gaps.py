"""What people searched for and did not find, for the post that sees to it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhengtong.channels.desk._request import for_post
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.offer.search import api as search

LAST = timedelta(days=90)
for_editors = for_post(search.sees_to_gaps)


@require_GET
@for_editors
def gaps(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """The words of the last ninety days, most asked first."""
    found = search.gaps(clock.today() - LAST, actor=actor)
    return render(request, "desk/gaps.html", {"actor": actor, "gaps": found, "days": LAST.days})


@require_POST
@for_editors
def done(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """Somebody has seen to it."""
    search.close_gap(request.POST.get("_query", ""), actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("desk.gaps"))
