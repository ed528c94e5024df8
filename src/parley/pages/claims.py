"""Older comments: claiming them, asking a moderator for them, saying that it was somebody else."""

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from parley import access
from parley.actions import claim_mail, claim_requests, claiming
from parley.errors import BadField, Conflict
from parley.models.claim import ClaimState
from parley.models.comment import Comment
from parley.models.site import Site
from parley.pages.context import masthead_of
from parley.pages.me import signed_in_user, status_of

if TYPE_CHECKING:
    _SiteField = forms.ModelChoiceField[Site]
else:
    _SiteField = forms.ModelChoiceField

# Together with `LONGEST_LINKS` what a request may hold (`claim_requests.LONGEST_EVIDENCE`).
LONGEST_WORDS = 3_000
LONGEST_LINKS = 900
PRESENT_NAME = "present"


class SiteField(_SiteField):
    """Newspapers by their names."""

    def label_from_instance(self, site: Site) -> str:
        return site.name


class AskForm(forms.Form):
    """Whose comments they were, and how a moderator can tell."""

    site = SiteField(label=gettext_lazy("Newspaper"), queryset=Site.objects.all(), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("The name that stood beside them"),
        max_length=claim_requests.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    evidence = forms.CharField(
        label=gettext_lazy("How can a moderator tell that they are yours?"),
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy(
            "For example the address you used then, about when you wrote, what about, "
            "or a page of yours that links to them. Only moderators read this."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    links = forms.CharField(
        label=gettext_lazy("Links to some of them"),
        max_length=LONGEST_LINKS,
        required=False,
        help_text=gettext_lazy("The time beside a comment is a link to it. One in each line."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Site.objects.count() == 1:
            self.fields["site"].widget = forms.HiddenInput()

    def told(self) -> str:
        """What the moderator reads."""
        parts = (self.cleaned_data["evidence"].strip(), self.cleaned_data["links"].strip())
        return "\n\n".join(part for part in parts if part)


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Take what was found; under the old names unless told otherwise."""
    user = signed_in_user(request)
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="claim")
    if limited is not None:
        return limited
    made = claiming.claim(
        user,
        list(Site.objects.all()),
        keep_names=request.POST.get("names") != PRESENT_NAME,
        now=timezone.now(),
    )
    if made:
        messages.success(request, _("They are yours again."))
    else:
        messages.info(request, _("There is nothing to claim any more."))
    return HttpResponseRedirect(reverse("me"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a moderator; the answer does not tell whether there is anything."""
    user = signed_in_user(request)
    form = AskForm(request.POST or None, initial={"site": access.site_of(request)})
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="ask_claim")
        if limited is not None:
            return limited
        try:
            claim_requests.ask(
                user,
                form.cleaned_data["site"],
                name=form.cleaned_data["name"],
                evidence=form.told(),
                now=timezone.now(),
            )
        except BadField as error:
            form.add_error(error.field if error.field in form.fields else None, error.detail)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(
                request,
                _("Thank you. A moderator will look at it, and you will be told on this page."),
            )
            return HttpResponseRedirect(reverse("me"))
    return render(request, "parley/me_ask.html", {"form": form}, status=status_of(form))


# The link alone proves who may: there is no session whose right somebody else's page could use,
# and a page of another tab that sets this one's cookie anew must not make the objection fail.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """For the owner of an old address, by the link in their mail; no account is needed."""
    claims = claim_mail.claims_of(token)
    now = timezone.now()
    if request.method == "POST":
        if claim_mail.object_to(claims, now):
            messages.success(request, _("Thank you. The comments are nobody’s again."))
        else:
            messages.success(request, _("Thank you. A moderator will look at it."))
        return HttpResponseRedirect(request.path)
    granted = [each for each in claims if each.state == ClaimState.GRANTED]
    authors = [each.author_id for each in granted]
    number = Comment.objects.filter(author__in=authors).count()
    context = {
        "masthead": masthead_of(request, claims[0].site if claims else None),
        "open": [each for each in granted if each.disputed_at is None],
        "names": list(dict.fromkeys(each.before["name"] for each in granted)),
        "said": ngettext("%(n)d comment", "%(n)d comments", number) % {"n": number},
        "reader": granted[0].user if granted else None,
        "disputed": bool(granted),
    }
    return render(request, "parley/not_me.html", context)
