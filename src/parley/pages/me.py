"""One's own page: what one wrote and what became of it, notices, the account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.actions import erasing, notices, renaming
from parley.errors import BadField, Conflict, SignInNeeded
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.sign_on import SignOnKey
from parley.models.user import User
from parley.names import MAX_CODE_POINTS
from parley.policy.marking import excerpt
from parley.snapshots import moments

PAGE = 20
NOTICES = 20


class NameForm(forms.Form):
    """The display name to carry from now on."""

    display_name = forms.CharField(
        label=gettext_lazy("Display name"),
        max_length=MAX_CODE_POINTS,
        help_text=gettext_lazy("Shown beside everything you have written here."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class EraseForm(forms.Form):
    """The word that says one means it."""

    WORD = "erase"
    word = forms.CharField(
        label=gettext_lazy("Type “erase” to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip().lower()
        if word != self.WORD:
            raise forms.ValidationError(_("Type the word erase, and nothing else."))
        return word


@never_cache
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Notices, one's comments with where each stands, and the ways to one's account."""
    user = _user(request)
    page = Paginator(_comments(user), PAGE).get_page(request.GET.get("page"))
    context = {
        "comments": [_entry(comment) for comment in page],
        "page": page,
        "notices": [
            {"notice": notice, "when": moments.printed(notice.created_at, notice.site.zone)}
            for notice in user.notices.select_related("comment__article", "site")[:NOTICES]
        ],
        "unread": user.notices.filter(read_at=None).exists(),
        "several_sites": user.authors.values("site").distinct().count() > 1,
        "signed_on": SignOnKey.objects.filter(revoked_at=None).exists(),
        "connections": settings.SOCIALACCOUNT_PROVIDERS,
    }
    return render(request, "parley/me.html", context)


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """The reader has seen their notices."""
    user = _user(request)
    notices.mark_read(list(user.notices.filter(read_at=None)), timezone.now())
    return HttpResponseRedirect(reverse("me"))


@never_cache
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Change the display name, a few times a day: others have to recognise it."""
    user = _user(request)
    form = NameForm(request.POST or None, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="rename")
        if limited is not None:
            return limited
        try:
            renaming.rename(user, form.cleaned_data["display_name"], now=timezone.now())
        except BadField as error:
            form.add_error("display_name", error.detail)
        else:
            messages.success(request, _("Your display name has been changed."))
            return HttpResponseRedirect(reverse("me"))
    return render(request, "parley/me_name.html", {"form": form}, status=_status(form))


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth's
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the account, after a fresh sign-in and a word that shows one means it."""
    user = _user(request)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase_user(user, timezone.now())
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            logout(request)
            messages.success(request, _("Your account and everything you wrote are erased."))
            return HttpResponseRedirect(reverse("account_login"))
    return render(request, "parley/me_erase.html", {"form": form}, status=_status(form))


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise SignInNeeded
    return request.user


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200


def _comments(user: User) -> Any:  # Any: the manager is not typed
    latest_first = Decision.objects.order_by("-created_at", "-pk")
    return (
        Comment.objects.filter(author__user=user)
        .select_related("article", "site")
        .prefetch_related(Prefetch("decisions", queryset=latest_first))
        .order_by("-created_at", "-pk")
    )


def _told(comment: Comment, reason: dict[str, Any]) -> dict[str, Any]:
    """A stored reason for its author, with the words that it is about."""
    words = excerpt(comment.text, (reason.get("start"), reason.get("end")))
    return {"rule": reason["rule"], "message": reason["message"], "excerpt": words}


def _entry(comment: Comment) -> dict[str, Any]:
    """A comment with what was last decided about it; a person's note counts before rules."""
    decisions = list(comment.decisions.all())
    last = decisions[0] if decisions else None
    return {
        "comment": comment,
        "when": moments.printed(comment.created_at, comment.site.zone),
        "reasons": [] if last is None else [_told(comment, each) for each in last.reasons],
        "note": last.note if last else "",
        "place": f"/discussion/{comment.article_id}/?comment={comment.pk}#comment-{comment.pk}",
    }
