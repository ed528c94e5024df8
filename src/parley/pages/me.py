"""One's own page: what one wrote and what became of it, notices, the account."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.actions import banning, claiming, erasing, legal_links, notices, renaming
from parley.errors import BadField, Conflict, SignInNeeded, Suspended
from parley.models.claim import Claim
from parley.models.comment import CommentState
from parley.models.decision import Notice
from parley.models.sign_on import SignOnKey
from parley.models.site import Site
from parley.models.user import User
from parley.names import MAX_CODE_POINTS
from parley.pages import my_comments
from parley.pages.my_comments import Search
from parley.snapshots import moments

NOTICES = 20
CLAIMS = 20


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
    """Notices, older comments to claim, one's own with where each stands, and the account."""
    user, now = signed_in_user(request), timezone.now()
    search, claims = Search.of(request.GET), list(_claims(user))
    page = my_comments.page_of(user, search, number=request.GET.get("page"))
    context = {
        "comments": my_comments.entries(page, claims, now=now),
        "page": page,
        "search": search,
        "states": CommentState.choices,
        "offer": claiming.offer(user, list(Site.objects.all())),
        "claims": claims[:CLAIMS],
        "now": now,
        "notices": [
            {
                "notice": notice,
                "when": moments.printed(notice.created_at, notice.site.zone),
                "reasons_url": legal_links.reasons_of(notice),
            }
            for notice in Notice.objects.due(user, now).select_related("comment__article", "site")[
                :NOTICES
            ]
        ],
        "unread": Notice.objects.due(user, now).filter(read_at=None).exists(),
        "several_sites": user.authors.values("site").distinct().count() > 1,
        "signed_on": SignOnKey.objects.filter(revoked_at=None).exists(),
        "connections": settings.SOCIALACCOUNT_PROVIDERS,
    }
    return render(request, "parley/me.html", context)


def _claims(user: User) -> QuerySet[Claim]:
    """All that the user has claimed or asked for, the latest first."""
    claims: QuerySet[Claim] = user.claims.select_related("site", "author")
    return claims.order_by("-asked_at", "-pk")


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """The reader has seen their notices."""
    user = signed_in_user(request)
    now = timezone.now()
    notices.mark_read(list(Notice.objects.due(user, now).filter(read_at=None)), now)
    return HttpResponseRedirect(reverse("me"))


@never_cache
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Change the display name, a few times a day: others have to recognise it."""
    user = signed_in_user(request)
    form = NameForm(request.POST or None, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="rename")
        if limited is not None:
            return limited
        try:
            # A name shows on all that they wrote.
            banning.refuse_anywhere(user, timezone.now())
            renaming.rename(user, form.cleaned_data["display_name"], now=timezone.now())
        except (BadField, Suspended) as error:
            form.add_error("display_name", error.detail or error.title)
        else:
            messages.success(request, _("Your display name has been changed."))
            return HttpResponseRedirect(reverse("me"))
    return render(request, "parley/me_name.html", {"form": form}, status=status_of(form))


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth's
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the account, after a fresh sign-in and a word that shows one means it."""
    user = signed_in_user(request)
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
    on_hold = Claim.objects.fresh(timezone.now()).filter(user=user).exists()
    context = {"form": form, "on_hold": on_hold}
    return render(request, "parley/me_erase.html", context, status=status_of(form))


def signed_in_user(request: HttpRequest) -> User:
    """Whose page it is. Raises SignInNeeded."""
    if not isinstance(request.user, User):
        raise SignInNeeded
    return request.user


def status_of(form: forms.Form) -> int:
    """The status of a page with this form."""
    return 422 if form.errors else 200
