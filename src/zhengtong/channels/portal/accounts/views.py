"""The account pages that are not allauth's own."""

from typing import Any

from allauth.account import views as account
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from zhengtong.channels.portal.accounts import guard
from zhengtong.channels.portal.accounts.forms import SignupForm
from zhengtong.channels.ui.api import error_page
from zhengtong.delivery.cases import api as cases
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import LEVEL_TEXT


class SignupView(account.SignupView):
    """A resident opens an account."""

    form_class = SignupForm

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.register(self.request):
            return self.form_invalid(form)
        return super().form_valid(form)


@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The account: who we think you are and how sure we are, your post, password, second factor."""
    account, actor = identity.account_of(request.user), identity.actor_for(request.user)
    assert account is not None
    page = {
        "account": account,
        "post": actor.post,
        "has_desk": cases.works_desk(actor),
        "level": LEVEL_TEXT[account.level],
        "second_factor": guard.has_second_factor(request.user),
        "must_keep": guard.needs_second_factor(request.user),
        "done": request.GET.get("done", ""),
    }
    return render(request, "account/overview.html", page)


def too_many(request: HttpRequest) -> HttpResponse:
    """handler429, for allauth's counters."""
    return error_page(request, 429)
